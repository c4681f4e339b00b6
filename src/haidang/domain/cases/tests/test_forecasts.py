"""What a case is told, and what it then takes."""

from datetime import timedelta

from haidang.domain.cases import public as cases
from haidang.domain.cases.actions.forecasts import note_wait
from haidang.domain.cases.testing import (
    BIRTH,
    CITY,
    MONDAY,
    World,
    finish,
    get_row,
    make_draft,
    make_submitted,
    take_step,
)
from haidang.domain.catalog import public as catalog
from haidang.domain.indicators import public as indicators
from haidang.domain.indicators.testing import make_history
from haidang.kernel import clock

WARD = "H24.182"


def history(*hours: float, agency: str = WARD) -> None:
    make_history(
        city=CITY,
        procedure=BIRTH,
        agency=agency,
        hours=hours,
        calendar=catalog.working_calendar(CITY),
    )


def accepted(world: World) -> str:
    number = make_submitted(applicant=world.lan)
    take_step(number, action="accept", by=world.hoa)
    return number


def test_a_procedure_without_history_says_how_few_cases_there_are(world: World) -> None:
    history(1, 2, 3)

    found = cases.forecast_for(BIRTH, city=CITY)

    assert (found.basis, found.count, found.needed) == (None, 3, 20)


def test_before_handing_in_the_agency_of_the_case_is_asked(world: World) -> None:
    history(*[4.0] * 20)
    history(*[40.0] * 60, agency="H24.165")

    found = cases.forecast(make_draft(applicant=world.lan), actor=world.lan)

    assert found is not None
    assert (found.basis, found.p50, found.likely_at) == ("unit", timedelta(hours=4), None)


def test_an_accepted_case_keeps_what_it_was_told_with_dates(world: World) -> None:
    history(*[2.0] * 12, *[8.0] * 8)
    number = accepted(world)
    history(*[80.0] * 60)

    found = cases.forecast(number, actor=world.lan)

    assert found is not None
    assert found.was_told
    assert found.likely_at == MONDAY + timedelta(hours=2)
    assert found.late_at is not None
    assert found.late_at == MONDAY + timedelta(days=2)  # the 24th is a day off


def test_waiting_for_the_applicant_puts_the_dates_off_and_is_not_counted(world: World) -> None:
    history(*[4.0] * 20)
    number = accepted(world)
    note_wait(get_row(number), since=MONDAY, until=MONDAY + timedelta(hours=2))

    found = cases.forecast(number, actor=world.lan)
    with clock.stopped_at(MONDAY + timedelta(days=2)):
        finish(number, world)
    told = indicators.told_forecast(number)

    assert found is not None
    assert found.likely_at is not None
    assert clock.local(found.likely_at).hour == 17  # 9:00 + 4 h + 2 h, with two hours at noon
    assert told is not None
    assert told.taken == timedelta(hours=6)  # eight hours of the office, two of waiting


def test_nothing_is_forecast_of_a_case_that_is_over(world: World) -> None:
    number = accepted(world)
    finish(number, world)

    assert cases.forecast(number, actor=world.lan) is None


def test_everybody_with_the_number_may_know_the_forecast(world: World) -> None:
    history(*[4.0] * 20)
    number = accepted(world)

    found = cases.track_forecast(number.lower())

    assert found == cases.forecast(number, actor=world.lan)


def test_a_case_that_runs_past_p90_says_so(world: World) -> None:
    history(*[4.0] * 20)
    number = accepted(world)

    with clock.stopped_at(MONDAY + timedelta(days=2)):
        found = cases.forecast(number, actor=world.lan)

    assert found is not None
    assert found.is_past
