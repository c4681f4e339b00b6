"""Install a city, assign and delegate posts, take the next number of a book."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from haidang.blocks.agencies import policies
from haidang.blocks.agencies.errors import (
    AlreadyAssigned,
    DelegationUnknown,
    DelegationWrong,
    OfficerUnknown,
    PostNotHeld,
)
from haidang.blocks.agencies.models import (
    AdministrativeUnit,
    Agency,
    Assignment,
    City,
    Delegation,
    Officer,
)
from haidang.blocks.agencies.queries import forget_offices, get_agency
from haidang.blocks.agencies.types import (
    AgencyInput,
    AssignmentEnded,
    AssignmentInput,
    AuthorityDelegated,
    CityInput,
    CityInstalled,
    DelegationRevoked,
    OfficerAssigned,
    OfficerId,
    OfficerInput,
    OfficerLinked,
    UnitInput,
)
from haidang.blocks.audit import public as audit
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now

_NEXT_NUMBER: Final = (
    "INSERT INTO agencies_numberbook (agency, series, period, last_number) "
    "VALUES (%s, %s, %s, 1) ON CONFLICT (agency, series, period) "
    "DO UPDATE SET last_number = agencies_numberbook.last_number + 1 RETURNING last_number"
)


def next_number(*, agency: str, series: str, period: str) -> int:
    """Take the next number of a book: 1, 2, 3 …, never the same one twice.

    The book's row stays locked until the caller's transaction ends, and a rolled back
    transaction gives its number back: so take the number late in the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [agency, series, period])
        (number,) = cursor.fetchone()
    return int(number)


def install_city(city: CityInput, *, actor: Actor) -> CityInstalled:
    """Bring a city's units, agencies and officers to the state of its package; safe to repeat."""
    policies.check_can_install_city(actor)
    with transaction.atomic():
        City.objects.update_or_create(
            code=city.code,
            defaults={
                "name": city.name,
                "province_code": city.province_code,
                "agency_code": city.agency_code,
                "brand": dict(city.brand),
            },
        )
        _install_units(city.code, city.units)
        _install_agencies(city.code, city.agencies)
        for officer in city.officers:
            _install_officer(city.code, officer)
        event = CityInstalled(
            city=city.code,
            units=len(city.units),
            agencies=len(city.agencies),
            officers=len(city.officers),
            at=now(),
        )
        audit.announce(event, actor=actor)
        forget_offices()
    return event


def assign_officer(
    *,
    officer_id: UUID,
    agency: str,
    post: str,
    actor: Actor,
    from_at: datetime | None = None,
    until_at: datetime | None = None,
) -> OfficerAssigned:
    """Let an officer take up a post at an agency."""
    policies.check_can_assign(actor, agency=agency)
    start = from_at or now()
    get_agency(agency, at=start)
    with transaction.atomic():
        officer = _lock_officer(officer_id)
        held = Assignment.objects.in_force(start).filter(officer=officer, agency=agency, post=post)
        if held.exists():
            raise AlreadyAssigned
        Assignment.objects.create(
            officer=officer, agency=agency, post=post, from_at=start, until_at=until_at
        )
        event = OfficerAssigned(
            officer_id=officer.pk, agency=agency, post=post, from_at=start, until_at=until_at
        )
        audit.announce(event, actor=actor)
    return event


def end_assignment(
    *, officer_id: UUID, agency: str, post: str, actor: Actor, until_at: datetime | None = None
) -> AssignmentEnded:
    """Take a post from an officer; what the officer lent of it ends with it."""
    policies.check_can_assign(actor, agency=agency)
    end = until_at or now()
    with transaction.atomic():
        officer = _lock_officer(officer_id)
        held = Assignment.objects.in_force(end).filter(officer=officer, agency=agency, post=post)
        if not held.update(until_at=end):
            raise PostNotHeld
        event = AssignmentEnded(officer_id=officer.pk, agency=agency, post=post, until_at=end)
        audit.announce(event, actor=actor)
    return event


def delegate_authority(
    *,
    holder_id: UUID,
    delegate_id: UUID,
    agency: str,
    post: str,
    until_at: datetime,
    basis: str,
    actor: Actor,
    from_at: datetime | None = None,
) -> AuthorityDelegated:
    """Let another officer act in one's post until an instant; the basis names the paper.

    Raises NotAllowed, PostNotHeld for a post that the holder only borrows, DelegationWrong.
    """
    policies.check_can_delegate(actor, holder_id=holder_id, agency=agency, post=post)
    start = from_at or now()
    if holder_id == delegate_id or until_at <= max(start, now()) or not basis.strip():
        raise DelegationWrong
    with transaction.atomic():
        holder, delegate = _lock_officer(holder_id), _lock_officer(delegate_id)
        held = Assignment.objects.in_force(start).filter(officer=holder, agency=agency, post=post)
        if not held.exists():
            raise PostNotHeld
        row = Delegation.objects.create(
            holder=holder,
            delegate=delegate,
            agency=agency,
            post=post,
            from_at=start,
            until_at=until_at,
            basis=basis,
        )
        event = AuthorityDelegated(
            delegation_id=row.pk,
            from_officer=holder.pk,
            to_officer=delegate.pk,
            agency=agency,
            post=post,
            from_at=start,
            until_at=until_at,
            basis=basis,
        )
        audit.announce(event, actor=actor)
    return event


def revoke_delegation(*, delegation_id: UUID, actor: Actor) -> DelegationRevoked:
    """End a delegation now."""
    with transaction.atomic():
        found = Delegation.objects.select_for_update(of=("self",)).filter(pk=delegation_id)
        row = found.first()
        if row is None:
            raise DelegationUnknown
        policies.check_can_delegate(
            actor, holder_id=row.holder_id, agency=row.agency, post=row.post
        )
        instant = now()
        row.until_at = max(row.from_at, min(row.until_at, instant))
        row.save(update_fields=["until_at"])
        event = DelegationRevoked(delegation_id=row.pk, at=instant)
        audit.announce(event, actor=actor)
    return event


def link_officer(*, officer_id: UUID, account_id: UUID, actor: Actor) -> OfficerLinked:
    """Give an officer the account to sign in with."""
    policies.check_can_install_city(actor)
    with transaction.atomic():
        officer = _lock_officer(officer_id)
        officer.account_id = account_id
        officer.save(update_fields=["account_id"])
        event = OfficerLinked(officer_id=officer.pk, account_id=account_id)
        audit.announce(event, actor=actor)
    return event


def _install_units(city: str, units: Iterable[UnitInput]) -> None:
    rows = []
    # Closed versions go first, so that a successor never meets its open predecessor.
    for unit in sorted(units, key=lambda unit: unit.valid_until is None):
        row = AdministrativeUnit(
            city_id=city,
            code=unit.code,
            name_en=unit.name_en,
            kind=unit.kind,
            province_code=unit.province_code,
            valid_from=unit.valid_from,
            valid_until=unit.valid_until,
        )
        row.rename(unit.name)
        rows.append(row)
    kept = ["name_en", "kind", "province_code", "valid_until"]
    AdministrativeUnit.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code", "valid_from"],
        update_fields=["name", "sort_key", "folded", *kept],
    )


def _install_agencies(city: str, agencies: Iterable[AgencyInput]) -> None:
    rows = []
    for agency in sorted(agencies, key=lambda agency: agency.valid_until is None):
        row = Agency(
            city_id=city,
            code=agency.code,
            name_en=agency.name_en,
            kind=agency.kind,
            parent=agency.parent,
            unit_code=agency.unit_code,
            details=dict(agency.details),
            valid_from=agency.valid_from,
            valid_until=agency.valid_until,
        )
        row.rename(agency.name)
        rows.append(row)
    kept = ["name_en", "kind", "parent", "unit_code", "details", "valid_until"]
    Agency.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code", "valid_from"],
        update_fields=["name", "sort_key", "folded", *kept],
    )


def _install_officer(city: str, given: OfficerInput) -> OfficerId:
    officer = Officer.objects.filter(code=given.code).first() or Officer(code=given.code)
    officer.city_id = city
    officer.rename(given.name)
    officer.details = dict(given.details)
    officer.save()
    for assignment in given.assignments:
        _install_assignment(officer, assignment)
    return OfficerId(officer.pk)


def _install_assignment(officer: Officer, given: AssignmentInput) -> None:
    Assignment.objects.update_or_create(
        officer=officer,
        agency=given.agency,
        post=given.post,
        from_at=given.from_at,
        defaults={"until_at": given.until_at},
    )


def _lock_officer(officer_id: UUID) -> Officer:
    officer = Officer.objects.select_for_update(of=("self",)).filter(pk=officer_id).first()
    if officer is None:
        raise OfficerUnknown
    return officer
