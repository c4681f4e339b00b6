"""Small reads that several pages need."""

from datetime import datetime

from django.conf import settings

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity import public as identity
from haidang.channels.portal.presenters.wording import language
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import Light, derive_light
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.ui.fields import Option
from haidang.ui.questions import Places


def ward_options(city: str) -> tuple[Option, ...]:
    """Return the wards, communes and special zones of a city."""
    return tuple(Option(value=unit.code, label=unit.name) for unit in agencies.list_units(city))


def places() -> Places:
    """Return the units that addresses choose from."""
    cities = agencies.list_cities()
    own = agencies.get_city(settings.HAIDANG_CITY)
    return Places(
        provinces=tuple(Option(value=one.province_code, label=one.name) for one in cities),
        wards={one.province_code: ward_options(one.code) for one in cities},
        home=own.province_code,
    )


def principals_of(actor: Actor) -> tuple[Option, ...]:
    """Return for whom the actor may apply, the actor first."""
    if actor.person_id is None:
        return ()
    mandates = identity.list_representations(actor.person_id, actor=actor)
    others = {
        str(one.principal_id): one.principal_name
        for one in mandates
        if one.principal_id in actor.on_behalf_of
    }
    own = Option(value=str(actor.person_id), label=actor.name)
    return (own, *(Option(value=key, label=name) for key, name in others.items()))


def home_ward_of(actor: Actor) -> str:
    """Return the code of the ward where the person lives, if it is known."""
    if actor.person_id is None:
        return ""
    person = identity.get_person(actor.person_id, actor=actor, purpose="own data")
    return str(person.address.get("ward", ""))


def agency_name(code: str) -> str:
    """Return an agency's name in the reader's language."""
    agency = agencies.get_agency(code)
    return agency.name_en if language() == "en" and agency.name_en else agency.name


def light_of(due_at: datetime | None) -> Light:
    """Return the traffic light of an open case."""
    calendar = catalog.working_calendar(settings.HAIDANG_CITY)
    return derive_light(due_at, now(), calendar=calendar)


def light_of_case(case: cases.CaseView) -> Light:
    """Return the traffic light of a case; while the person completes it, it keeps its light."""
    waiting = [one.requested_at for one in case.supplements if one.answered_at is None]
    return derive_light(
        case.due.due_at,
        now(),
        calendar=catalog.working_calendar(case.city),
        waiting_since=waiting[0] if waiting else None,
    )
