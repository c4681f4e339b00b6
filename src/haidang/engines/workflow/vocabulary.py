"""Names of the XML: namespaces, what each BPMN element becomes, and what is ignored."""

from collections.abc import Mapping

from haidang.engines.workflow.types import NodeKind

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
HD = "https://haidang.example/bpmn/1"

MAX_BYTES = 4_000_000
"""A process of this size is not a process that anybody can read."""

KINDS: Mapping[str, NodeKind] = {
    "startEvent": NodeKind.START,
    "endEvent": NodeKind.END,
    "task": NodeKind.USER,
    "userTask": NodeKind.USER,
    "manualTask": NodeKind.USER,
    "serviceTask": NodeKind.SERVICE,
    "sendTask": NodeKind.SERVICE,
    "receiveTask": NodeKind.MESSAGE,
    "intermediateCatchEvent": NodeKind.MESSAGE,
    "boundaryEvent": NodeKind.MESSAGE,
    "intermediateThrowEvent": NodeKind.PASS,
    "exclusiveGateway": NodeKind.EXCLUSIVE,
    "parallelGateway": NodeKind.PARALLEL,
    "eventBasedGateway": NodeKind.EVENT_GATEWAY,
    "subProcess": NodeKind.SUB_PROCESS,
    "callActivity": NodeKind.SUB_PROCESS,
}
"""Elements that the engine runs. Others that belong to the flow are named as unsupported."""

IGNORED = frozenset(
    {
        "association",
        "auditing",
        "category",
        "correlationSubscription",
        "dataInputAssociation",
        "dataObject",
        "dataObjectReference",
        "dataOutputAssociation",
        "dataStoreReference",
        "documentation",
        "extensionElements",
        "group",
        "humanPerformer",
        "incoming",
        "ioSpecification",
        "laneSet",
        "monitoring",
        "outgoing",
        "performer",
        "potentialOwner",
        "property",
        "resourceRole",
        "sequenceFlow",
        "supportedInterfaceRef",
        "textAnnotation",
    }
)
"""Children that describe but do not change how the process runs."""

LOOPS = frozenset({"standardLoopCharacteristics", "multiInstanceLoopCharacteristics"})

EVENTS: Mapping[str, frozenset[str]] = {
    "startEvent": frozenset({"messageEventDefinition"}),
    "endEvent": frozenset({"terminateEventDefinition"}),
    "intermediateCatchEvent": frozenset({"messageEventDefinition", "timerEventDefinition"}),
    "boundaryEvent": frozenset({"messageEventDefinition", "timerEventDefinition"}),
    "intermediateThrowEvent": frozenset(),
}
"""The event definitions that each event may carry. A case starts a process whose start event
waits for a message: the application is that message."""

OWN_ATTRIBUTES = frozenset({"post", "hours", "actions", "status", "operation", "unit", "message"})
"""Attributes of our namespace with a meaning of their own; any other is a parameter."""

KNOWN_OPERATIONS = frozenset(
    {
        "consult.request",
        "document.draft",
        "document.number",
        "document.sign_agency",
        "document.sign_person",
        "exchange.call",
        "fees.request",
        "notify",
        "parts.open",
        "register.lookup",
        "result.deposit",
        "result.return",
    }
)
KNOWN_MESSAGES = frozenset(
    {
        "consultation_answered",
        "exchange_answered",
        "fee_paid",
        "parts_finished",
        "supplement_received",
    }
)
KNOWN_POSTS = frozenset(
    {"cashier", "clerk", "head", "leader", "processing", "reception", "return"}
)
