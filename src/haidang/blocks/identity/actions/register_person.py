"""Make persons and organizations known."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import transaction
from stdnum.vn import mst

from haidang.blocks.audit import public as audit
from haidang.blocks.identity import policies
from haidang.blocks.identity.models import Organization, Person
from haidang.blocks.identity.queries import log_access
from haidang.blocks.identity.types import (
    OrganizationId,
    OrganizationRegistered,
    PersonCorrected,
    PersonId,
    PersonInput,
    PersonRegistered,
)
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.errors import InvalidInput, Problem
from haidang.kernel.events import JSON
from haidang.kernel.personal_id import PersonalId, parse_personal_id

_AUTHORITATIVE: Final = ("born_on", "sex")
_CONTACT: Final = ("phone", "email", "address", "city")


def register_person(given: PersonInput, *, actor: Actor, source: str) -> PersonId:
    """Make a person known by the personal id, or take over what a better source says.

    The name, birth and sex follow the source; phone, e-mail and address are only filled
    where nothing was known, because they are the person's to change.
    """
    policies.check_can_register(actor)
    personal_id = parse_personal_id(given.personal_id)
    if personal_id is None:
        raise InvalidInput([_not_a_personal_id()])
    with transaction.atomic():
        known = (
            Person.objects.select_for_update(of=("self",)).with_personal_id(personal_id).first()
        )
        if known is None:
            return _register(given, personal_id, actor=actor, source=source)
        _correct(known, given, actor=actor, source=source)
    return PersonId(known.pk)


def register_organization(
    *,
    tax_code: str,
    name: str,
    representative_id: UUID | None,
    actor: Actor,
    address: Mapping[str, JSON] | None = None,
    phone: str = "",
    email: str = "",
    is_sample: bool = False,
) -> OrganizationId:
    """Make an organization known by its tax code: 10 digits, a branch's 13, its owner's 12.

    What is not told stays as it was known.
    """
    policies.check_can_register(actor)
    code = parse_tax_code(tax_code)
    if code is None:
        raise InvalidInput([_not_a_tax_code()])
    with transaction.atomic():
        found = Organization.objects.select_for_update(of=("self",)).with_tax_code(code).first()
        organization = found or Organization()
        organization.take_tax_code(code)
        organization.rename(name)
        organization.representative_id = representative_id or organization.representative_id
        organization.address = dict(address or organization.address)
        organization.phone = phone or organization.phone
        organization.email = email or organization.email
        organization.is_sample = is_sample or organization.is_sample
        organization.save()
        if found is None:
            event = OrganizationRegistered(organization_id=organization.pk, at=now())
            audit.announce(event, actor=actor)
    return OrganizationId(organization.pk)


def record_access(person_id: UUID, *, actor: Actor, purpose: str, subject: str = "") -> None:
    """Write down that somebody read a person's data; reads of one's own data are not.

    The log is itself the record, append-only and shown to the person, so no audit entry
    and no event repeat it.
    """
    log_access(person_id, actor=actor, purpose=purpose, subject=subject)


def parse_tax_code(text: str) -> str | None:
    """Return a tax code without spaces, or None when its digits are wrong."""
    own = parse_personal_id(text)
    if own is not None:
        return own
    return mst.compact(text) if mst.is_valid(text) else None


def _register(
    given: PersonInput, personal_id: PersonalId, *, actor: Actor, source: str
) -> PersonId:
    person = Person(
        born_on=given.born_on,
        sex=given.sex or "",
        phone=given.phone,
        email=given.email,
        address=dict(given.address),
        city=given.city,
        is_sample=given.is_sample,
    )
    person.take_personal_id(personal_id)
    person.rename(given.full_name)
    person.save(force_insert=True)
    event = PersonRegistered(person_id=person.pk, source=source, at=now())
    audit.announce(event, actor=actor)
    return PersonId(person.pk)


def _correct(person: Person, given: PersonInput, *, actor: Actor, source: str) -> None:
    changed = [name for name in _AUTHORITATIVE if _differs(person, given, name)]
    changed += [name for name in _CONTACT if not getattr(person, name) and getattr(given, name)]
    for name in changed:
        setattr(person, name, getattr(given, name))
    before = person.full_name
    person.rename(given.full_name or before)
    if person.full_name != before:
        changed.append("full_name")
    if changed:
        person.save()
        event = PersonCorrected(
            person_id=person.pk, fields=tuple(changed), source=source, at=now()
        )
        audit.announce(event, actor=actor)


def _differs(person: Person, given: PersonInput, name: str) -> bool:
    value = getattr(given, name)
    return bool(value) and getattr(person, name) != value


def _not_a_personal_id() -> Problem:
    return Problem(
        code="identity.not_a_personal_id",
        path="/personal_id",
        message={
            "vi": "Số định danh cá nhân gồm đúng 12 chữ số.",
            "en": "A personal identification number has exactly 12 digits.",
        },
    )


def _not_a_tax_code() -> Problem:
    return Problem(
        code="identity.not_a_tax_code",
        path="/tax_code",
        message={
            "vi": "Mã số thuế gồm 10, 12 hoặc 13 chữ số và phải đúng chữ số kiểm tra.",
            "en": "A tax code has 10, 12 or 13 digits, and its check digit must be right.",
        },
    )
