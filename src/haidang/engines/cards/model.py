"""What a card says."""

from dataclasses import dataclass
from datetime import date

from haidang.kernel.errors import Problem
from haidang.kernel.personal_id import PersonalId, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The fields of an identity card's QR code; what could not be read is empty."""

    personal_id: PersonalId
    old_number: str = ""
    full_name: str = ""
    born_on: date | None = None
    birth_year: int | None = None
    """Known alone for old people whose day of birth was never written down."""
    sex: Sex | None = None
    residence: str = ""
    issued_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRead:
    """A card, if the text is one, and what has to be said about it."""

    card: Card | None
    problems: tuple[Problem, ...] = ()
