"""The time that a case waits for its applicant: measured, and not counted against the clock.

Law: 301/2026/NĐ-CP: time waiting for the person is not counted.
"""

from datetime import datetime
from typing import Final

from haidang.domain.cases.actions.due import current_limit, move_due
from haidang.domain.cases.actions.forecasts import note_wait
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.states import Status
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import OBLIGATION, Due, pause

WAITING: Final = frozenset({Status.SUPPLEMENT, Status.OBLIGATION})
"""In these statuses the next word is the applicant's."""


def note_waiting(case: Case, *, before: Status, at: datetime) -> None:
    """Begin or end the measured wait as the status changed; the caller saves.

    A supplement moves the due date by its own regime when it is answered; an obligation
    puts it off here by the time waited.
    """
    waits = Status(case.status) in WAITING
    if waits and case.waiting_since is None:
        case.waiting_since = at
    elif not waits and case.waiting_since is not None:
        since = case.waiting_since
        case.waited_seconds += int((at - since).total_seconds())
        case.waiting_since = None
        note_wait(case, since=since, until=at)
        if before is Status.OBLIGATION and case.status == Status.PROCESSING:
            _put_off(case, since=since, until=at)


def _put_off(case: Case, *, since: datetime, until: datetime) -> None:
    if case.due_at is None or case.accepted_at is None:
        return
    package = package_of(case)
    due = pause(
        Due(due_at=case.due_at, starts_at=case.accepted_at),
        requested_at=since,
        resumed_at=until,
        unit=current_limit(case, package).unit,
        calendar=catalog.working_calendar(case.city),
        waiting_for=OBLIGATION,
    )
    if due.due_at != case.due_at:
        move_due(case, due)
