"""Turn one BPMN element into a node of the process, or say why it cannot be one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from haidang.engines.workflow.types import Node, NodeKind, ProcessProblem
from haidang.engines.workflow.vocabulary import (
    BPMN,
    EVENTS,
    HD,
    KINDS,
    LOOPS,
    OWN_ATTRIBUTES,
)
from haidang.engines.workflow.wording import problem

DURATION = re.compile(
    r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?", re.ASCII
)
DAYS = re.compile(r"P\d+D", re.ASCII)


def local_name(element: "etree._Element") -> str:
    """Return the name of a BPMN element without its namespace, else ""."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.removeprefix(f"{{{BPMN}}}") if tag.startswith(f"{{{BPMN}}}") else ""


def line_of(element: "etree._Element") -> int:
    """Return the line of the element in its file."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def text_of(element: "etree._Element") -> str:
    """Return the text inside an element."""
    return "".join(str(each) for each in element.itertext())


def children(element: "etree._Element", name: str) -> "list[etree._Element]":
    """Return the child elements of this BPMN name."""
    return element.findall(f"{{{BPMN}}}{name}")


@dataclass(frozen=True, slots=True)
class NodeReader:
    """Reads the elements of one file; faults are added to ``found``."""

    found: list[ProcessProblem]
    posts_by_lane: dict[str, str]

    def read(self, element: "etree._Element", *, prefix: str, scope: str) -> Node | None:
        """Return the node, or ``None`` with the reason among the problems."""
        name = local_name(element)
        key = element.get("id", "")
        event = self._event(element, name)
        if not self._is_supported(element, name):
            return None
        kind = KINDS[name]
        if event is not None:
            kind = _kind_of(event, kind)
        own = {attribute: _own(element, event, attribute) for attribute in OWN_ATTRIBUTES}
        if name == "intermediateThrowEvent" and own["operation"]:
            kind = NodeKind.SERVICE
        return Node(
            id=prefix + key,
            key=key,
            kind=kind,
            element=name,
            name=" ".join(element.get("name", "").split()),
            line=line_of(element),
            scope=scope,
            post=own["post"] or self.posts_by_lane.get(key, ""),
            hours=self._hours(element, own["hours"]),
            actions=tuple(own["actions"].replace(",", " ").split()),
            status=own["status"],
            operation=own["operation"],
            parameters=dict(sorted(_parameters(element))),
            message=self._message(element, event, own["message"], kind),
            duration=self._duration(element, event, own["unit"], kind),
            unit=own["unit"],
            attached_to=_prefixed(prefix, element.get("attachedToRef", "")),
            interrupting=element.get("cancelActivity", "true") != "false",
            default=_prefixed(prefix, element.get("default", "")),
        )

    def _event(self, element: "etree._Element", name: str) -> "etree._Element | None":
        definitions = [each for each in element if local_name(each).endswith("EventDefinition")]
        return definitions[0] if name in EVENTS and definitions else None

    def _is_supported(self, element: "etree._Element", name: str) -> bool:
        """Name every part that the engine would have to ignore to run the element."""
        refused = [] if name in KINDS else [name]
        allowed = EVENTS.get(name, frozenset())
        definitions = [
            local_name(each) for each in element if local_name(each).endswith("EventDefinition")
        ]
        refused += [f"{name}/{each}" for each in definitions if each not in allowed]
        refused += [f"{name}/eventDefinitionRef" for _ in children(element, "eventDefinitionRef")]
        if len(definitions) > 1:
            refused.append(f"{name}/parallelMultiple")
        if name in {"intermediateCatchEvent", "boundaryEvent"} and not definitions:
            refused.append(f"{name}/noneEventDefinition")
        refused += [f"{name}/{local_name(each)}" for each in element if local_name(each) in LOOPS]
        refused += [f"{name}@{flag}" for flag in ("triggeredByEvent",) if _flag(element, flag)]
        if name == "eventBasedGateway" and (
            _flag(element, "instantiate") or element.get("eventGatewayType") == "Parallel"
        ):
            refused.append("eventBasedGateway@instantiate")
        if name == "receiveTask" and _flag(element, "instantiate"):
            refused.append("receiveTask@instantiate")
        self.found.extend(
            problem(
                "unsupported_element",
                line=line_of(element),
                element=element.get("id", ""),
                what=what,
            )
            for what in refused
        )
        return not refused

    def _hours(self, element: "etree._Element", text: str) -> float | None:
        if not text:
            return None
        if re.fullmatch(r"\d{1,4}(\.\d{1,2})?", text, re.ASCII) and float(text) > 0:
            return float(text)
        self._report("bad_hours", element)
        return None

    def _message(
        self,
        element: "etree._Element",
        event: "etree._Element | None",
        own: str,
        kind: NodeKind,
    ) -> str:
        if kind is not NodeKind.MESSAGE:
            return ""
        holder = element if event is None else event
        reference = holder.get("messageRef", "").rpartition(":")[2]
        found = own
        for message in element.getroottree().getroot().findall(f"{{{BPMN}}}message"):
            if not found and reference and message.get("id") == reference:
                found = message.get("name", "")
        if not found:
            self._report("message_without_name", element)
        return found

    def _duration(
        self,
        element: "etree._Element",
        event: "etree._Element | None",
        unit: str,
        kind: NodeKind,
    ) -> str:
        if kind is not NodeKind.TIMER or event is None:
            return ""
        text = " ".join(text_of(each) for each in children(event, "timeDuration"))
        pattern = DAYS if unit else DURATION
        if not pattern.fullmatch(text.strip()) or unit not in {"", "working_day"}:
            others = " ".join(local_name(each) for each in event)
            self._report("bad_duration", element, what=text.strip() or others or "-")
        return text.strip()

    def _report(
        self, code: str, element: "etree._Element", *, what: str = "", reason: str = ""
    ) -> None:
        key = element.get("id", "")
        self.found.append(
            problem(code, line=line_of(element), element=key, what=what, reason=reason)
        )


def _kind_of(event: "etree._Element", kind: NodeKind) -> NodeKind:
    name = local_name(event)
    if name == "timerEventDefinition":
        return NodeKind.TIMER
    return NodeKind.TERMINATE if name == "terminateEventDefinition" else kind


def _flag(element: "etree._Element", name: str) -> bool:
    return bool(element.get(name) == "true")


def _prefixed(prefix: str, key: str) -> str:
    return prefix + key if key else ""


def _own(element: "etree._Element", event: "etree._Element | None", name: str) -> str:
    """Read one of our attributes from the element, else from its event definition."""
    value = element.get(f"{{{HD}}}{name}")
    if value is None and event is not None:
        value = event.get(f"{{{HD}}}{name}")
    return (value or "").strip()


def _parameters(element: "etree._Element") -> Iterator[tuple[str, str]]:
    for attribute, value in element.attrib.items():
        name = str(attribute).removeprefix(f"{{{HD}}}")
        if str(attribute).startswith(f"{{{HD}}}") and name not in OWN_ATTRIBUTES:
            yield name, str(value)
    for extension in children(element, "extensionElements"):
        for parameter in extension.findall(f"{{{HD}}}parameter"):
            yield parameter.get("name", ""), (parameter.text or "").strip()
