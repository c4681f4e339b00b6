"""A small sample city, installed through the actions, for the tests of everybody."""

from datetime import UTC, date, datetime
from typing import Final

from haidang.blocks.agencies.actions import install_city
from haidang.blocks.agencies.queries import find_officer_by_code
from haidang.blocks.agencies.types import (
    AgencyInput,
    AssignmentInput,
    CityInput,
    OfficerInput,
    OfficerSummary,
    UnitInput,
)
from haidang.kernel.actors import system

WARD: Final = "11560"
OTHER_WARD: Final = "11311"
WARD_COMMITTEE: Final = "H24.182"
WARD_CENTRE: Final = "H24.182.01"
OTHER_COMMITTEE: Final = "H24.165"
OTHER_CENTRE: Final = "H24.165.01"

_MERGER: Final = date(2025, 7, 1)
_SINCE: Final = datetime(2025, 7, 1, tzinfo=UTC)
_POSTS: Final = {
    "hoa": ("Đỗ Thị Hoa", [(WARD_CENTRE, "reception"), (WARD_COMMITTEE, "processing")]),
    "khanh": ("Phạm Quốc Khánh", [(WARD_COMMITTEE, "leader")]),
    "mai": ("Vũ Thị Mai", [(WARD_COMMITTEE, "clerk"), (WARD_CENTRE, "cashier")]),
    "tuan": ("Hoàng Anh Tuấn", [(OTHER_CENTRE, "reception"), (OTHER_COMMITTEE, "processing")]),
}


def install_sample_city() -> None:
    """Install Hải Phòng with two wards, their bodies and four officers; safe to repeat."""
    install_city(sample_city(), actor=system("tests"))


def sample_city() -> CityInput:
    """Return the input of the sample city."""
    return CityInput(
        code="haiphong",
        name="Thành phố Hải Phòng",
        province_code="31",
        agency_code="H24",
        brand={"short": "Hải Phòng"},
        units=(
            _unit(WARD, "Phường Thuỷ Nguyên"),
            _unit(OTHER_WARD, "Phường Hồng Bàng"),
        ),
        agencies=(
            _agency("H24", "Ủy ban nhân dân thành phố Hải Phòng", "province_people_committee"),
            _agency(
                WARD_COMMITTEE,
                "Ủy ban nhân dân phường Thuỷ Nguyên",
                "commune_people_committee",
                parent="H24",
                unit=WARD,
            ),
            _agency(
                WARD_CENTRE,
                "Trung tâm Phục vụ hành chính công phường Thuỷ Nguyên",
                "commune_service_centre",
                parent=WARD_COMMITTEE,
                unit=WARD,
            ),
            _agency(
                OTHER_COMMITTEE,
                "Ủy ban nhân dân phường Hồng Bàng",
                "commune_people_committee",
                parent="H24",
                unit=OTHER_WARD,
            ),
            _agency(
                OTHER_CENTRE,
                "Trung tâm Phục vụ hành chính công phường Hồng Bàng",
                "commune_service_centre",
                parent=OTHER_COMMITTEE,
                unit=OTHER_WARD,
            ),
        ),
        officers=tuple(_officer(code) for code in _POSTS),
    )


def make_officer(code: str = "hoa") -> OfficerSummary:
    """Return an officer of the sample city (hoa, khanh, mai, tuan), installing it first."""
    officer = find_officer_by_code(code)
    if officer is None:
        install_sample_city()
        officer = find_officer_by_code(code)
    assert officer is not None
    return officer


def _unit(code: str, name: str) -> UnitInput:
    return UnitInput(code=code, name=name, kind="ward", valid_from=_MERGER, province_code="31")


def _agency(code: str, name: str, kind: str, *, parent: str = "", unit: str = "") -> AgencyInput:
    return AgencyInput(
        code=code, name=name, kind=kind, parent=parent, unit_code=unit, valid_from=_MERGER
    )


def _officer(code: str) -> OfficerInput:
    name, posts = _POSTS[code]
    assignments = tuple(
        AssignmentInput(agency=agency, post=post, from_at=_SINCE) for agency, post in posts
    )
    return OfficerInput(code=code, name=name, assignments=assignments)
