"""Read the public bodies as of an instant. What is read here is public by law."""

import functools
import time
from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from haidang.blocks.agencies.errors import AgencyUnknown, CityUnknown, OfficerUnknown, UnitUnknown
from haidang.blocks.agencies.models import (
    AdministrativeUnit,
    Agency,
    Assignment,
    City,
    Delegation,
    Officer,
)
from haidang.blocks.agencies.types import (
    AgencySummary,
    CitySummary,
    DelegationId,
    DelegationSummary,
    OfficerId,
    OfficerSummary,
    UnitSummary,
)
from haidang.blocks.statements import public as statements
from haidang.kernel.actors import Duty
from haidang.kernel.clock import local, now
from haidang.kernel.text import fold

_KEPT_SECONDS: Final = 2
"""So long may a process not know what another process changed in a city's offices."""


_UNIT: Final = statements.Prepared(
    lambda day, code: AdministrativeUnit.objects.valid_on(day).filter(code=code), date, str
)
_AGENCY: Final = statements.Prepared(
    lambda day, code: Agency.objects.valid_on(day).filter(code=code), date, str
)
_OFFICER: Final = statements.Prepared(
    lambda officer_id: Officer.objects.filter(pk=officer_id), UUID
)
_HELD: Final = statements.Prepared(
    lambda at, officer, agency, post: Assignment.objects.in_force(at).filter(
        officer=officer, agency=agency, post=post
    ),
    datetime, UUID, str, str,
)  # fmt: skip

_HOLDERS: Final = statements.Prepared(
    lambda at, agency, post: Assignment.objects.in_force(at)
    .filter(agency=agency, post=post)
    .select_related("officer"),
    datetime, str, str,
)  # fmt: skip
_DELEGATES: Final = statements.Prepared(
    lambda at, agency, post: _delegations(at)
    .filter(agency=agency, post=post)
    .select_related("delegate"),
    datetime, str, str,
)  # fmt: skip


def get_city(code: str) -> CitySummary:
    """Return a city; raises CityUnknown."""
    city = City.objects.filter(pk=code).first()
    if city is None:
        raise CityUnknown
    return _city(city)


def list_cities() -> list[CitySummary]:
    """Return every city that is installed here."""
    return [_city(city) for city in City.objects.order_by("code")]


def get_unit(code: str, *, at: datetime | None = None) -> UnitSummary:
    """Return a unit as it was at an instant (now, when none is given)."""
    return _unit(code, _day(at), _period())


def list_units(
    city: str, *, at: datetime | None = None, kinds: Collection[str] = (), search: str = ""
) -> list[UnitSummary]:
    """Return the units of a city at an instant, in the dictionary's order."""
    units = AdministrativeUnit.objects.valid_on(_day(at)).filter(city=city).order_by("sort_key")
    if kinds:
        units = units.filter(kind__in=kinds)
    if search:
        units = units.filter(folded__contains=fold(search))
    return [unit_summary(unit) for unit in units]


def get_agency(code: str, *, at: datetime | None = None) -> AgencySummary:
    """Return an agency as it was at an instant; raises AgencyUnknown."""
    return _agency(code, _day(at), _period())


def find_agency_name(code: str) -> str:
    """Return the latest name of an agency, also of one that is closed; empty when unknown."""
    names = Agency.objects.filter(code=code).order_by("-valid_from")
    return names.values_list("name", flat=True).first() or ""


def agency_for(kind: str, unit_code: str, *, at: datetime | None = None) -> AgencySummary:
    """Return the agency of a kind that is competent for a unit; raises AgencyUnknown."""
    agencies = Agency.objects.valid_on(_day(at)).filter(kind=kind, unit_code=unit_code)
    agency = agencies.order_by("code").first()
    if agency is None:
        raise AgencyUnknown
    return agency_summary(agency)


def list_agencies(
    city: str, *, at: datetime | None = None, kind: str = "", parent: str = ""
) -> list[AgencySummary]:
    """Return the agencies of a city at an instant, in the dictionary's order."""
    return list(_agencies(city, _day(at), kind, parent, _period()))


def get_officer(officer_id: UUID) -> OfficerSummary:
    """Return an officer; raises OfficerUnknown."""
    officer = _OFFICER.first(officer_id)
    if officer is None:
        raise OfficerUnknown
    return _officer(officer)


def find_officer_by_code(code: str) -> OfficerSummary | None:
    """Return the officer with a code, if there is one."""
    officer = Officer.objects.filter(code=code).first()
    return None if officer is None else _officer(officer)


def find_officer_of_account(account_id: UUID) -> OfficerSummary | None:
    """Return the officer who signs in with an account, if there is one."""
    officer = Officer.objects.filter(account_id=account_id).first()
    return None if officer is None else _officer(officer)


def list_officers(
    city: str, *, agency: str = "", at: datetime | None = None
) -> list[OfficerSummary]:
    """Return the officers of a city, or of one agency of it at an instant, by name."""
    officers = Officer.objects.filter(city=city).order_by("sort_key", "code")
    if agency:
        holding = Assignment.objects.in_force(at or now()).filter(agency=agency)
        officers = officers.filter(pk__in=holding.values("officer"))
    return [_officer(officer) for officer in officers]


def duties_of(officer_id: UUID, *, at: datetime | None = None) -> frozenset[Duty]:
    """Return the posts that an officer may act in at an instant, own and delegated."""
    instant = at or now()
    own = Assignment.objects.in_force(instant).filter(officer=officer_id)
    lent = _delegations(instant).filter(delegate=officer_id)
    rows = [*own.values_list("agency", "post"), *lent.values_list("agency", "post")]
    return frozenset(Duty(agency=agency, post=post) for agency, post in rows)


def own_duties_of(officer_id: UUID, *, at: datetime | None = None) -> frozenset[Duty]:
    """Return the posts that an officer holds at an instant in the officer's own name."""
    own = Assignment.objects.in_force(at or now()).filter(officer=officer_id)
    rows = own.values_list("agency", "post")
    return frozenset(Duty(agency=agency, post=post) for agency, post in rows)


def own_duties_of_many(
    officer_ids: Collection[UUID], *, at: datetime | None = None
) -> dict[UUID, frozenset[Duty]]:
    """Return the posts that each of some officers holds at an instant in the own name."""
    own = Assignment.objects.in_force(at or now()).filter(officer__in=officer_ids)
    found: dict[UUID, set[Duty]] = {}
    for officer, agency, post in own.values_list("officer", "agency", "post"):
        found.setdefault(officer, set()).add(Duty(agency=agency, post=post))
    return {officer: frozenset(duties) for officer, duties in found.items()}


def lent_to(officer_id: UUID, *, at: datetime | None = None) -> list[DelegationSummary]:
    """Return what is delegated to an officer and in force at an instant."""
    lent = _delegations(at or now()).filter(delegate=officer_id)
    return [_delegation(row) for row in _with_people(lent)]


def holder_behind(
    officer_id: UUID, *, agency: str, post: str, at: datetime | None = None
) -> DelegationSummary | None:
    """Return the delegation by which an officer acts in a post; None in the officer's own name."""
    instant = at or now()
    if _HELD.rows(instant, officer_id, agency, post):
        return None
    lent = _delegations(instant).filter(delegate=officer_id, agency=agency, post=post)
    row = _with_people(lent).first()
    return None if row is None else _delegation(row)


def list_delegations(
    *, agencies: Collection[str], at: datetime | None = None
) -> list[DelegationSummary]:
    """Return the delegations of some agencies that are in force or still to come."""
    rows = Delegation.objects.filter(agency__in=agencies, until_at__gt=at or now())
    return [_delegation(row) for row in _with_people(rows)]


def officers_holding(
    agency: str, post: str, *, at: datetime | None = None
) -> list[OfficerSummary]:
    """Return who may act in a post of an agency at an instant, own and delegated, by name."""
    instant = at or now()
    own = {row.officer for row in _HOLDERS.rows(instant, agency, post)}
    lent = {row.delegate for row in _DELEGATES.rows(instant, agency, post)}
    officers = sorted(own | lent, key=lambda officer: (officer.sort_key, officer.code))
    return [_officer(officer) for officer in officers]


def _delegations(at: datetime) -> QuerySet[Delegation]:
    """Return the delegations in force whose holder still holds the post."""
    held = Assignment.objects.in_force(at).filter(
        officer=OuterRef("holder"), agency=OuterRef("agency"), post=OuterRef("post")
    )
    return Delegation.objects.in_force(at).filter(Exists(held))


def _with_people(rows: QuerySet[Delegation]) -> QuerySet[Delegation]:
    return rows.select_related("holder", "delegate").order_by("from_at", "id")


def _delegation(row: Delegation) -> DelegationSummary:
    return DelegationSummary(
        id=DelegationId(row.pk),
        holder_id=row.holder_id,
        holder_name=row.holder.name,
        delegate_id=row.delegate_id,
        delegate_name=row.delegate.name,
        agency=row.agency,
        post=row.post,
        from_at=row.from_at,
        until_at=row.until_at,
        basis=row.basis,
    )


def forget_offices() -> None:
    """Forget what is kept of units and agencies in this process; they are read afresh."""
    _unit.cache_clear()
    _agency.cache_clear()
    _agencies.cache_clear()


def _period() -> int:
    return int(time.monotonic()) // _KEPT_SECONDS


@functools.lru_cache(maxsize=4096)
def _unit(code: str, day: date, _period: int) -> UnitSummary:
    unit = _UNIT.first(day, code)
    if unit is None:
        raise UnitUnknown
    return unit_summary(unit)


@functools.lru_cache(maxsize=4096)
def _agency(code: str, day: date, _period: int) -> AgencySummary:
    agency = _AGENCY.first(day, code)
    if agency is None:
        raise AgencyUnknown
    return agency_summary(agency)


@functools.lru_cache(maxsize=256)
def _agencies(
    city: str, day: date, kind: str, parent: str, _period: int
) -> tuple[AgencySummary, ...]:
    agencies = Agency.objects.valid_on(day).filter(city=city).order_by("sort_key")
    if kind:
        agencies = agencies.filter(kind=kind)
    if parent:
        agencies = agencies.filter(parent=parent)
    return tuple(agency_summary(agency) for agency in agencies)


def _day(at: datetime | None) -> date:
    return local(at or now()).date()


def _city(city: City) -> CitySummary:
    return CitySummary(
        code=city.code,
        name=city.name,
        province_code=city.province_code,
        agency_code=city.agency_code,
        brand=city.brand,
    )


def unit_summary(unit: AdministrativeUnit) -> UnitSummary:
    """Return a unit as it crosses the door."""
    return UnitSummary(
        code=unit.code,
        name=unit.name,
        name_en=unit.name_en,
        kind=unit.kind,
        city=unit.city_id,
        province_code=unit.province_code,
        valid_from=unit.valid_from,
        valid_until=unit.valid_until,
    )


def agency_summary(agency: Agency) -> AgencySummary:
    """Return an agency as it crosses the door."""
    return AgencySummary(
        code=agency.code,
        name=agency.name,
        name_en=agency.name_en,
        kind=agency.kind,
        parent=agency.parent,
        unit_code=agency.unit_code,
        city=agency.city_id,
        details=agency.details,
    )


def _officer(officer: Officer) -> OfficerSummary:
    return OfficerSummary(
        id=OfficerId(officer.pk),
        code=officer.code,
        name=officer.name,
        city=officer.city_id,
        account_id=officer.account_id,
        details=officer.details,
    )
