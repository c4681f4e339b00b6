"""The 12-digit personal identification number (Luật Căn cước 26/2023/QH15, Article 12).

Three digits of the place of birth registration, one of century and sex, two of the year
of birth, six random ones. There is no check digit; so a disagreement with the
record is a warning, never a refusal.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NewType

PersonalId = NewType("PersonalId", str)
Sex = Literal["male", "female"]

_PATTERN: Final = re.compile(r"^\d{12}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalIdParts:
    """What a personal id says of itself; the register may know better."""

    place_code: str
    sex: Sex
    birth_year: int


def parse_personal_id(text: str) -> PersonalId | None:
    """Return the number without spaces, or None when it does not have twelve digits."""
    digits = re.sub(r"[\s.]", "", text)
    return PersonalId(digits) if _PATTERN.match(digits) else None


def read_parts(number: PersonalId) -> PersonalIdParts:
    """Split a personal id into place, sex and year of birth."""
    century, odd = divmod(int(number[3]), 2)
    return PersonalIdParts(
        place_code=number[:3],
        sex="female" if odd else "male",
        birth_year=1900 + 100 * century + int(number[4:6]),
    )


def disagreements(number: PersonalId, *, sex: Sex | None, born_on: date | None) -> list[str]:
    """List what the number and the record say differently: ``sex``, ``birth_year``."""
    parts = read_parts(number)
    found = []
    if sex is not None and parts.sex != sex:
        found.append("sex")
    if born_on is not None and parts.birth_year != born_on.year:
        found.append("birth_year")
    return found


def mask(number: str) -> str:
    """Show only the last four digits, for screens that do not need more."""
    return "•" * max(len(number) - 4, 0) + number[-4:]
