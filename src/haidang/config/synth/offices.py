"""SAMPLE DATA: the officers of the synthetic city, with posts, skills and leave.

Each commune has two of every post that acts daily, so that leave stops nothing. They are
installed by the platform's own actions; codes and names follow from the seed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

from haidang.blocks.agencies import public as agencies
from haidang.blocks.signing import public as signing
from haidang.config.synth.chance import Random, chance_of
from haidang.config.synth.people import someone
from haidang.domain.catalog import public as catalog
from haidang.kernel.actors import Actor, Duty, system
from haidang.kernel.events import JSON

ACTOR: Final = system("synth")
LEAVE_DAYS: Final = 12
"""Bộ luật Lao động 45/2019/QH14, Article 113: twelve working days a year."""
_SINCE: Final = datetime.combine(date(2025, 7, 1), time(), tzinfo=UTC)
_CIVIL: Final = ("1.001193", "1.000656", "1.004873", "2.000635", "1.000894")
_OTHERS: Final = ("1.001612", "2.000815", "1.013225", "1.011607", "1.014027")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One desk of a commune: its posts at the committee and at the centre."""

    code: str
    title: Mapping[str, JSON]
    committee: tuple[str, ...] = ()
    centre: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    signs: bool = True


_RECEIVING: Final = ("reception", "return", "cashier")
ROLES: Final = (
    *(
        Role(code=f"tn{n}", title={"vi": "Cán bộ tiếp nhận", "en": "Reception officer"},
             centre=_RECEIVING)
        for n in (1, 2)
    ),
    Role(code="tl1", title={"vi": "Công chức tư pháp - hộ tịch", "en": "Civil status officer"},
         committee=("processing",), skills=_CIVIL),
    Role(code="tl2", title={"vi": "Chuyên viên kinh tế", "en": "Economy specialist"},
         committee=("processing",), skills=_OTHERS),
    Role(code="tp", title={"vi": "Trưởng phòng", "en": "Head of division"},
         committee=("head",), centre=("head",)),
    *(
        Role(code=f"ld{n}", title={"vi": "Phó Chủ tịch", "en": "Vice chair"},
             committee=("leader",))
        for n in (1, 2)
    ),
    *(
        Role(code=f"vt{n}", title={"vi": "Văn thư", "en": "Clerk"}, committee=("clerk",),
             signs=False)
        for n in (1, 2)
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """An officer as the player knows one."""

    actor: Actor
    skills: frozenset[str]
    leave: tuple[date, ...]

    def is_away(self, day: date) -> bool:
        """Tell whether the officer has leave: five days from each of the first days."""
        return any(first <= day < first + timedelta(days=7) for first in self.leave)

    def is_able(self, procedure: str) -> bool:
        """Tell whether the officer has learned a procedure; posts without skills do all."""
        return not self.skills or procedure in self.skills


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The committee and the centre of one commune, and who works there."""

    unit: str
    committee: str
    centre: str
    colleagues: tuple[Colleague, ...]

    def who_acts(self, post: str, *, agency: str, procedure: str, on: date) -> Actor:
        """Return who does a task: with the skill for it and not on leave, if there is one."""
        able = [one for one in self.colleagues if one.actor.holds(post, agency=agency)]
        if not able:
            raise LookupError(f"Nobody holds the post {post} at {agency}.")
        return min(able, key=lambda one: (one.is_away(on), not one.is_able(procedure))).actor


def units_of(city: str, *, most: int | None = None) -> tuple[str, ...]:
    """Return the communes that have a committee and a centre, by code; the first so many."""
    kinds = {
        kind: {one.unit_code for one in agencies.list_agencies(city, kind=kind)}
        for kind in ("commune_people_committee", "commune_service_centre")
    }
    both = sorted(set.intersection(*kinds.values()) - {""})
    return tuple(both[:most])


def open_offices(city: str, units: Iterable[str], *, year: int, seed: int) -> dict[str, Office]:
    """Install the officers of some communes with sample keys; safe to repeat."""
    signing.create_sample_authority(actor=ACTOR)
    package = catalog.city_revision(city)
    for committee, centre, given in _desks(city, units, year=year, seed=seed).values():
        agencies.install_city(
            agencies.CityInput(
                code=package.code, name=package.name["vi"], province_code=package.province_code,
                agency_code=package.agency_code, brand=package.brand, units=(), agencies=(),
                officers=given,
            ),
            actor=ACTOR,
        )  # fmt: skip
        for code in (committee, centre):
            _enrol("agency", code, name=agencies.get_agency(code).name)
        for role, officer in zip(ROLES, given, strict=True):
            if role.signs:
                known = agencies.find_officer_by_code(officer.code)
                _enrol("person", str(known.id if known else ""), name=officer.name)
    return find_offices(city, units, year=year, seed=seed)


def find_offices(city: str, units: Iterable[str], *, year: int, seed: int) -> dict[str, Office]:
    """Return the offices that ``open_offices`` opened; raises LookupError where it did not."""
    desks = _desks(city, units, year=year, seed=seed)
    return {
        unit: Office(
            unit=unit, committee=committee, centre=centre,
            colleagues=tuple(map(_colleague, ROLES, given)),
        )
        for unit, (committee, centre, given) in desks.items()
    }  # fmt: skip


def _desks(
    city: str, units: Iterable[str], *, year: int, seed: int
) -> dict[str, tuple[str, str, tuple[agencies.OfficerInput, ...]]]:
    """Return the committee, the centre and the planned officers of communes."""
    committees = _by_unit(city, "commune_people_committee")
    centres = _by_unit(city, "commune_service_centre")
    return {
        unit: (
            committees[unit],
            centres[unit],
            tuple(
                _officer(role, unit, committees[unit], centres[unit], year=year, seed=seed)
                for role in ROLES
            ),
        )
        for unit in units
    }


def _enrol(kind: Literal["person", "agency"], code: str, *, name: str) -> None:
    holder = signing.Holder(kind=kind, code=code)
    signing.enrol_sample_holder(holder, name=name, actor=ACTOR)


def _by_unit(city: str, kind: str) -> dict[str, str]:
    return {one.unit_code: one.code for one in agencies.list_agencies(city, kind=kind)}


def _officer(
    role: Role, unit: str, committee: str, centre: str, *, year: int, seed: int
) -> agencies.OfficerInput:
    chance = chance_of(seed, "officer", unit, role.code)
    person = someone(chance.randrange(10**6), seed=seed + 1, units=(unit,))
    places = [*((committee, post) for post in role.committee),
              *((centre, post) for post in role.centre)]  # fmt: skip
    return agencies.OfficerInput(
        code=f"mau-{committee.lower()}-{role.code}",
        name=person.name,
        details={
            "title": dict(role.title),
            "signs_for": "KT. CHỦ TỊCH" if "leader" in role.committee else None,
            "skills": [*role.skills],
            "leave": [day.isoformat() for day in _leave(chance, role, year=year)],
        },
        assignments=tuple(
            agencies.AssignmentInput(agency=agency, post=post, from_at=_SINCE)
            for agency, post in places
        ),
    )


def _leave(chance: Random, role: Role, *, year: int) -> list[date]:
    """Return the Mondays on which leave begins; the first and the second of a post alternate."""
    first = next(day for n in range(7) if (day := date(year, 1, 1 + n)).weekday() == 0)
    odd = role.code.endswith("2")
    weeks = chance.sample(range(1, 25), LEAVE_DAYS // 5)
    return sorted(first + timedelta(weeks=2 * week + odd) for week in weeks)


def _colleague(role: Role, given: agencies.OfficerInput) -> Colleague:
    known = agencies.find_officer_by_code(given.code)
    if known is None:
        raise LookupError(f"The officer {given.code} was not installed.")
    leave = known.details.get("leave")
    return Colleague(
        actor=Actor(
            kind="officer", id=str(known.id), name=known.name, assurance=2,
            duties=frozenset(Duty(agency=one.agency, post=one.post) for one in given.assignments),
        ),
        skills=frozenset(role.skills),
        leave=tuple(date.fromisoformat(str(day)) for day in leave)
        if isinstance(leave, list | tuple) else (),
    )  # fmt: skip
