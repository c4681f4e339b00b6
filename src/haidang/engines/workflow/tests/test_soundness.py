"""A process with a fault cannot be published, and the fault is named."""

from pathlib import Path

import pytest

from haidang.engines.workflow import (
    ProcessProblem,
    check_soundness,
    is_publishable,
    parse_process,
)

PROCESSES = Path(__file__).parent / "processes"
EDGES = {
    "2": frozenset({"4", "8"}),
    "4": frozenset({"5", "6", "8", "9"}),
    "5": frozenset({"4", "8"}),
    "6": frozenset({"4", "8"}),
    "9": frozenset({"10"}),
}
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:hd="https://haidang.example/bpmn/1" targetNamespace="x"><process id="p">'
)
TASKS = "".join(f'<userTask id="{key}" hd:post="processing"/>' for key in "abc")
FRAME = f'<startEvent id="s"/>{TASKS}<endEvent id="e"/>'


def check(body: str, *flows: str) -> list[ProcessProblem]:
    lines = []
    for number, flow in enumerate(flows):
        source, target, *condition = flow.split(" ", 2)
        text = f"<conditionExpression>{condition[0]}</conditionExpression>" if condition else ""
        lines.append(
            f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{text}'
            "</sequenceFlow>"
        )
    parsed = parse_process(f"{HEAD}{body}{''.join(lines)}</process></definitions>".encode())
    assert parsed.process is not None, parsed.problems
    return check_soundness(parsed.process, legal_edges=EDGES)


def told(problems: list[ProcessProblem]) -> set[tuple[str, str]]:
    return {(each.code.removeprefix("process."), each.element) for each in problems}


@pytest.mark.parametrize("name", ["certificate.bpmn", "joined.bpmn"])
def test_the_examples_are_sound(name: str) -> None:
    process = parse_process((PROCESSES / name).read_bytes()).process
    assert process is not None

    assert check_soundness(process, legal_edges=EDGES) == []


def test_an_element_that_nothing_leads_to_is_told() -> None:
    assert told(check(FRAME, "s a", "a e", "b e", "c e")) == {
        ("never_reached", "b"),
        ("never_reached", "c"),
    }


def test_a_way_that_stops_without_an_end_is_told() -> None:
    assert told(check(FRAME, "s a", "a b", "b c")) >= {("dead_end", "c")}


def test_a_join_that_waits_forever_is_told() -> None:
    problems = check(
        FRAME + '<exclusiveGateway id="x" default="f2"/><parallelGateway id="j"/>',
        "s x",
        "x a true",
        "x b",
        "a j",
        "b j",
        "j c",
        "c e",
    )

    assert told(problems) == {("waits_forever", "j")}


def test_branches_that_meet_without_a_join_are_told() -> None:
    problems = check(
        FRAME + '<parallelGateway id="split"/>',
        "s split",
        "split a",
        "split b",
        "a c",
        "b c",
        "c e",
    )

    assert told(problems) == {("not_safe", "c")}


def test_a_loop_without_a_way_out_is_told() -> None:
    assert ("no_way_to_end", "a") in told(check(FRAME, "s a", "a b", "b a", "c e"))


def test_a_loop_that_waits_for_nobody_is_told() -> None:
    problems = check(
        FRAME + '<exclusiveGateway id="x" default="f2"/><exclusiveGateway id="y"/>',
        "s y",
        "y x",
        "x a",
        "x y true",
        "a b",
        "b c",
        "c e",
    )

    assert told(problems) == {("automatic_loop", "x"), ("automatic_loop", "y")}


def test_a_gateway_needs_conditions_and_a_default() -> None:
    problems = check(
        FRAME + '<exclusiveGateway id="x"/>', "s x", "x a", "x b true", "a c", "b c", "c e"
    )

    assert told(problems) == {("condition_missing", "f1"), ("default_missing", "x")}


@pytest.mark.parametrize(
    ("element", "code"),
    [
        ('<userTask id="t"/>', "post_missing"),
        ('<userTask id="t" hd:post="king"/>', "post_unknown"),
        ('<serviceTask id="t"/>', "operation_missing"),
        ('<serviceTask id="t" hd:operation="shell.run"/>', "operation_unknown"),
        ('<receiveTask id="t" hd:message="gossip"/>', "message_unknown"),
    ],
)
def test_a_step_names_a_post_operation_or_message_that_exists(element: str, code: str) -> None:
    problems = check(f'<startEvent id="s"/>{element}<endEvent id="e"/>', "s t", "t e")

    assert told(problems) == {(code, "t")}


def test_an_illegal_change_of_status_is_told_on_whichever_way_it_happens() -> None:
    problems = check(
        '<startEvent id="s" hd:status="4"/><userTask id="t" hd:post="clerk"/>'
        '<exclusiveGateway id="x" default="f2"/>'
        '<userTask id="asked" hd:post="clerk" hd:status="5"/>'
        '<userTask id="ready" hd:post="clerk" hd:status="9"/><endEvent id="e"/>',
        "s t",
        "t x",
        "x asked",
        "x ready true",
        "asked ready",
        "ready e",
    )

    (fault,) = problems
    assert told(problems) == {("illegal_status", "ready")}
    assert "5" in fault.message["en"]


def test_parallel_changes_of_status_are_tried_in_every_order() -> None:
    problems = check(
        '<startEvent id="s" hd:status="4"/><parallelGateway id="split"/>'
        '<userTask id="t" hd:post="clerk"/><userTask id="u" hd:post="clerk"/>'
        '<serviceTask id="v" hd:operation="notify" hd:status="5"/>'
        '<serviceTask id="w" hd:operation="notify" hd:status="6"/>'
        '<parallelGateway id="j"/><endEvent id="e"/>',
        "s split",
        "split t",
        "split u",
        "t v",
        "u w",
        "v j",
        "w j",
        "j e",
    )

    assert told(problems) == {("illegal_status", "v"), ("illegal_status", "w")}


def test_two_calls_that_write_the_same_facts_are_a_warning() -> None:
    called = (
        '</process><process id="q"><startEvent id="qs"/>'
        '<userTask id="answer" hd:post="clerk"/><endEvent id="qe"/>'
        '<sequenceFlow id="q1" sourceRef="qs" targetRef="answer"/>'
        '<sequenceFlow id="q2" sourceRef="answer" targetRef="qe"/>'
    )
    source = (
        f'{HEAD}<startEvent id="s"/><callActivity id="one" calledElement="q"/>'
        '<callActivity id="two" calledElement="q"/><endEvent id="e"/>'
        '<sequenceFlow id="f1" sourceRef="s" targetRef="one"/>'
        '<sequenceFlow id="f2" sourceRef="one" targetRef="two"/>'
        f'<sequenceFlow id="f3" sourceRef="two" targetRef="e"/>{called}</process></definitions>'
    )
    process = parse_process(source.encode()).process
    assert process is not None

    problems = check_soundness(process, legal_edges=EDGES)

    assert told(problems) == {("duplicate_key", "two/answer")}
    assert is_publishable(problems)


def test_a_process_too_wide_to_prove_is_refused() -> None:
    branches = range(14)
    tasks = "".join(f'<userTask id="t{each}" hd:post="clerk"/>' for each in branches)
    flows = [flow for each in branches for flow in (f"split t{each}", f"t{each} join")]

    problems = check(
        f'<startEvent id="s"/><parallelGateway id="split"/>{tasks}'
        '<parallelGateway id="join"/><endEvent id="e"/>',
        "s split",
        "join e",
        *flows,
    )

    assert told(problems) == {("too_many_states", "p")}
