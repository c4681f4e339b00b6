"""Files are read or their faults named, with line, element and both languages."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.workflow import NodeKind, ParsedProcess, describe, layout, parse_process
from haidang.engines.workflow.wording import WORDS

PROCESSES = Path(__file__).parent / "processes"
REPOSITORY = Path(__file__).parents[5]
MODELS = REPOSITORY.parent / "shared" / "data" / "bpmn-miwg"
XMLNS = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:hd="https://haidang.example/bpmn/1" targetNamespace="x"'
)


def parse(body: str, before: str = "") -> ParsedProcess:
    source = f'<definitions {XMLNS}>{before}<process id="p">{body}</process></definitions>'
    return parse_process(source.encode())


def codes(parsed: ParsedProcess) -> set[str]:
    return {each.code.removeprefix("process.") for each in parsed.problems}


PLAIN = '<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>'


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "not_xml"),
        (b"<definitions", "not_xml"),
        (b"<html/>", "not_bpmn"),
        (f"<definitions {XMLNS}/>".encode(), "no_process"),
        (b" " * 4_000_001, "too_large"),
    ],
)
def test_what_is_no_process_file_is_named(source: bytes, code: str) -> None:
    parsed = parse_process(source)

    assert parsed.process is None
    assert codes(parsed) == {code}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<userTask id="a"/>', "no_start"),
        ('<startEvent id="s"/><startEvent id="t"/>', "several_starts"),
        ('<startEvent id="s"/><userTask/>', "missing_id"),
        ('<startEvent id="s"/><userTask id="s"/>', "duplicate_id"),
        ('<startEvent id="bắt.đầu"/>', "unsafe_id"),
        ('<startEvent id="s"/><scriptTask id="a"/>', "unsupported_element"),
        ('<startEvent id="s"/><inclusiveGateway id="a"/>', "unsupported_element"),
        (
            '<startEvent id="s"/><userTask id="a"><multiInstanceLoopCharacteristics/></userTask>',
            "unsupported_element",
        ),
        (
            '<startEvent id="s"><timerEventDefinition id="t"/></startEvent>',
            "unsupported_element",
        ),
        (
            '<startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="gone"/>',
            "dangling_flow",
        ),
        (
            PLAIN + '<sequenceFlow id="f" sourceRef="s" targetRef="a">'
            "<conditionExpression>true</conditionExpression></sequenceFlow>",
            "misplaced_condition",
        ),
        (
            PLAIN + '<exclusiveGateway id="x"/><sequenceFlow id="f" sourceRef="x" targetRef="a">'
            "<conditionExpression>__import__('os') ==</conditionExpression></sequenceFlow>",
            "bad_condition",
        ),
        ('<startEvent id="s"/><userTask id="a" hd:hours="-4"/>', "bad_hours"),
        (
            '<startEvent id="s"/><intermediateCatchEvent id="a"><timerEventDefinition>'
            "<timeDuration>seven days</timeDuration></timerEventDefinition>"
            "</intermediateCatchEvent>",
            "bad_duration",
        ),
        (
            '<startEvent id="s"/><intermediateCatchEvent id="a"><timerEventDefinition'
            ' hd:unit="working_day"><timeDuration>PT7H</timeDuration></timerEventDefinition>'
            "</intermediateCatchEvent>",
            "bad_duration",
        ),
        ('<startEvent id="s"/><receiveTask id="a"/>', "message_without_name"),
        ('<startEvent id="s"/><callActivity id="a" calledElement="q"/>', "called_process_missing"),
        ('<startEvent id="s"/><callActivity id="a" calledElement="p"/>', "calls_itself"),
        (
            '<startEvent id="s"/><boundaryEvent id="b" attachedToRef="s"><timerEventDefinition>'
            "<timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>",
            "boundary_host",
        ),
        ('<startEvent id="s"/><eventBasedGateway id="g"/>', "event_gateway_target"),
    ],
)
def test_each_fault_has_its_code(body: str, code: str) -> None:
    parsed = parse(body)

    assert parsed.process is None
    assert code in codes(parsed)
    assert {each.line for each in parsed.problems} == {1}


def test_a_fault_tells_its_line_element_and_hint_in_both_languages() -> None:
    source = f'<definitions {XMLNS}>\n<process id="p">\n<startEvent id="s"/>\n<scriptTask id="x"/>'
    source += "\n</process></definitions>"

    (fault,) = parse_process(source.encode()).problems

    assert (fault.line, fault.element) == (4, "x")
    assert set(fault.message) == set(fault.hint) == {"vi", "en"}


def test_every_wording_can_be_filled() -> None:
    values = dict.fromkeys(
        ("element", "what", "reason", "known", "limit", "source", "target"), "x"
    )

    texts = [text.format(**values) for words in WORDS.values() for text in words]

    assert all(text.endswith(".") for text in texts)


def test_a_second_process_that_nobody_calls_is_named() -> None:
    second = '<process id="q"><startEvent id="t"/></process>'

    assert codes(parse('<startEvent id="s"/>', before=second)) == {"several_processes"}


def test_entities_of_a_file_are_not_read() -> None:
    source = (
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<definitions {XMLNS}><process id="p" name="&x;"><startEvent id="s"/></process>'
        "</definitions>"
    )

    parsed = parse_process(source.encode())

    assert parsed.process is None or "root" not in parsed.process.name


def test_a_called_process_may_come_from_another_file() -> None:
    other = f'<definitions {XMLNS}><process id="q"><startEvent id="t"/></process></definitions>'
    source = (
        f'<definitions {XMLNS}><process id="p"><startEvent id="s"/>'
        '<callActivity id="call" calledElement="q"/></process></definitions>'
    )

    parsed = parse_process(source.encode(), library={"q": other.encode()})

    assert parsed.process is not None
    assert parsed.process.starts == {"": "s", "call": "call/t"}


def test_a_lane_gives_its_post_to_its_tasks() -> None:
    parsed = parse(
        '<laneSet id="l"><lane id="l1" hd:post="clerk"><flowNodeRef>a</flowNodeRef></lane>'
        '</laneSet><startEvent id="s"/><userTask id="a"/>'
    )

    assert parsed.process is not None
    assert parsed.process.nodes["a"].post == "clerk"


@pytest.mark.parametrize("name", ["certificate.bpmn", "joined.bpmn"])
def test_the_examples_are_read_with_their_drawing(name: str) -> None:
    parsed = parse_process((PROCESSES / name).read_bytes())

    assert parsed.problems == ()
    assert parsed.process is not None
    assert {node.key for node in parsed.process.nodes.values()} <= set(parsed.process.shapes)
    assert {flow.id.rpartition("/")[2] for flow in parsed.process.flows.values()} <= set(
        parsed.process.edges
    )


def test_the_internal_procedure_lists_steps_in_working_order() -> None:
    parsed = parse_process((PROCESSES / "joined.bpmn").read_bytes())
    assert parsed.process is not None

    steps = [(each.number, each.key) for each in describe(parsed.process) if each.number]

    assert steps == [
        ("B1", "request_fee"),
        ("B2", "check"),
        ("B3", "send"),
        ("B4", "insurance_call"),
        ("B5", "insurance_by_hand"),
        ("B6", "hand_over"),
        ("B7", "remind"),
    ]


def test_describing_keeps_post_hours_and_bounds() -> None:
    parsed = parse_process((PROCESSES / "certificate.bpmn").read_bytes())
    assert parsed.process is not None

    check = next(each for each in describe(parsed.process) if each.key == "check")

    assert (check.kind, check.post, check.hours) == (NodeKind.USER, "processing", 4.0)
    assert check.bounds is not None


def test_a_file_without_drawing_gets_one_and_keeps_its_meaning() -> None:
    source = (
        f'<definitions {XMLNS}><process id="p" isExecutable="true">{PLAIN}'
        '<sequenceFlow id="f" sourceRef="s" targetRef="a"/>'
        '<sequenceFlow id="g" sourceRef="a" targetRef="e"/></process></definitions>'
    ).encode()

    drawn = parse_process(layout(source)).process

    assert drawn is not None
    assert set(drawn.shapes) == {"s", "a", "e"}
    assert set(drawn.edges) == {"f", "g"}
    assert drawn.shapes["s"].x < drawn.shapes["a"].x < drawn.shapes["e"].x


@pytest.mark.parametrize(
    "source", [b"", b"<html/>", (PROCESSES / "certificate.bpmn").read_bytes()]
)
def test_what_cannot_be_drawn_or_is_drawn_stays_as_it_is(source: bytes) -> None:
    assert layout(source) == source


@given(st.binary(max_size=300))
def test_reading_never_raises_on_bytes(source: bytes) -> None:
    assert parse_process(source).process is None


@given(data=st.data())
def test_reading_never_raises_on_a_damaged_process(data: st.DataObject) -> None:
    source = (PROCESSES / "joined.bpmn").read_bytes()
    at = data.draw(st.integers(0, len(source) - 1))
    cut = data.draw(st.integers(0, 60))
    put = data.draw(st.sampled_from([b"", b"x", b'"', b"<", b"</", b"&", b"\xc3"]))

    parsed = parse_process(source[:at] + put + source[at + cut :])

    assert parsed.process is not None or parsed.problems


def models() -> list[Path]:
    found = sorted(MODELS.glob("*.bpmn"))
    return found or [MODELS]


@pytest.mark.parametrize("path", models(), ids=lambda path: path.name)
def test_each_model_of_the_interchange_group_opens_or_names_its_faults(path: Path) -> None:
    if not path.is_file():
        pytest.skip(f"The models of the BPMN interchange group are not at {MODELS}.")

    parsed = parse_process(path.read_bytes())

    assert (parsed.process is not None) is (not parsed.problems)
    assert all(each.line > 0 and each.message["vi"] for each in parsed.problems)
