"""The plan of a synthetic year is the same for a seed, and looks like a year."""

from collections import Counter
from datetime import date, timedelta
from typing import Final

from haidang.config.synth.arrivals import count_by_day
from haidang.config.synth.mix import Fate
from haidang.config.synth.people import PLACE, someone
from haidang.config.synth.plan import CasePlan, Year, plan_cases, plan_hash
from haidang.engines.deadlines import build_calendar
from haidang.kernel.personal_id import PersonalId, disagreements

CALENDAR: Final = build_calendar([2026, 2027])
UNITS: Final = ("11560", "11311", "10507")
TET: Final = date(2026, 2, 17)


def year(*, cases: int = 3_000, seed: int = 7) -> Year:
    return Year(year=2026, cases=cases, seed=seed, units=UNITS)


def plans(**changes: int) -> list[CasePlan]:
    return list(plan_cases(year(**changes), calendar=CALENDAR))


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    hashes = [plan_hash(iter(plans(seed=seed))) for seed in (7, 7, 8)]

    assert hashes[0] == hashes[1] != hashes[2]
    assert hashes[0] == plan_hash(plan_cases(year(), calendar=CALENDAR))


def test_cases_come_in_order_and_as_many_as_were_asked_for() -> None:
    made = plans()

    assert [plan.place for plan in made] == list(range(3_000))
    assert [plan.at for plan in made] == sorted(plan.at for plan in made)
    assert {plan.at.year for plan in made} == {2026}


def test_tet_is_quiet_and_people_catch_up_after_it() -> None:
    counts = count_by_day(year=2026, cases=956_000, calendar=CALENDAR)
    workdays = [count for day, count in counts.items() if CALENDAR.is_working(day)]
    usual = sum(workdays) / len(workdays)

    assert sum(counts.values()) == 956_000
    assert counts[TET] < usual / 5
    assert counts[TET - timedelta(days=4)] < usual * 0.8
    first = CALENDAR.next_working_day(TET)
    assert counts[first] > usual * 1.2


def test_people_hurry_before_three_and_come_back_in_the_evening() -> None:
    at = Counter((plan.at.hour, plan.at.minute >= 35) for plan in plans(cases=20_000))

    hours = Counter[int]()
    for (hour, _late), count in at.items():
        hours[hour] += count
    assert at[14, True] > 2 * at[15, True]
    assert hours[20] > 2 * hours[17]
    assert hours[3] < hours[20] / 10


def test_every_fate_occurs_and_most_go_plainly() -> None:
    fates = Counter(plan.fate for plan in plans())

    assert set(fates) == set(Fate)
    assert fates[Fate.PLAIN] > 2_000


def test_people_follow_from_their_number_and_live_where_their_cases_are() -> None:
    people = [someone(index, seed=7, units=UNITS) for index in range(500)]

    assert someone(17, seed=7, units=UNITS) == people[17]
    assert len({person.personal_id for person in people}) == len(people)
    assert {person.personal_id[:3] for person in people} == {PLACE}
    for person in people:
        number = PersonalId(person.personal_id)
        assert disagreements(number, sex=person.sex, born_on=person.born_on) == []
    assert all(plan.unit == UNITS[plan.person % 3] for plan in plans(cases=200))


def test_whoever_is_to_marry_is_of_age_to_the_day() -> None:
    marrying = [plan for plan in plans(cases=12_000) if plan.kind.scenario == "to-marry"]

    people = [(someone(plan.person, seed=7, units=UNITS), plan.at.date()) for plan in marrying]

    assert len(people) > 1_000
    assert [one for one, on in people if one.born_on + timedelta(days=7305) > on] == []


def test_parents_of_a_newborn_are_of_an_age() -> None:
    births = [plan for plan in plans() if plan.kind.procedure == "1.001193"]

    ages = [someone(plan.person, seed=7, units=UNITS).age(on=plan.at.date()) for plan in births]
    assert births
    assert all(20 <= age < 42 for age in ages)
