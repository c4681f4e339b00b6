"""VNeID's claims in our words."""

from datetime import date

import pytest

from haidang.adapters.identity_vneid.mapping import map_claims, read_assurance, read_date
from haidang.kernel.errors import ProviderRefused

CLAIMS = {
    "sub": "s1",
    "LoaiTaiKhoan": 1,
    "SoDinhDanh": "031194000001",
    "HoVaTen": "Nguyễn Thị Lan",
    "NgayThangNamSinh": "19940512",
    "GioiTinh": 2,
    "loAs": 2,
    "IAL": "IAL2",
}


def test_the_claims_of_a_person_are_read() -> None:
    claims = map_claims(CLAIMS)

    assert (claims.subject, claims.personal_id) == ("s1", "031194000001")
    assert (claims.born_on, claims.sex) == (date(1994, 5, 12), "female")
    assert (claims.kind, claims.assurance) == ("person", 2)


def test_an_enterprise_brings_its_tax_code() -> None:
    claims = map_claims(
        {**CLAIMS, "LoaiTaiKhoan": 2, "MaSoThue": "0100233488", "TenDoanhNghiep": "Công ty mẫu"}
    )

    assert (claims.kind, claims.tax_code) == ("enterprise", "0100233488")


@pytest.mark.parametrize("missing", ["sub", "SoDinhDanh", "HoVaTen"])
def test_claims_without_an_identity_are_refused(missing: str) -> None:
    with pytest.raises(ProviderRefused):
        map_claims({**CLAIMS, missing: None})


@pytest.mark.parametrize(
    ("claims", "level"),
    [
        ({"loAs": 2, "IAL": "IAL2"}, 2),
        ({"loAs": "2", "IAL": "1"}, 1),
        ({"loAs": 1}, 1),
        ({"IAL": "IAL3"}, 2),
        ({"loAs": "cao"}, 0),
        ({}, 0),
    ],
)
def test_the_lower_of_the_two_levels_counts(claims: dict[str, object], level: int) -> None:
    assert read_assurance(claims) == level


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("19940512", date(1994, 5, 12)),
        ("1994-05-12", date(1994, 5, 12)),
        ("12/05/1994", date(1994, 5, 12)),
        ("1941", None),
        ("", None),
    ],
)
def test_dates_are_read_in_every_form_that_occurs(text: str, day: date | None) -> None:
    assert read_date(text) == day
