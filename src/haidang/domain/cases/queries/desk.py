"""What the desk shows of cases beyond one screen: drawings of processes, many results."""

from collections.abc import Iterable
from uuid import UUID

from haidang.domain.cases import policies
from haidang.domain.cases.models import CaseDocument
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.queries.presenting import document_view
from haidang.domain.cases.queries.reads import find_row
from haidang.domain.cases.types import DocumentView, ProcessDrawing
from haidang.engines.workflow import layout, tokens
from haidang.kernel.actors import Actor


def process_drawing(key: str | UUID, *, actor: Actor) -> ProcessDrawing:
    """Return the BPMN file of the case's revision, drawn by the platform if it has no drawing.

    Raises CaseUnknown for who may not see the case.
    """
    case = find_row(key)
    policies.check_can_see(case, actor)
    package = package_of(case)
    process = package.process
    here = tokens(process, case.process_state) if case.process_state is not None else []
    now_at = tuple(sorted({place.key for place in here}))
    known = {node.id for node in process.nodes.values()}
    done = tuple(sorted(name for name in case.facts if name in known and name not in now_at))
    return ProcessDrawing(
        procedure_name=dict(case.procedure_name),
        bpmn=layout(package.process_bytes),
        done=done,
        now=now_at,
    )


def list_results(numbers: Iterable[str], *, actor: Actor) -> dict[str, DocumentView]:
    """Return the result of each case that has one in hand, draft or signed, by case number.

    Only cases that the actor may see; nothing of the person is read, so no look is noted.
    """
    rows = CaseDocument.objects.filter(kind="result", case__number__in=list(numbers))
    rows = rows.exclude(file_id=None).select_related("case").order_by("made_at", "id")
    return {
        row.case.key: document_view(row)
        for row in rows
        if policies.can(policies.check_can_see, row.case, actor)
    }
