"""Reckon the due dates of open cases anew when the city's calendar was changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.domain.cases.actions.due import move_due
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.rescheduling import OPEN, due_under, ids_to_reschedule
from haidang.domain.cases.types import CaseDueChanged
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.engines.deadlines import Due, Reason
from haidang.kernel.actors import Actor
from haidang.kernel.clock import local, now

RESCHEDULE: Final = "cases.reschedule"
_BATCH: Final = 100


def plan_rescheduling(change: catalog.CalendarChanged) -> int:
    """Write the jobs that reckon the open cases of a city anew; return how many cases."""
    ids = ids_to_reschedule(
        change.city,
        before=catalog.calendar_in_revision(change.city, change.before),
        after=catalog.calendar_in_revision(change.city, change.after),
    )
    for start in range(0, len(ids), _BATCH):
        outbox.defer_by_name(
            RESCHEDULE,
            case_ids=[str(each) for each in ids[start : start + _BATCH]],
            city=change.city,
            before=change.before,
            after=change.after,
            reason=change.reason,
        )
    return len(ids)


def reschedule_cases(
    case_ids: Sequence[UUID],
    *,
    city: str,
    before: int,
    after: int,
    reason: str,
    actor: Actor,
) -> int:
    """Move the due dates of some cases from one revision of the calendar to the next.

    Never silently: the case keeps both dates and the reason, the audit has an entry and the
    applicant gets a notice. A case is moved once by a revision, however often this runs.
    """
    mark = f"{city} r{after}"
    old = catalog.calendar_in_revision(city, before)
    new = catalog.calendar_in_revision(city, after)
    moved = 0
    with transaction.atomic():
        rows = Case.objects.select_for_update(of=("self",)).filter(
            pk__in=case_ids, status__in=OPEN, finished_at=None
        )
        for case in rows.select_related("extension").order_by("id"):
            due = due_under(case, before=old, after=new)
            if _is_moved(case, mark) or due is None or due == case.due_at:
                continue
            _move(case, due, mark=mark, reason=reason, actor=actor)
            moved += 1
    return moved


def _move(case: Case, due: datetime, *, mark: str, reason: str, actor: Actor) -> None:
    before, at = case.due_at, now()
    if before is None:
        return
    told = _reason(before, due, reason)
    move_due(case, Due(due_at=due, starts_at=case.accepted_at or at, reasons=(told,)))
    case.due_reasons = [*case.due_reasons[:-1], {**case.due_reasons[-1], "calendar": mark}]
    case.changed_at = at
    case.save_progress()
    worklist.reschedule_tasks(case.key, before=before, after=due, actor=actor)
    event = CaseDueChanged(
        case_number=case.key, before=before, after=due, calendar=mark, reason=reason, at=at
    )
    audit.announce(event, actor=actor)
    notify_applicant(case, template="case_due_changed", occurrence=mark, reason=reason)


def _is_moved(case: Case, mark: str) -> bool:
    return any(reason.get("calendar") == mark for reason in case.due_reasons)


def _reason(before: datetime, after: datetime, why: str) -> Reason:
    old, new = (f"{local(each):%H:%M %d/%m/%Y}" for each in (before, after))
    return Reason(
        code="calendar_changed",
        text={
            "vi": f"Lịch làm việc thay đổi ({why}): hẹn trả dời từ {old} sang {new}.",
            "en": f"The working calendar changed ({why}): the date moved from {old} to {new}.",
        },
    )
