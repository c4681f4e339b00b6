"""Who is here and what for: read the form, the card, and say everything that is wrong."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from haidang.blocks.identity import public as identity
from haidang.blocks.scanning import public as scanning
from haidang.engines.cards import Card, CardRead, parse_card
from haidang.kernel.actors import Actor
from haidang.kernel.personal_id import Sex, parse_personal_id
from haidang.kernel.text import fold, nfc
from haidang.ui.parts import Fault
from haidang.ui.questions import language

LONGEST: Final = 300
WHY: Final = "Tiếp nhận hồ sơ trực tiếp"
_SEXES: Final[dict[str, Sex]] = {"male": "male", "female": "female"}
_MOST_PHOTO_BYTES: Final = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What was typed, scanned or photographed so far."""

    personal_id: str = ""
    full_name: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    sex: str = ""
    phone: str = ""
    residence: str = ""
    words: str = ""
    procedure: str = ""
    unit: str = ""
    ticket: str = ""
    wants_begin: bool = False
    has_card: bool = False
    hints: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = field(default=())

    @property
    def born_on(self) -> date | None:
        """Return the day of birth, if it is one."""
        try:
            return date(int(self.year), int(self.month), int(self.day))
        except ValueError:
            return None


def read_intake(post: QueryDict, files: "MultiValueDict[str, UploadedFile[bytes]]") -> Intake:
    """Return what was sent, with the card's fields filled in where a card came along."""
    given = Intake(
        personal_id=_text(post, "personal_id"),
        full_name=nfc(_text(post, "full_name")),
        day=_text(post, "born_on.day"),
        month=_text(post, "born_on.month"),
        year=_text(post, "born_on.year"),
        sex=_text(post, "sex"),
        phone=_text(post, "phone"),
        residence=nfc(_text(post, "residence")),
        words=_text(post, "words"),
        procedure=_text(post, "procedure"),
        unit=_text(post, "unit"),
        ticket=_text(post, "ticket"),
        wants_begin=post.get("_do") == "begin",
    )
    read = _read_card(post, files)
    return given if read is None else _with_card(given, read)


def with_ticket(intake: Intake, *, personal_text: str, procedure: str, ticket: str) -> Intake:
    """Return an intake that takes over what a queue ticket carries."""
    filled = replace(intake, ticket=ticket, procedure=procedure or intake.procedure)
    return _with_card(filled, parse_card(personal_text)) if personal_text else filled


def check(intake: Intake) -> tuple[Fault, ...]:
    """Return everything that keeps the intake from beginning."""
    found = []
    if parse_personal_id(intake.personal_id) is None:
        found.append(
            Fault(
                text=_("The personal identification number has exactly 12 digits."),
                href="#f-personal_id",
            )
        )
    if len(intake.full_name) < 2:
        found.append(Fault(text=_("Type the full name as on the card."), href="#f-full_name"))
    if (intake.day or intake.month or intake.year) and intake.born_on is None:
        found.append(Fault(text=_("The day of birth is no real day."), href="#f-born_on-day"))
    if not intake.procedure:
        found.append(Fault(text=_("Choose the procedure."), href="#f-words"))
    return tuple(found)


def person_of(intake: Intake, *, actor: Actor) -> tuple[UUID | None, tuple[Fault, ...]]:
    """Return the person, made known if need be; a name that differs is no silent correction."""
    known = identity.find_person_by_personal_id(intake.personal_id, actor=actor, purpose=WHY)
    if known is not None:
        if fold(known.full_name) != fold(intake.full_name):
            differs = _(
                "Under this number another name is known: %(name)s. Compare with the card."
            )
            text = differs % {"name": known.full_name}
            return None, (Fault(text=text, href="#f-full_name"),)
        return known.id, ()
    given = identity.PersonInput(
        personal_id=intake.personal_id,
        full_name=intake.full_name,
        born_on=intake.born_on,
        sex=_SEXES.get(intake.sex),
        phone=intake.phone,
        address={"detail": intake.residence} if intake.residence else {},
    )
    return identity.register_person(given, actor=actor, source="counter"), ()


def _read_card(
    post: QueryDict, files: "MultiValueDict[str, UploadedFile[bytes]]"
) -> CardRead | None:
    typed = post.get("card", "").strip()
    if typed:
        return parse_card(typed)
    photo = files.get("card_photo")
    if photo is None:
        return None
    return scanning.read_card(photo.read(_MOST_PHOTO_BYTES))


def _with_card(given: Intake, read: CardRead) -> Intake:
    told = tuple(problem.text(language()) for problem in read.problems)
    card = read.card
    if card is None:
        fault = Fault(text=" ".join(told), href="#f-card")
        return replace(given, faults=(fault,), wants_begin=False)
    filled = _filled(given, card)
    return replace(filled, has_card=True, hints=told)


def _filled(given: Intake, card: Card) -> Intake:
    born = card.born_on
    return replace(
        given,
        personal_id=card.personal_id,
        full_name=card.full_name or given.full_name,
        day=f"{born:%d}" if born else given.day,
        month=f"{born:%m}" if born else given.month,
        year=str(card.birth_year or given.year),
        sex=card.sex or given.sex,
        residence=card.residence or given.residence,
    )


def _text(post: QueryDict, name: str) -> str:
    return post.get(name, "").strip()[:LONGEST]
