"""The appointments, the extension and the wait of a case, for somebody who may see it."""

from datetime import datetime
from uuid import UUID

from haidang.domain.cases import policies
from haidang.domain.cases.models import Case, Extension
from haidang.domain.cases.queries.reads import find_row
from haidang.domain.cases.types import AppointmentView, ExtensionView, Timing
from haidang.engines.deadlines import classify
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now


def timing(key: str | UUID, *, actor: Actor) -> Timing:
    """Return the dates of a case: appointments, extension, forwarding, time waited, outcome."""
    case = find_row(key)
    policies.check_can_see(case, actor)
    return timing_of(case)


def timing_of(case: Case) -> Timing:
    """Return the dates of a case that was found already."""
    waiting = (now() - case.waiting_since).total_seconds() if case.waiting_since else 0
    ended = case.finished_at
    return Timing(
        due_at=case.due_at,
        appointments=tuple(_appointment(row) for row in case.appointments),
        extension=_extension(case),
        forward_by=case.forward_by,
        waited_seconds=case.waited_seconds + int(waiting),
        waiting_since=case.waiting_since,
        supplement_requests=case.supplement_count,
        outcome=classify(case.due_at, ended, supplement_requests=case.supplement_count)
        if ended
        else "none",
    )


def _appointment(row: dict[str, object]) -> AppointmentView:
    due_at, met_at = row.get("due_at"), row.get("met_at")
    name, reasons = row["name"], row["reasons"]
    return AppointmentView(
        key=str(row["key"]),
        name=dict(name) if isinstance(name, dict) else {},
        due_at=datetime.fromisoformat(str(due_at)) if due_at else None,
        met_at=datetime.fromisoformat(str(met_at)) if met_at else None,
        reasons=tuple(dict(one) for one in reasons) if isinstance(reasons, list) else (),
    )


def _extension(case: Case) -> ExtensionView | None:
    row = Extension.objects.filter(case=case).first()
    if row is None:
        return None
    return ExtensionView(
        number=row.number,
        reason=row.reason,
        old_due_at=row.old_due_at,
        new_due_at=row.new_due_at,
        head=row.head_name,
        granted_at=row.granted_at,
    )
