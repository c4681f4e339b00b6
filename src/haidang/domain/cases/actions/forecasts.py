"""Tell a case at acceptance how long cases like it take; note at the decision how long it took."""

from datetime import datetime

from haidang.domain.cases.models import Case
from haidang.domain.catalog import public as catalog
from haidang.domain.indicators import public as indicators
from haidang.kernel.actors import Actor


def tell_how_long(case: Case, *, actor: Actor) -> None:
    """Fix the forecast of a case that was just accepted; the caller holds the lock."""
    if case.accepted_at is not None:
        indicators.tell_forecast(
            case.key,
            city=case.city,
            procedure=case.procedure,
            agency=case.competent_agency,
            at=case.accepted_at,
            calendar=catalog.working_calendar(case.city),
            actor=actor,
        )


def note_wait(case: Case, *, since: datetime, until: datetime) -> None:
    """Note that an accepted case waited for its applicant between two instants."""
    if case.accepted_at is not None and since >= case.accepted_at:
        calendar = catalog.working_calendar(case.city)
        indicators.note_wait(case.key, waited=calendar.working_time(since, until))


def note_how_long(case: Case) -> None:
    """Note the working time of a decided case; what it waited for its applicant is taken off."""
    if case.accepted_at is None or case.finished_at is None:
        return
    calendar = catalog.working_calendar(case.city)
    start = calendar.within_hours(case.accepted_at)
    worked = calendar.working_time(start, case.finished_at)
    indicators.note_outcome(case.key, taken=worked, at=case.finished_at)
