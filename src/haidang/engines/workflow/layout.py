"""Draw a process that has no drawing: shapes and lines from left to right (BPMN DI)."""

from dataclasses import dataclass, field

from lxml import etree

from haidang.engines.workflow.nodes import children, local_name
from haidang.engines.workflow.types import Bounds
from haidang.engines.workflow.vocabulary import BPMN, BPMNDI, DC, DI, KINDS

COLUMN = 160.0
ROW = 120.0
MARGIN = 40.0
TASK = (110.0, 80.0)
EVENT = (36.0, 36.0)
GATEWAY = (50.0, 50.0)

Points = list[tuple[float, float]]


def layout(source: bytes) -> bytes:
    """Return the file with a drawing of each process, so that any modeller shows it.

    A file that has a drawing already, or that is not BPMN, comes back unchanged.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError):
        return source
    drawn = root.find(f"{{{BPMNDI}}}BPMNDiagram") is not None
    if drawn or root.tag != f"{{{BPMN}}}definitions":
        return source
    spaces = {**root.nsmap, "bpmndi": BPMNDI, "dc": DC, "di": DI}
    whole = etree.Element(root.tag, dict(root.attrib), nsmap=spaces)
    whole.text = root.text
    whole.extend(list(root))
    for process in children(whole, "process"):
        whole.append(_diagram(process))
    etree.indent(whole, "  ")
    text = etree.tostring(whole, xml_declaration=True, encoding="UTF-8")
    return text.replace(b"<?xml version='1.0' encoding='UTF-8'?>", _DECLARATION) + b"\n"


_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'


def _diagram(process: "etree._Element") -> "etree._Element":
    name = process.get("id", "")
    diagram = etree.Element(f"{{{BPMNDI}}}BPMNDiagram", {"id": f"diagram_{name}"})
    plane = etree.SubElement(
        diagram, f"{{{BPMNDI}}}BPMNPlane", {"id": f"plane_{name}", "bpmnElement": name}
    )
    sheet = _Sheet(process)
    sheet.place(MARGIN, MARGIN)
    sheet.draw(plane)
    return diagram


@dataclass(slots=True)
class _Sheet:
    """One process or sub-process: its elements in columns, each in a free row."""

    scope: "etree._Element"
    boxes: dict[str, Bounds] = field(default_factory=dict)
    inner: "dict[str, _Sheet]" = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0

    def place(self, left: float, top: float) -> None:
        """Give every element its bounds, with the sheet's corner at (left, top)."""
        columns = self._columns()
        sizes = {key: self._size(node) for key, node in self._nodes().items()}
        rows = self._rows(columns)
        x_of, y_of = _tracks(columns, sizes, 0, COLUMN), _tracks(rows, sizes, 1, ROW)
        for key, column in columns.items():
            (x, wide), (y, high) = x_of[column], y_of[rows[key]]
            width, height = sizes[key]
            corner = (left + x + (wide - width) / 2, top + y + (high - height) / 2)
            self.boxes[key] = Bounds(*corner, width, height)
            if key in self.inner:
                self.inner[key].place(corner[0] + MARGIN, corner[1] + MARGIN)
        self.width = max((x + wide for x, wide in x_of.values()), default=0.0)
        self.height = max((y + high for y, high in y_of.values()), default=0.0)
        self._hang_boundary_events()

    def draw(self, plane: "etree._Element") -> None:
        """Write the shapes and lines of this sheet and of those inside it."""
        for key, box in self.boxes.items():
            shape = etree.SubElement(
                plane, f"{{{BPMNDI}}}BPMNShape", {"id": f"{key}_di", "bpmnElement": key}
            )
            if key in self.inner:
                shape.set("isExpanded", "true")
            sizes = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
            etree.SubElement(
                shape, f"{{{DC}}}Bounds", {name: f"{size:g}" for name, size in sizes.items()}
            )
        for key, source, target in self._flows():
            edge = etree.SubElement(
                plane, f"{{{BPMNDI}}}BPMNEdge", {"id": f"{key}_di", "bpmnElement": key}
            )
            hangs = source in self._hosts()
            for x, y in _line(self.boxes[source], self.boxes[target], hangs=hangs):
                etree.SubElement(edge, f"{{{DI}}}waypoint", {"x": f"{x:g}", "y": f"{y:g}"})
        for sheet in self.inner.values():
            sheet.draw(plane)

    def _nodes(self) -> "dict[str, etree._Element]":
        every = {node.get("id", ""): node for node in self.scope if local_name(node) in KINDS}
        return {key: node for key, node in every.items() if key and not node.get("attachedToRef")}

    def _hosts(self) -> dict[str, str]:
        events = children(self.scope, "boundaryEvent")
        nodes = self._nodes()
        hosts = {event.get("id", ""): event.get("attachedToRef", "") for event in events}
        return {event: host for event, host in hosts.items() if host in nodes}

    def _flows(self) -> list[tuple[str, str, str]]:
        known = {*self._nodes(), *self._hosts()}
        ends = [
            (flow.get("id", ""), flow.get("sourceRef", ""), flow.get("targetRef", ""))
            for flow in children(self.scope, "sequenceFlow")
        ]
        return [each for each in ends if {each[1], each[2]} <= known]

    def _size(self, node: "etree._Element") -> tuple[float, float]:
        name = local_name(node)
        if name == "subProcess":
            sheet = _Sheet(node)
            sheet.place(0.0, 0.0)
            self.inner[node.get("id", "")] = _Sheet(node)
            return sheet.width + 2 * MARGIN, sheet.height + 2 * MARGIN
        if name.endswith("Event"):
            return EVENT
        return GATEWAY if name.endswith("Gateway") else TASK

    def _onward(self) -> dict[str, list[str]]:
        hosts = self._hosts()
        onward: dict[str, list[str]] = {key: [] for key in self._nodes()}
        flows = self._flows()
        for _, source, target in sorted(flows, key=lambda flow: flow[1] in hosts):
            onward[hosts.get(source, source)].append(target)
        return onward

    def _aside(self) -> set[str]:
        """Return the elements to which only boundary events lead."""
        hosts, flows = self._hosts(), self._flows()
        usual = {target for _, source, target in flows if source not in hosts}
        return {target for _, source, target in flows if source in hosts} - usual

    def _columns(self) -> dict[str, int]:
        """Put each element one column after the last that leads to it, loops left aside."""
        onward = self._onward()
        order = _without_loops(onward)
        place = {key: at for at, key in enumerate(order)}
        columns = dict.fromkeys(order, 0)
        for key in order:
            for target in onward[key]:
                if place[target] > place[key]:
                    columns[target] = max(columns[target], columns[key] + 1)
        return columns

    def _rows(self, columns: dict[str, int]) -> dict[str, int]:
        """Keep each element in the row of what leads to it, or the next free one."""
        onward, aside = self._onward(), self._aside()
        rows: dict[str, int] = {}
        taken: set[tuple[int, int]] = set()
        for key, column in columns.items():
            before = [other for other in rows if key in onward[other]]
            row = (rows[before[0]] if before else 0) + (key in aside)
            while (column, row) in taken:
                row += 1
            rows[key] = row
            taken.add((column, row))
        return rows

    def _hang_boundary_events(self) -> None:
        hung: dict[str, int] = {}
        for event, host in self._hosts().items():
            box = self.boxes[host]
            hung[host] = hung.get(host, 0) + 1
            x = box.x + box.width - EVENT[0] * 1.3 * hung[host]
            self.boxes[event] = Bounds(x, box.y + box.height - EVENT[1] / 2, *EVENT)


def _without_loops(onward: dict[str, list[str]]) -> list[str]:
    """Order the elements so that only loops lead back (depth-first, last finished first)."""
    seen: set[str] = set()
    finished: list[str] = []
    targets = {target for after in onward.values() for target in after}
    first = [key for key in onward if key not in targets]
    for root in reversed([*first, *(key for key in onward if key in targets)]):
        walk = [(root, False)] if root in first else []
        _walk(walk, onward, seen, finished)
    for root in onward:
        _walk([(root, False)], onward, seen, finished)
    return list(reversed(finished))


def _walk(
    walk: list[tuple[str, bool]],
    onward: dict[str, list[str]],
    seen: set[str],
    finished: list[str],
) -> None:
    while walk:
        key, done = walk.pop()
        if done:
            finished.append(key)
        elif key not in seen:
            seen.add(key)
            walk.append((key, True))
            walk.extend((target, False) for target in onward[key])


def _tracks(
    of: dict[str, int], sizes: dict[str, tuple[float, float]], side: int, least: float
) -> dict[int, tuple[float, float]]:
    """Return where each column (side 0) or row (side 1) begins and how broad it is."""
    tracks: dict[int, tuple[float, float]] = {}
    begin = 0.0
    for track in range(max(of.values(), default=-1) + 1):
        broad = max([sizes[key][side] for key, at in of.items() if at == track], default=0.0)
        breadth = max(least, broad + MARGIN)
        tracks[track] = (begin, breadth)
        begin += breadth
    return tracks


def _line(source: Bounds, target: Bounds, *, hangs: bool) -> Points:
    """Draw from the right side to the left side; a loop goes back below.

    A line from an event that hangs on a step leaves it at the bottom.
    """
    start = (source.x + source.width, source.y + source.height / 2)
    end = (target.x, target.y + target.height / 2)
    if end[0] < start[0]:
        below = max(_under(source), _under(target))
        leave, arrive = source.x + source.width / 2, target.x + target.width / 2
        return [
            (leave, source.y + source.height),
            (leave, below),
            (arrive, below),
            (arrive, target.y + target.height),
        ]
    if hangs:
        foot = (source.x + source.width / 2, source.y + source.height)
        return [foot, (foot[0], end[1]), end]
    if start[1] == end[1]:
        return [start, end]
    bend = end[0] - 15
    return [start, (bend, start[1]), (bend, end[1]), end]


def _under(box: Bounds) -> float:
    """Return a height below the box and below the tasks of its row."""
    return max(box.y + box.height + 10, box.y + box.height / 2 + TASK[1] / 2 + 10)
