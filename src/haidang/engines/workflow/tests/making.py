"""How the tests of a running process make one, and what they send it."""

import json
from collections.abc import Mapping
from pathlib import Path

from haidang.engines.workflow import (
    Advance,
    NodeKind,
    Process,
    ServiceAnswered,
    Signal,
    TaskCompleted,
    TimerFired,
    Withdrawn,
    advance,
    parse_process,
    start,
    tokens,
)

PROCESSES = Path(__file__).parent / "processes"

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:hd="https://haidang.example/bpmn/1" targetNamespace="x">'
    '<message id="m1" name="fee_paid"/><process id="p" isExecutable="true">'
)


def read(name: str) -> Process:
    parsed = parse_process((PROCESSES / name).read_bytes())
    assert parsed.process is not None, parsed.problems
    return parsed.process


def make(body: str, *flows: str) -> Process:
    """Make a process of elements and flows written ``source target [condition]``."""
    lines = []
    for number, flow in enumerate(flows):
        source, target, *condition = flow.split(" ", 2)
        text = f"<conditionExpression>{condition[0]}</conditionExpression>" if condition else ""
        lines.append(
            f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{text}'
            "</sequenceFlow>"
        )
    source = f"{HEAD}{body}{''.join(lines)}</process></definitions>"
    parsed = parse_process(source.encode())
    assert parsed.process is not None, parsed.problems
    return parsed.process


def run(process: Process, *signals: Signal, facts: Mapping[str, object] | None = None) -> Advance:
    """Start and send signals; the state goes through JSON with sorted keys each time."""
    step = start(process, facts=facts or {})
    for signal in signals:
        state = json.loads(json.dumps(step.state, sort_keys=True))
        step = advance(process, state, signal, facts=facts or {})
    return step


def done(token: str, action: str = "") -> TaskCompleted:
    return TaskCompleted(token=token, values={"action": action} if action else {})


def answered(token: str, values: Mapping[str, object] | None = None) -> ServiceAnswered:
    return ServiceAnswered(token=token, values=values or {})


def fired(token: str) -> TimerFired:
    return TimerFired(token=token)


def withdrawn(token: str, kind: NodeKind) -> Withdrawn:
    return Withdrawn(token=token, key=token.partition("#")[0], kind=kind)


def named(token: str) -> str:
    return token


def where(process: Process, step: Advance) -> list[str]:
    return [position.token for position in tokens(process, step.state)]
