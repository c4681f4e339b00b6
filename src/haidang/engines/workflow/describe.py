"""List the elements of a process in working order, for the internal-procedure table."""

from dataclasses import dataclass

from haidang.engines.workflow.types import Bounds, Node, NodeKind, Process


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of the process as a reader meets it.

    ``number`` is "B1", "B2", … for steps (tasks of officers and operations of the platform),
    else "". ``hours`` are working hours. ``bounds`` is ``None`` where the file draws nothing.
    """

    number: str
    id: str
    key: str
    name: str
    kind: NodeKind
    post: str
    hours: float | None
    actions: tuple[str, ...]
    operation: str
    status: str
    bounds: Bounds | None


def describe(process: Process) -> list[Element]:
    """Return every element, each after those that lead to it (loops back left aside)."""
    elements: list[Element] = []
    steps = 0
    for node in _in_order(process):
        is_step = node.kind in {NodeKind.USER, NodeKind.SERVICE}
        steps += is_step
        elements.append(
            Element(
                number=f"B{steps}" if is_step else "",
                id=node.id,
                key=node.key,
                name=node.name,
                kind=node.kind,
                post=node.post,
                hours=node.hours,
                actions=node.actions,
                operation=node.operation,
                status=node.status,
                bounds=process.shapes.get(node.id),
            )
        )
    return elements


def _in_order(process: Process) -> list[Node]:
    """Order by depth-first search, last finished first; what nothing leads to comes last."""
    finished: list[str] = []
    seen: set[str] = set()
    for root in (process.starts.get("", ""), *process.nodes):
        walk = [(root, False)] if root in process.nodes and root not in seen else []
        batch: list[str] = []
        while walk:
            node, done = walk.pop()
            if done:
                batch.append(node)
            elif node not in seen:
                seen.add(node)
                walk.append((node, True))
                walk.extend((each, False) for each in _onward(process, node))
        finished.extend(reversed(batch))
    return [process.nodes[node] for node in finished]


def _onward(process: Process, node_id: str) -> list[str]:
    """Return what follows: the inside, the way on, boundary events; an end leads out."""
    node = process.nodes[node_id]
    leaving = node.scope if node.kind is NodeKind.END else node_id
    flows = [process.flows[flow].target for flow in process.outgoing.get(leaving, ())]
    inside = [process.starts[node_id]] if node_id in process.starts else []
    return [*inside, *flows, *process.boundaries.get(node_id, ())]
