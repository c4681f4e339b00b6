"""The time that a case waits for its applicant: measured, and not counted against the clock.

Law: 301/2026/NĐ-CP: time waiting for the person is not counted.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from haidang.domain.cases.actions.due import current_limit, move_due
from haidang.domain.cases.actions.forecasts import note_wait
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.states import CLOSED, DECIDED, Status
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import CIVIL_STATUS, OBLIGATION, Due, pause

WAITING: Final = frozenset({Status.SUPPLEMENT, Status.OBLIGATION})
"""In these statuses the next word is the applicant's."""
OPINION: Final = {"vi": "chờ ý kiến của cơ quan phối hợp", "en": "waiting for another agency"}
_ENDED: Final = CLOSED | DECIDED


def note_waiting(case: Case, *, before: Status, at: datetime) -> None:
    """Begin or end the measured wait as the status changed; the caller saves.

    A supplement moves the due date by its own regime when it is answered; an obligation
    puts it off here by the time waited. A wait for another agency's opinion ends where the
    wait for the applicant begins, and goes on after it while the opinion is still owed.
    """
    waits, waited = Status(case.status) in WAITING, before in WAITING
    if waits and not waited:
        end_opinion(case, at=at)
        case.waiting_since = at
    elif waited and not waits and case.waiting_since is not None:
        since = _end(case, at=at)
        note_wait(case, since=since, until=at)
        if before is Status.OBLIGATION and case.status == Status.PROCESSING:
            _put_off(case, since=since, until=at, waiting_for=OBLIGATION)
        if case.status not in _ENDED and _owes_opinion(case):
            case.waiting_since = at
    elif case.status in _ENDED and case.waiting_since is not None:
        _end(case, at=at)


def begin_opinion(case: Case, *, at: datetime) -> None:
    """Let the clock wait for another agency's opinion; the caller saves."""
    if case.waiting_since is None:
        case.waiting_since = at


def end_opinion(case: Case, *, at: datetime) -> None:
    """Let the clock run again after an opinion, the due instant put off; the caller saves.

    Nothing changes while the case waits for its applicant, who has the clock then.
    """
    if case.waiting_since is not None:
        since = _end(case, at=at)
        _put_off(case, since=since, until=at, waiting_for=OPINION)


def _end(case: Case, *, at: datetime) -> datetime:
    since = case.waiting_since or at
    case.waited_seconds += int((at - since).total_seconds())
    case.waiting_since = None
    return since


def _owes_opinion(case: Case) -> bool:
    return case.consultations.filter(answered_at=None, stops_clock=True).exists()


def _put_off(
    case: Case, *, since: datetime, until: datetime, waiting_for: Mapping[str, str]
) -> None:
    if case.due_at is None or case.accepted_at is None:
        return
    package = package_of(case)
    due = pause(
        Due(due_at=case.due_at, starts_at=case.accepted_at),
        requested_at=since,
        resumed_at=until,
        unit=current_limit(case, package).unit,
        calendar=catalog.working_calendar(case.city),
        waiting_for=waiting_for,
        article=CIVIL_STATUS if waiting_for is OBLIGATION else "",
    )
    if due.due_at != case.due_at:
        move_due(case, due)
