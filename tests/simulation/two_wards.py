"""The world of a simulated case: the sample city, with a second ward that can sign too."""

from dataclasses import replace
from typing import Final

from haidang.blocks.agencies import public as agencies
from haidang.blocks.agencies.testing import (
    OTHER_CENTRE,
    OTHER_COMMITTEE,
    WARD_CENTRE,
    WARD_COMMITTEE,
    sample_city,
)
from haidang.blocks.identity.models import Person
from haidang.blocks.identity.testing import make_hoa, make_officer_actor
from haidang.blocks.signing import public as signing
from haidang.domain.cases.testing import World, install_world
from haidang.kernel.actors import system
from haidang.kernel.events import JSON

NOTICE: Final[dict[str, JSON]] = {
    "found": True,
    "record": {"number": "CS-MAU-2026-0001", "child_name": "Trần Nguyễn Hải An"},
}


def install_two_wards() -> World:
    """Publish all content and bring everybody in; a case may move to the other ward."""
    made = install_world()
    for code in (OTHER_COMMITTEE, OTHER_CENTRE):
        holder = signing.Holder(kind="agency", code=code)
        name = agencies.get_agency(code).name
        signing.enrol_sample_holder(holder, name=name, actor=system("tests"))
    return made


def staff_all_posts(world: World) -> World:
    """Give the ward's empty posts to somebody, so that every process can end; write to Lan."""
    more = {"hoa": (WARD_CENTRE, "return"), "khanh": (WARD_COMMITTEE, "head")}
    city = sample_city()
    officers = tuple(
        replace(one, assignments=(*one.assignments, _post(one, *more[one.code])))
        if one.code in more
        else one
        for one in city.officers
    )
    agencies.install_city(replace(city, officers=officers), actor=system("tests"))
    Person.objects.filter(pk=str(world.lan.person_id)).update(
        phone="0900000001", email="lan@sample.example"
    )
    return replace(world, hoa=make_hoa(), khanh=make_officer_actor("khanh"))


def _post(officer: agencies.OfficerInput, agency: str, post: str) -> agencies.AssignmentInput:
    return replace(officer.assignments[0], agency=agency, post=post)
