"""Who a case is for, as the person was when the case was begun."""

from collections.abc import Mapping
from uuid import UUID

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity import public as identity
from haidang.kernel.actors import system
from haidang.kernel.events import JSON


def snapshot(person_id: UUID) -> dict[str, JSON]:
    """Return what the platform knows of a person, to stand in the case and its papers."""
    person = identity.get_person(person_id, actor=system("cases"), purpose="case")
    return {
        "id": str(person.id),
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
