"""A history of finished cases, written through the actions, for the tests of everybody."""

from collections.abc import Sequence
from datetime import timedelta

from haidang.domain.indicators.actions import note_outcome, refresh_distributions, tell_forecast
from haidang.engines.deadlines import WorkingCalendar
from haidang.kernel.actors import system
from haidang.kernel.clock import now
from haidang.kernel.ids import new_code


def make_history(
    *,
    city: str,
    procedure: str,
    agency: str,
    hours: Sequence[float],
    calendar: WorkingCalendar,
    refresh: bool = True,
) -> None:
    """Let cases of an agency have been decided this week, each after so many working hours."""
    for taken in hours:
        subject = f"MAU-{new_code(12)}"
        tell_forecast(
            subject,
            city=city,
            procedure=procedure,
            agency=agency,
            at=now() - timedelta(days=5),
            calendar=calendar,
            actor=system("tests"),
        )
        note_outcome(subject, taken=timedelta(hours=taken), at=now() - timedelta(minutes=1))
    if refresh:
        refresh_distributions()
