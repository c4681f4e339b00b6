"""Put the elements of a process, its sub-processes and called processes together."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from haidang.engines.workflow.nodes import NodeReader, children, line_of, local_name, text_of
from haidang.engines.workflow.types import (
    Bounds,
    Condition,
    ConditionCompiler,
    Flow,
    Node,
    NodeKind,
    Process,
    ProcessProblem,
)
from haidang.engines.workflow.vocabulary import HD, IGNORED
from haidang.engines.workflow.wording import problem
from haidang.kernel.errors import HaidangError

SAFE_ID = re.compile(r"[^\W\d][\w.-]*", re.ASCII)


@dataclass(slots=True)
class Assembly:
    """Collects nodes and flows; faults go to ``found``; ``called`` names processes called."""

    compile_condition: ConditionCompiler
    find_called: "Callable[[str], etree._Element | None]"
    found: list[ProcessProblem]
    called: set[str] = field(default_factory=set)
    _refused: set[str] = field(default_factory=set)
    _nodes: dict[str, Node] = field(default_factory=dict)
    _flows: dict[str, Flow] = field(default_factory=dict)
    _starts: dict[str, str] = field(default_factory=dict)

    def process(
        self,
        main: "etree._Element",
        *,
        shapes: Mapping[str, Bounds],
        edges: Mapping[str, tuple[tuple[float, float], ...]],
    ) -> Process:
        """Return the whole process; it may only run when no error was found."""
        name = main.get("id", "")
        self._scope(main, prefix="", scope="", callers=(name,))
        outgoing, incoming = self._connections()
        self._check_event_gateways(outgoing, incoming)
        return Process(
            id=name,
            name=main.get("name", ""),
            nodes=self._nodes,
            flows=self._flows,
            outgoing=outgoing,
            incoming=incoming,
            boundaries=self._boundaries(),
            starts=self._starts,
            shapes=shapes,
            edges=edges,
        )

    def _scope(
        self, element: "etree._Element", *, prefix: str, scope: str, callers: tuple[str, ...]
    ) -> None:
        """Read everything that stands directly in a process or sub-process."""
        reader = NodeReader(self.found, _posts_by_lane(element))
        starts: list[Node] = []
        for child in element:
            name = local_name(child)
            if not name or name in IGNORED or not self._has_good_id(child, prefix):
                continue
            node = reader.read(child, prefix=prefix, scope=scope)
            if node is None:
                self._refused.add(prefix + child.get("id", ""))
                continue
            self._nodes[node.id] = node
            if node.kind is NodeKind.START:
                starts.append(node)
            if node.kind is NodeKind.SUB_PROCESS:
                self._inside(child, node, prefix=prefix, callers=callers)
        self._note_start(element, scope, starts)
        for flow in children(element, "sequenceFlow"):
            self._flow(flow, prefix, scope)

    def _inside(
        self, element: "etree._Element", node: Node, *, prefix: str, callers: tuple[str, ...]
    ) -> None:
        if local_name(element) == "subProcess":
            self._scope(element, prefix=prefix, scope=node.id, callers=callers)
            return
        name = element.get("calledElement", "").rpartition(":")[2]
        target = self.find_called(name)
        self.called.add(name)
        if name in callers:
            self._report("calls_itself", element)
        elif target is None:
            self._report("called_process_missing", element, what=name or "-")
        else:
            self._scope(target, prefix=f"{node.id}/", scope=node.id, callers=(*callers, name))

    def _has_good_id(self, element: "etree._Element", prefix: str) -> bool:
        key = element.get("id", "")
        if not key:
            self._report("missing_id", element, what=local_name(element))
        elif not SAFE_ID.fullmatch(key):
            self._report("unsafe_id", element)
        elif prefix + key in self._nodes or prefix + key in self._flows:
            self._report("duplicate_id", element)
        else:
            return True
        return False

    def _note_start(self, element: "etree._Element", scope: str, starts: list[Node]) -> None:
        if not starts:
            self._report("no_start", element)
        elif len(starts) > 1:
            self._report("several_starts", element)
        else:
            self._starts[scope] = starts[0].id

    def _flow(self, element: "etree._Element", prefix: str, scope: str) -> None:
        if not self._has_good_id(element, prefix):
            return
        ends = [prefix + element.get(end, "") for end in ("sourceRef", "targetRef")]
        if not self._refused.isdisjoint(ends):
            return  # the element itself was named already
        source, target = (self._nodes.get(end) for end in ends)
        if source is None or target is None or {source.scope, target.scope} != {scope}:
            self._report("dangling_flow", element)
            return
        text = " ".join(text_of(each) for each in children(element, "conditionExpression")).strip()
        if text and source.kind is not NodeKind.EXCLUSIVE:
            self._report("misplaced_condition", element)
        key = prefix + element.get("id", "")
        self._flows[key] = Flow(
            id=key,
            source=source.id,
            target=target.id,
            name=element.get("name", ""),
            line=line_of(element),
            expression=text,
            condition=self._condition(element, text) if text else None,
        )

    def _condition(self, element: "etree._Element", text: str) -> Condition | None:
        try:
            return self.compile_condition(text)
        except (HaidangError, ValueError) as error:
            self._report("bad_condition", element, reason=str(error).rstrip("."))
            return None

    def _connections(self) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        outgoing: dict[str, list[str]] = defaultdict(list)
        incoming: dict[str, list[str]] = defaultdict(list)
        for flow in self._flows.values():
            outgoing[flow.source].append(flow.id)
            incoming[flow.target].append(flow.id)
        return (
            {node: tuple(flows) for node, flows in outgoing.items()},
            {node: tuple(flows) for node, flows in incoming.items()},
        )

    def _boundaries(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        hosts = {NodeKind.USER, NodeKind.SERVICE, NodeKind.MESSAGE, NodeKind.SUB_PROCESS}
        for node in self._nodes.values():
            if node.element != "boundaryEvent":
                continue
            host = self._nodes.get(node.attached_to)
            good = host is not None and host.kind in hosts and not host.attached_to
            if good and host is not None and host.scope == node.scope:
                found[host.id].append(node.id)
            elif node.attached_to not in self._refused:
                self.found.append(problem("boundary_host", line=node.line, element=node.id))
        return {host: tuple(events) for host, events in found.items()}

    def _check_event_gateways(
        self,
        outgoing: Mapping[str, tuple[str, ...]],
        incoming: Mapping[str, tuple[str, ...]],
    ) -> None:
        for node in self._nodes.values():
            if node.kind is not NodeKind.EVENT_GATEWAY:
                continue
            targets = [self._nodes[self._flows[flow].target] for flow in outgoing.get(node.id, ())]
            events = {NodeKind.MESSAGE, NodeKind.TIMER}
            alone = all(len(incoming[each.id]) == 1 for each in targets)
            if not (targets and alone and all(each.kind in events for each in targets)):
                self.found.append(problem("event_gateway_target", line=node.line, element=node.id))

    def _report(
        self, code: str, element: "etree._Element", *, what: str = "", reason: str = ""
    ) -> None:
        key = element.get("id", "")
        self.found.append(
            problem(code, line=line_of(element), element=key, what=what, reason=reason)
        )


def _posts_by_lane(element: "etree._Element") -> dict[str, str]:
    """Return the post that a lane (hd:post) gives to the elements in it."""
    posts: dict[str, str] = {}
    for lanes in children(element, "laneSet"):
        for lane in lanes.iter("{*}lane"):
            post = lane.get(f"{{{HD}}}post", "")
            for reference in children(lane, "flowNodeRef"):
                if post:
                    posts[(reference.text or "").strip()] = post
    return posts
