"""The drawing of a process: where a modeller put shapes and lines (BPMN DI)."""

from lxml import etree

from haidang.engines.workflow.types import Bounds
from haidang.engines.workflow.vocabulary import BPMNDI, DC, DI

Shapes = dict[str, Bounds]
Edges = dict[str, tuple[tuple[float, float], ...]]


def read_drawing(root: "etree._Element") -> tuple[Shapes, Edges]:
    """Return bounds by element and way points by flow; what is malformed is left out."""
    shapes: Shapes = {}
    edges: Edges = {}
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape"):
        bounds = shape.find(f"{{{DC}}}Bounds")
        sizes = None if bounds is None else _numbers(bounds, "x", "y", "width", "height")
        if sizes:
            shapes[_reference(shape)] = Bounds(*sizes)
    for edge in root.iter(f"{{{BPMNDI}}}BPMNEdge"):
        points = [_numbers(point, "x", "y") for point in edge.iter(f"{{{DI}}}waypoint")]
        if points and all(points):
            edges[_reference(edge)] = tuple((point[0], point[1]) for point in points if point)
    return shapes, edges


def _reference(element: "etree._Element") -> str:
    return str(element.get("bpmnElement", "")).rpartition(":")[2]


def _numbers(element: "etree._Element", *names: str) -> tuple[float, ...] | None:
    try:
        return tuple(float(element.get(name, "")) for name in names)
    except ValueError:
        return None
