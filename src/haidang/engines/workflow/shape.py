"""What can be seen wrong in a process without running it."""

from collections.abc import Iterator

from haidang.engines.workflow.types import (
    WAITING,
    Flow,
    Node,
    NodeKind,
    Process,
    ProcessProblem,
)
from haidang.engines.workflow.wording import problem
from haidang.kernel.errors import Severity

ENDS = frozenset({NodeKind.END, NodeKind.TERMINATE})


def check_shape(
    process: Process,
    *,
    known_operations: frozenset[str],
    known_messages: frozenset[str],
    known_posts: frozenset[str],
) -> list[ProcessProblem]:
    """Check each element by itself, then that no circle runs without waiting."""
    found: list[ProcessProblem] = []
    for node in process.nodes.values():
        if node.kind is NodeKind.USER:
            found += _named(node, node.post, known_posts, "post")
        elif node.kind is NodeKind.SERVICE:
            found += _named(node, node.operation, known_operations, "operation")
        elif node.kind is NodeKind.MESSAGE:
            found += _named(node, node.message, known_messages, "message")
        elif node.kind is NodeKind.EXCLUSIVE:
            found += _gateway(process, node)
        if node.kind not in ENDS and not process.outgoing.get(node.id):
            found.append(problem("dead_end", line=node.line, element=node.id))
    return [*found, *_shared_keys(process), *_automatic_loops(process)]


def _named(node: Node, value: str, known: frozenset[str], what: str) -> Iterator[ProcessProblem]:
    if not value:
        yield problem(f"{what}_missing", line=node.line, element=node.id)
    elif value not in known:
        yield problem(
            f"{what}_unknown",
            line=node.line,
            element=node.id,
            what=value,
            known=", ".join(sorted(known)),
        )


def _gateway(process: Process, node: Node) -> Iterator[ProcessProblem]:
    flows = [process.flows[flow] for flow in process.outgoing.get(node.id, ())]
    if len(flows) < 2 and not any(flow.expression for flow in flows):
        return
    for flow in flows:
        if flow.id != node.default and not flow.expression:
            yield problem("condition_missing", line=flow.line, element=flow.id)
    if node.default not in {flow.id for flow in flows}:
        yield problem("default_missing", line=node.line, element=node.id)


def _shared_keys(process: Process) -> Iterator[ProcessProblem]:
    """Warn when two steps write to the same facts, which only called processes can do."""
    taken: dict[str, str] = {}
    for node in process.nodes.values():
        if node.kind not in WAITING or node.kind in {NodeKind.SUB_PROCESS, NodeKind.EVENT_GATEWAY}:
            continue
        if taken.setdefault(node.key, node.id) != node.id:
            yield problem(
                "duplicate_key",
                line=node.line,
                element=node.id,
                what=node.key,
                severity=Severity.WARNING,
            )


def _automatic_loops(process: Process) -> Iterator[ProcessProblem]:
    """Find a circle of flows that passes only gateways and events that do not wait."""
    onward = {
        node.id: [flow.target for flow in _flows(process, node)]
        for node in process.nodes.values()
        if node.kind not in WAITING
    }
    left = dict(onward)
    while True:
        ready = [key for key, after in left.items() if not any(each in left for each in after)]
        if not ready:
            break
        for done in ready:
            del left[done]
    for node_id in sorted(left):
        if _comes_back(node_id, onward):
            node = process.nodes[node_id]
            yield problem("automatic_loop", line=node.line, element=node_id)


def _comes_back(start: str, onward: dict[str, list[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(onward[start])
    while waiting:
        node = waiting.pop()
        if node == start:
            return True
        if node not in seen:
            seen.add(node)
            waiting.extend(onward.get(node, ()))
    return False


def _flows(process: Process, node: Node) -> Iterator[Flow]:
    return (process.flows[flow] for flow in process.outgoing.get(node.id, ()))
