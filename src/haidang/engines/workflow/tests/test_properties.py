"""Well-structured processes, drawn at random, are sound and always run to their end."""

import itertools
import json
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from haidang.engines.workflow import (
    Advance,
    MessageReceived,
    NodeKind,
    Process,
    ServiceAnswered,
    Signal,
    TaskCompleted,
    TimerFired,
    TokenPosition,
    UnknownToken,
    advance,
    check_soundness,
    layout,
    parse_process,
    start,
    tokens,
)

MOST_STEPS = 400
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:hd="https://haidang.example/bpmn/1" targetNamespace="x">'
    '<message id="m" name="fee_paid"/><process id="p" isExecutable="true">'
)
TIMER = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
MESSAGE = '<messageEventDefinition messageRef="m"/>'

Shape = tuple[str, tuple["Shape", ...]]

LEAVES = st.sampled_from([("user", ()), ("service", ()), ("timer", ()), ("message", ())])


def _grow(smaller: st.SearchStrategy[Shape]) -> st.SearchStrategy[Shape]:
    two_or_three = st.lists(smaller, min_size=2, max_size=3).map(tuple)
    one = smaller.map(lambda each: (each,))
    return st.one_of(
        st.tuples(st.sampled_from(["sequence", "exclusive", "parallel", "race"]), two_or_three),
        st.tuples(st.sampled_from(["loop", "sub_process", "watched"]), one),
    )


SHAPES: st.SearchStrategy[Shape] = st.recursive(LEAVES, _grow, max_leaves=7)


@dataclass
class Writer:
    """Writes a shape as BPMN; every block has one way in and one way out."""

    lines: list[str] = field(default_factory=list)
    count: int = 0

    def key(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def put(self, element: str, attributes: str = "", inside: str = "") -> str:
        key = self.key(element[0])
        self.lines.append(f'<{element} id="{key}" {attributes}>{inside}</{element}>')
        return key

    def flow(self, source: str, target: str, condition: str = "") -> str:
        key = self.key("flow")
        text = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        self.lines.append(
            f'<sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{text}'
            "</sequenceFlow>"
        )
        return key

    def block(self, shape: Shape) -> tuple[str, str]:
        kind, parts = shape
        if not parts:
            leaf = self.leaf(kind)
            return leaf, leaf
        if kind == "sequence":
            ends = [self.block(part) for part in parts]
            for (_, leave), (enter, _) in itertools.pairwise(ends):
                self.flow(leave, enter)
            return ends[0][0], ends[-1][1]
        if kind == "sub_process":
            return self.sub_process(parts[0], watched=False)
        if kind == "watched":
            return self.sub_process(parts[0], watched=True)
        return self.loop(parts[0]) if kind == "loop" else self.branches(kind, parts)

    def leaf(self, kind: str) -> str:
        if kind == "user":
            return self.put("userTask", 'hd:post="clerk" hd:actions="yes no"')
        if kind == "service":
            return self.put("serviceTask", 'hd:operation="notify"')
        return self.put("intermediateCatchEvent", "", TIMER if kind == "timer" else MESSAGE)

    def branches(self, kind: str, parts: tuple[Shape, ...]) -> tuple[str, str]:
        names = {"exclusive": "exclusiveGateway", "parallel": "parallelGateway"}
        split = self.put(names.get(kind, "eventBasedGateway"))
        join = self.put("parallelGateway" if kind == "parallel" else "exclusiveGateway")
        ways = []
        for number, part in enumerate(parts):
            enter, leave = self.block(part)
            if kind == "race":
                event = self.leaf("timer" if number % 2 else "message")
                self.flow(event, enter)
                enter = event
            chosen = f"answers.way == {number}" if kind == "exclusive" and number else ""
            ways.append(self.flow(split, enter, chosen))
            self.flow(leave, join)
        if kind == "exclusive":
            self.default(split, ways[0])
        return split, join

    def loop(self, part: Shape) -> tuple[str, str]:
        merge, ask = self.put("exclusiveGateway"), self.leaf("user")
        split = self.put("exclusiveGateway")
        enter, leave = self.block(part)
        out = self.put("exclusiveGateway")
        self.flow(merge, enter)
        self.flow(leave, ask)
        self.flow(ask, split)
        self.flow(split, merge, f"facts.{ask}.action == 'no'")
        self.default(split, self.flow(split, out))
        return merge, out

    def sub_process(self, part: Shape, *, watched: bool) -> tuple[str, str]:
        outside, self.lines = self.lines, []
        begin, end = self.put("startEvent"), self.put("endEvent")
        enter, leave = self.block(part)
        self.flow(begin, enter)
        self.flow(leave, end)
        inside, self.lines = "".join(self.lines), outside
        key = self.put("subProcess", "", inside)
        if not watched:
            return key, key
        late = self.put("boundaryEvent", f'attachedToRef="{key}"', TIMER)
        out = self.put("exclusiveGateway")
        self.flow(key, out)
        self.flow(late, out)
        return key, out

    def default(self, gateway: str, flow: str) -> None:
        begin = f'<exclusiveGateway id="{gateway}" '
        self.lines = [
            line.replace(begin, f'{begin}default="{flow}" ') if line.startswith(begin) else line
            for line in self.lines
        ]


def write(shape: Shape) -> bytes:
    writer = Writer()
    begin, end = writer.put("startEvent"), writer.put("endEvent")
    enter, leave = writer.block(shape)
    writer.flow(begin, enter)
    writer.flow(leave, end)
    return f"{HEAD}{''.join(writer.lines)}</process></definitions>".encode()


def read(source: bytes) -> Process:
    parsed = parse_process(source)
    assert parsed.process is not None, parsed.problems
    return parsed.process


def legal(process: Process, place: TokenPosition, data: st.DataObject) -> Signal | None:
    """Return a signal that the place waits for, or nothing if it waits by itself."""
    if place.kind is NodeKind.USER:
        action = data.draw(st.sampled_from(["yes", "yes", "no"]))
        return TaskCompleted(token=place.token, values={"action": action})
    if place.kind is NodeKind.SERVICE:
        return ServiceAnswered(token=place.token)
    if place.kind is NodeKind.TIMER:
        return TimerFired(token=place.token)
    node = process.nodes[place.token.partition("#")[0]]
    return MessageReceived(name=node.message) if place.kind is NodeKind.MESSAGE else None


def run(process: Process, data: st.DataObject) -> Advance:
    names = {"answers": {"way": data.draw(st.integers(0, 2))}}
    step = start(process, facts={}, names=names)
    for _ in range(MOST_STEPS):
        if step.finished:
            break
        state = json.loads(json.dumps(step.state, sort_keys=True))
        assert state == step.state
        places = (legal(process, place, data) for place in tokens(process, state))
        signals = [signal for signal in places if signal is not None]
        assert signals
        step = advance(process, state, data.draw(st.sampled_from(signals)), facts={}, names=names)
    return step


@given(shape=SHAPES)
@settings(deadline=None)
def test_a_well_structured_process_is_sound(shape: Shape) -> None:
    problems = check_soundness(read(write(shape)), legal_edges={})

    assert [each for each in problems if each.code != "process.too_many_states"] == []


@given(shape=SHAPES, data=st.data())
@settings(deadline=None)
def test_a_well_structured_process_runs_to_its_end(shape: Shape, data: st.DataObject) -> None:
    process = read(write(shape))

    step = run(process, data)

    assert step.finished
    assert tokens(process, step.state) == []


@given(shape=SHAPES, token=st.text(max_size=8))
@settings(deadline=None)
def test_an_unknown_token_is_always_refused(shape: Shape, token: str) -> None:
    process = read(write(shape))
    state = start(process, facts={}).state
    known = {place.token for place in tokens(process, state)}

    try:
        advance(process, state, TimerFired(token=token), facts={})
        refused = token in known
    except UnknownToken as error:
        refused = error.code == "workflow.unknown_token"

    assert refused


@given(shape=SHAPES)
@settings(deadline=None)
def test_drawing_a_process_shows_every_element_and_changes_nothing(shape: Shape) -> None:
    source = write(shape)

    bare, drawn = read(source), read(layout(source))

    assert set(drawn.shapes) == set(bare.nodes)
    assert set(drawn.edges) == set(bare.flows)
    assert list(drawn.nodes) == list(bare.nodes)
