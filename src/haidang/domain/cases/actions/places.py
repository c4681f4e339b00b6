"""The three places of a case: where it is handed in, who decides, where the result is fetched.

Law: 309/2026/NĐ-CP, Article 14.4: reception does not depend on territory where so offered.
"""

from datetime import datetime
from typing import Final

from haidang.blocks.agencies import public as agencies
from haidang.domain.cases.models import Case
from haidang.domain.cases.types import Places
from haidang.domain.catalog import public as catalog
from haidang.engines.packages import Offer
from haidang.kernel.events import JSON

_FROM_COMPETENT: Final = {
    "vi": "Hồ sơ tiếp nhận không phụ thuộc địa giới hành chính: thời hạn tính từ khi cơ quan có "
    "thẩm quyền nhận hồ sơ.",
    "en": "Received outside the territory: the time runs from when the competent agency has it.",
}


def places_for(*, procedure: str, city: str, unit: str) -> Places:
    """Return who decides for a unit, and the places to choose from; raises AgencyUnknown."""
    offer = catalog.get_offer(city, procedure)
    competent = offer.agency or competent_agency(city, offer.competent, unit)
    usual = _usual(offer, unit, city=city)
    if not (competent and usual):
        raise agencies.AgencyUnknown
    return Places(competent=competent, usual=usual, offered=_offered(offer, usual, city=city))


def choose(places: Places, code: str) -> str:
    """Return the chosen place, the usual one for nothing chosen; raises AgencyUnknown."""
    if not code:
        return places.usual
    if code not in places.offered:
        raise agencies.AgencyUnknown
    return code


def competent_agency(city: str, kind: str, unit: str) -> str:
    """Return the unit's own agency of a kind, else the city's only one of that kind, else ""."""
    own = agencies.list_agencies(city, kind=kind)
    found = [agency for agency in own if agency.unit_code in {unit, ""}]
    return max(found, key=lambda agency: agency.unit_code).code if found else ""


def is_elsewhere(*, receiving: str, competent: str) -> bool:
    """Tell whether the receiving place belongs to another unit than the deciding agency."""
    if receiving == competent:
        return False
    decides, receives = agencies.get_agency(competent), agencies.get_agency(receiving)
    return receives.unit_code != decides.unit_code


def clock_start(case: Case, *, accepted_at: datetime) -> tuple[datetime, list[dict[str, JSON]]]:
    """Return when the clock of an accepted case starts, and why if not at once.

    What is received outside the territory counts from when the competent agency receives it:
    at once by the system, or with the forwarding of the next working morning.
    Law: 309/2026/NĐ-CP, Article 17.3.
    """
    elsewhere = is_elsewhere(receiving=case.receiving_agency, competent=case.competent_agency)
    if not elsewhere or case.forward_by is None:
        return accepted_at, []
    return case.forward_by, [dict(_FROM_COMPETENT)]


def _usual(offer: Offer, unit: str, *, city: str) -> str:
    found = (competent_agency(city, kind, unit) for kind in offer.reception)
    return next((code for code in found if code), "")


def _offered(offer: Offer, usual: str, *, city: str) -> tuple[str, ...]:
    """Return every place of the city that receives the procedure, else the usual one only."""
    if not offer.nationwide:
        return (usual,)
    return tuple(
        agency.code
        for kind in offer.reception
        for agency in agencies.list_agencies(city, kind=kind)
    )
