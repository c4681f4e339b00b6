from datetime import date

import pytest

from haidang.kernel.personal_id import (
    PersonalId,
    PersonalIdParts,
    Sex,
    disagreements,
    mask,
    parse_personal_id,
    read_parts,
)

LAN = PersonalId("031194000001")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("031194000001", "031194000001"),
        (" 031 194 000001 ", "031194000001"),
        ("031.194.000.001", "031194000001"),
        ("", None),
        ("03119400000", None),
        ("0311940000012", None),
        ("03119400000a", None),
        ("031194000001\n", "031194000001"),
    ],
)
def test_a_number_has_twelve_digits(written: str, number: str | None) -> None:
    assert parse_personal_id(written) == number


@pytest.mark.parametrize(
    ("number", "place", "sex", "year"),
    [
        ("031194000001", "031", "female", 1994),
        ("031090000002", "031", "male", 1990),
        ("001206000001", "001", "male", 2006),
        ("079315000001", "079", "female", 2015),
    ],
)
def test_a_number_tells_place_sex_and_year(number: str, place: str, sex: Sex, year: int) -> None:
    parts = PersonalIdParts(place_code=place, sex=sex, birth_year=year)

    assert read_parts(PersonalId(number)) == parts


@pytest.mark.parametrize(
    ("sex", "born_on", "found"),
    [
        ("female", date(1994, 5, 12), []),
        (None, None, []),
        ("male", date(1994, 5, 12), ["sex"]),
        ("female", date(1995, 5, 12), ["birth_year"]),
        ("male", date(1995, 5, 12), ["sex", "birth_year"]),
        ("male", None, ["sex"]),
    ],
)
def test_what_number_and_record_say_differently_is_listed(
    sex: Sex | None, born_on: date | None, found: list[str]
) -> None:
    assert disagreements(LAN, sex=sex, born_on=born_on) == found


@pytest.mark.parametrize(
    ("number", "masked"),
    [("031194000001", "••••••••0001"), ("0001", "0001"), ("01", "01"), ("", "")],
)
def test_a_masked_number_shows_four_digits(number: str, masked: str) -> None:
    assert mask(number) == masked
