"""Who a case is for and who acts, as they were when the case was begun."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity import public as identity
from haidang.domain.cases.errors import DelegationForbidden, NotYourCase, PrincipalUnclear
from haidang.domain.cases.types import Principal
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import now
from haidang.kernel.errors import Problem
from haidang.kernel.events import JSON
from haidang.kernel.text import fold

PAPER = "paper"
"""In a representative's snapshot under ``mandate``: the mandate is a paper of this case."""
_SYSTEM = system("cases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """The applicant, the representative if another acts, the organization if it applies."""

    applicant_id: UUID
    applicant: dict[str, JSON]
    representative_id: UUID | None = None
    representative: dict[str, JSON] = field(default_factory=dict)
    organization_id: UUID | None = None


def parties_for(
    *,
    actor: Actor,
    procedure: str,
    applicant_id: UUID | None = None,
    organization_id: UUID | None = None,
    principal: Principal | None = None,
) -> Parties:
    """Return for whom the actor may begin a case: self, somebody represented, an organization.

    Raises NotYourCase without a mandate or the office of legal representative;
    PrincipalUnclear when the typed data of a principal do not fit. Law: 91/2015/QH13,
    Articles 134 to 141.
    """
    if actor.person_id is None:
        raise NotYourCase
    if organization_id is not None:
        return _for_organization(organization_id, procedure=procedure, actor=actor)
    if principal is not None:
        return _by_paper(principal, actor_id=actor.person_id)
    if applicant_id is None or applicant_id == actor.person_id:
        return Parties(applicant_id=actor.person_id, applicant=snapshot(actor.person_id))
    if not _may_act_for(applicant_id, procedure=procedure, actor=actor):
        raise NotYourCase
    return Parties(
        applicant_id=applicant_id,
        applicant=snapshot(applicant_id),
        representative_id=actor.person_id,
        representative=snapshot(actor.person_id) | mandate_words(applicant_id, actor=actor),
    )


def check_delegation(package: ProcedurePackage, parties: Parties) -> None:
    """Refuse a representative where the procedure is done in person only.

    The legal representative of an organization is the organization itself.
    """
    by_office = parties.representative.get("mandate") == "office"
    if parties.representative_id is None or by_office:
        return
    if package.delegation.get("allowed") is False:
        raise DelegationForbidden


def snapshot(person_id: UUID) -> dict[str, JSON]:
    """Return what the platform knows of a person, to stand in the case and its papers."""
    person = identity.get_person(person_id, actor=_SYSTEM, purpose="case")
    return {
        "id": str(person.id),
        "kind": "person",
        "full_name": person.full_name,
        "name": person.full_name,
        "personal_id": person.personal_id,
        "born_on": person.born_on.isoformat() if person.born_on else None,
        "sex": person.sex,
        "phone": person.phone,
        "email": person.email,
        "residence": dict(person.address),
        "address_text": address_text(person.address),
        "assurance": person.assurance,
    }


def organization_snapshot(organization_id: UUID) -> dict[str, JSON]:
    """Return what the platform knows of an organization, to stand in the case."""
    body = identity.get_organization(organization_id)
    return {
        "id": str(body.id),
        "kind": "organization",
        "full_name": body.name,
        "name": body.name,
        "tax_code": body.tax_code,
        "represents": body.representative_name,
        "phone": body.phone,
        "email": body.email,
        "residence": dict(body.address),
        "address_text": address_text(body.address),
    }


def mandate_words(principal_id: UUID, *, actor: Actor) -> dict[str, JSON]:
    """Return how a representative may act: the words of the mandate, for Mẫu 01."""
    if actor.person_id is None:
        return {}
    given = identity.list_representations(actor.person_id, actor=_SYSTEM)
    for one in given:
        if one.principal_id == principal_id and one.representative_id == actor.person_id:
            until = f" đến {one.until_at:%d/%m/%Y}" if one.until_at else ""
            paper = str(one.evidence.get("paper") or "Uỷ quyền điện tử trên hệ thống")
            return {
                "mandate": "registered",
                "mandate_id": str(one.id),
                "relation": one.evidence.get("relation"),
                "paper": f"{paper}, từ {one.from_at:%d/%m/%Y}{until}",
            }
    return {}


def address_text(address: Mapping[str, JSON]) -> str:
    """Write an address of the two-tier units as people do: detail, ward."""
    ward = str(address.get("ward") or "")
    parts = [str(address.get("detail") or "")]
    if ward:
        try:
            parts.append(agencies.get_unit(ward).name)
        except agencies.UnitUnknown:
            parts.append(ward)
    return ", ".join(part for part in parts if part)


def _for_organization(organization_id: UUID, *, procedure: str, actor: Actor) -> Parties:
    if not _may_act_for(organization_id, procedure=procedure, actor=actor):
        raise NotYourCase
    person_id = actor.person_id
    assert person_id is not None  # noqa: S101 - _may_act_for refuses an actor without a person
    body = identity.get_organization(organization_id)
    office = body.representative_id == person_id
    words: dict[str, JSON] = (
        {"mandate": "office", "paper": "Người đại diện theo pháp luật"}
        if office
        else mandate_words(organization_id, actor=actor)
    )
    return Parties(
        applicant_id=organization_id,
        applicant=organization_snapshot(organization_id),
        representative_id=person_id,
        representative=snapshot(person_id) | words,
        organization_id=organization_id,
    )


def _by_paper(principal: Principal, *, actor_id: UUID) -> Parties:
    """Begin for somebody whose mandate is a paper; nothing of that person is looked up or shown.

    The case belongs to the person named, who sees it and may end the mandate; the officer
    judges the paper at reception.
    """
    person_id = _principal_id(principal)
    applicant: dict[str, JSON] = {
        "id": str(person_id),
        "kind": "person",
        "full_name": principal.full_name,
        "name": principal.full_name,
        "personal_id": principal.personal_id,
        "born_on": principal.born_on.isoformat() if principal.born_on else None,
        "phone": principal.phone,
        "email": "",
        "residence": dict(principal.address),
        "address_text": address_text(principal.address),
        "assurance": 0,
    }
    words: dict[str, JSON] = {
        "mandate": PAPER,
        "relation": principal.relation,
        "paper": "Văn bản uỷ quyền nộp kèm hồ sơ",
        "since": now().isoformat(),
    }
    return Parties(
        applicant_id=person_id,
        applicant=applicant,
        representative_id=actor_id,
        representative=snapshot(actor_id) | words,
    )


def _principal_id(principal: Principal) -> UUID:
    known = identity.find_person_by_personal_id(
        principal.personal_id, actor=_SYSTEM, purpose="case"
    )
    if known is None:
        return identity.register_person(
            identity.PersonInput(
                personal_id=principal.personal_id,
                full_name=principal.full_name,
                born_on=principal.born_on,
            ),
            actor=_SYSTEM,
            source="representative",
        )
    born = {known.born_on, principal.born_on} - {None}
    if fold(known.full_name) != fold(principal.full_name) or len(born) > 1:
        raise PrincipalUnclear([_does_not_fit()])
    return known.id


def _may_act_for(principal_id: UUID, *, procedure: str, actor: Actor) -> bool:
    if actor.person_id is None or principal_id not in actor.on_behalf_of:
        return False
    return identity.may_represent(actor.person_id, principal_id, scope=procedure)


def _does_not_fit() -> Problem:
    return Problem(
        code="cases.principal_unclear",
        path="/personal_id",
        message={
            "vi": "Họ tên, ngày sinh không khớp với số định danh cá nhân này.",
            "en": "Name and date of birth do not fit this personal id.",
        },
    )
