"""The people of a rehearsal: one applicant, and sample officers for every agency of the city."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Final

from django.conf import settings

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity import public as identity
from haidang.blocks.signing import public as signing
from haidang.config.seeding import seed
from haidang.domain.catalog import public as catalog
from haidang.engines.packages import CityPackage
from haidang.kernel.actors import Actor, Duty, system

ACTOR: Final = system("rehearsal")
PERSONAL_ID: Final = "031194000001"
_SINCE: Final = datetime.combine(date(2025, 7, 1), time(), tzinfo=UTC)
_ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "tiep-nhan": ("reception", "return", "cashier", "digitisation", "guide"),
    "thu-ly": ("processing", "head"),
    "lanh-dao": ("leader",),
    "van-thu": ("clerk",),
}
_NAMES: Final = {
    "tiep-nhan": "Cán bộ tiếp nhận mẫu",
    "thu-ly": "Chuyên viên mẫu",
    "lanh-dao": "Lãnh đạo mẫu",
    "van-thu": "Văn thư mẫu",
}


@dataclass(slots=True, kw_only=True)
class Cast:
    """Who acts; officers are hired when an agency is first needed."""

    city: str
    unit: str
    person: Actor
    package: CityPackage
    hired: dict[str, tuple[Actor, ...]] = field(default_factory=dict)

    def officer(self, post: str, *, agency: str) -> Actor:
        """Return an officer who holds a post at an agency; raises LookupError."""
        if agency not in self.hired:
            self.hired[agency] = _hire_for(agency, self.package)
        for one in self.hired[agency]:
            if one.holds(post, agency=agency):
                return one
        raise LookupError(f"Nobody holds the post {post} at {agency}.")


def hire(city: str) -> Cast:
    """Return the people; the city's content and sample people are installed where missing."""
    person = _find()
    if person is None:
        for _line in seed(sample=True):
            pass
        person = _find()
    if person is None:
        raise LookupError("The sample people of this city were not installed.")
    package = catalog.city_revision(city)
    signing.create_sample_authority(actor=ACTOR)
    actor = Actor(
        kind="person", id=str(person.id), name=person.full_name, person_id=person.id, assurance=2
    )
    return Cast(city=city, unit=_unit_of(package), person=actor, package=package)


def _find() -> identity.PersonSummary | None:
    return identity.find_person_by_personal_id(
        PERSONAL_ID, actor=ACTOR, purpose="Diễn tập bằng dữ liệu mẫu"
    )


def _unit_of(package: CityPackage) -> str:
    """Return the ward where the sample officers sit, else the first."""
    centre = next(one for one in package.agencies if one.kind == "commune_people_committee")
    wanted = settings.HAIDANG_CITY == "haiphong" and next(
        (one.unit for one in package.agencies if one.code == "H24.182"), None
    )
    return wanted or centre.unit or package.units[0].code


def _hire_for(code: str, package: CityPackage) -> tuple[Actor, ...]:
    agency = agencies.get_agency(code)
    officers = [
        agencies.OfficerInput(
            code=f"dien-tap-{code.lower()}-{role}"[:60],
            name=f"{name} {code}",
            details={"title": {"vi": name, "en": "Sample officer"}, "signs_for": None},
            assignments=tuple(
                agencies.AssignmentInput(agency=code, post=post, from_at=_SINCE)
                for post in _ROLES[role]
            ),
        )
        for role, name in _NAMES.items()
    ]
    agencies.install_city(
        agencies.CityInput(
            code=package.code, name=package.name["vi"], province_code=package.province_code,
            agency_code=package.agency_code, brand=package.brand, units=(), agencies=(),
            officers=tuple(officers),
        ),
        actor=ACTOR,
    )  # fmt: skip
    signing.enrol_sample_holder(
        signing.Holder(kind="agency", code=code), name=agency.name, actor=ACTOR
    )
    return tuple(_actor(one, code) for one in officers)


def _actor(officer: agencies.OfficerInput, agency: str) -> Actor:
    known = agencies.find_officer_by_code(officer.code)
    if known is None:
        raise LookupError(f"The officer {officer.code} was not installed.")
    posts = {assignment.post for assignment in officer.assignments}
    if "leader" in posts or "reception" in posts or "processing" in posts:
        signing.enrol_sample_holder(
            signing.Holder(kind="person", code=str(known.id)), name=known.name, actor=ACTOR
        )
    return Actor(
        kind="officer",
        id=str(known.id),
        name=known.name,
        duties=frozenset(Duty(agency=agency, post=post) for post in posts),
        assurance=2,
    )
