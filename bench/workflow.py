"""Measure the workflow engine: reading, proving, and one persisted step, in milliseconds.

Run: ``python bench/workflow.py``. A persisted step is: JSON text to state, one signal, state
to JSON text. CPU time of this process, median of the rounds.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from haidang.engines.workflow import (
    MessageReceived,
    NodeKind,
    Process,
    ServiceAnswered,
    Signal,
    TaskCompleted,
    advance,
    awaited_messages,
    check_soundness,
    parse_process,
    start,
    tokens,
)

ROUNDS = 300
LEGAL = {
    "2": frozenset({"4"}),
    "4": frozenset({"5", "6", "8", "9"}),
    "5": frozenset({"4", "8"}),
    "6": frozenset({"4", "8"}),
    "9": frozenset({"10"}),
}
EXAMPLES = Path(__file__).parents[1] / "src/haidang/engines/workflow/tests/processes"


def median_ms(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median CPU time of an act in milliseconds."""
    times = []
    for _ in range(rounds):
        began = time.process_time_ns()
        act()
        times.append((time.process_time_ns() - began) / 1e6)
    return statistics.median(times)


def next_signal(process: Process, state: dict[str, object]) -> Signal:
    """Answer the first place that waits for an officer, an operation or a message."""
    for place in tokens(process, state):
        node = process.nodes[place.token.partition("#")[0]]
        if place.kind is NodeKind.USER:
            values = {"action": node.actions[0]} if node.actions else {}
            return TaskCompleted(token=place.token, values=values)
        if place.kind is NodeKind.SERVICE:
            return ServiceAnswered(token=place.token)
    return MessageReceived(name=min(awaited_messages(process, state)))


def steps(process: Process) -> list[tuple[str, Signal]]:
    """Return every stored state of one case with the signal that follows it."""
    found: list[tuple[str, Signal]] = []
    step = start(process, facts={})
    while not step.finished:
        signal = next_signal(process, step.state)
        found.append((json.dumps(step.state), signal))
        step = advance(process, step.state, signal, facts={})
    return found


def persisted(process: Process, text: str, signal: Signal) -> str:
    """Take one step from stored text to stored text."""
    return json.dumps(advance(process, json.loads(text), signal, facts={}).state)


def measure(path: Path) -> str:
    """Return one line about an example."""
    source = path.read_bytes()
    process = parse_process(source).process
    if process is None:
        raise SystemExit(f"{path.name} cannot be read.")
    stored = steps(process)
    each = [median_ms(partial(persisted, process, text, signal)) for text, signal in stored]
    reading = median_ms(partial(parse_process, source), 50)
    proof = median_ms(partial(check_soundness, process, legal_edges=LEGAL), 50)
    return (
        f"{path.name}: read {reading:.2f} ms, proof {proof:.2f} ms, persisted step "
        f"{statistics.median(each):.3f} ms (longest {max(each):.3f}), "
        f"state at most {max(len(text) for text, _ in stored)} bytes\n"
    )


def main() -> None:
    """Print one line for each example."""
    for path in sorted(EXAMPLES.glob("*.bpmn")):
        sys.stdout.write(measure(path))


if __name__ == "__main__":
    main()
