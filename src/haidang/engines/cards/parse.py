"""Read the text of a card's QR code, also after a scanner typed it through a keyboard."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final

from haidang.engines.cards.model import Card, CardRead
from haidang.kernel.errors import Problem, Severity
from haidang.kernel.personal_id import (
    PersonalId,
    Sex,
    disagreements,
    parse_personal_id,
)

SEPARATOR: Final = "|"
FEWEST_FIELDS: Final = 7
LONGEST: Final = 2_000
_VIETNAMESE_DIGITS: Final = frozenset("ăâêôđ\u0300\u0301\u0303\u0309\u0323")
"""What the digit keys type on Windows' Vietnamese keyboard."""
_LOST: Final = re.compile("[?\ufffd]")
_TELEX: Final = re.compile(
    r"aa|ee|oo|dd|[aou]w|[aeiouy][bcdghmnp]{0,2}[sfrxj]\b|\b\w*[fwzj]\w*", re.IGNORECASE
)
_VNI: Final = re.compile(r"[A-Za-z]\d")
_SEXES: Final[dict[str, Sex]] = {"nam": "male", "nữ": "female"}


def parse_card(text: str) -> CardRead:
    """Return what a card's text says; a damaged field is left empty and told of.

    Accepts seven fields or more and looks only at the first seven. The text carries no
    signature, so whoever reads it must still look at the card and the person.
    """
    clean = unicodedata.normalize("NFC", _unscrambled(text[:LONGEST].strip()))
    fields = [part.strip() for part in clean.split(_separator_of(clean))]
    number = parse_personal_id(fields[0])
    if number is None or len(fields) < FEWEST_FIELDS:
        return CardRead(card=None, problems=(_not_a_card(clean),))
    card = _card(number, fields)
    return CardRead(card=card, problems=tuple(_troubles(card, fields)))


def _card(number: PersonalId, fields: list[str]) -> Card:
    born_on, year = _read_birth(fields[3])
    return Card(
        personal_id=number,
        old_number=fields[1] if fields[1].isdigit() else "",
        full_name="" if _is_damaged(fields[2]) else " ".join(fields[2].split()),
        born_on=born_on,
        birth_year=born_on.year if born_on else year,
        sex=_SEXES.get(fields[4].casefold()),
        residence="" if _is_damaged(fields[5]) else " ".join(fields[5].split()),
        issued_on=_read_day(fields[6]),
    )


def _unscrambled(text: str) -> str:
    """Undo what a scanner does that sends UTF-8 as if it were a Western text."""
    for name in ("cp1252", "latin-1"):
        try:
            return text.encode(name).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _separator_of(text: str) -> str:
    """Return the sign between the fields; another keyboard types another one for the stroke."""
    typed = re.match(r"\d{12}([^\w\s])", text)
    if SEPARATOR in text or typed is None:
        return SEPARATOR
    other = typed.group(1)
    return other if text.count(other) >= FEWEST_FIELDS - 1 else SEPARATOR


def _read_birth(text: str) -> tuple[date | None, int | None]:
    day = _read_day(text)
    digits = text.removeprefix("0000")
    year = int(digits) if len(digits) == 4 and digits.isdigit() else None
    return day, year


def _read_day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None


def _is_damaged(text: str) -> bool:
    """Tell whether marks were lost, or typed out as Telex or VNI keys."""
    if _LOST.search(text):
        return True
    return text.isascii() and bool(_TELEX.search(text) or _VNI.search(text))


def _troubles(card: Card, fields: list[str]) -> Iterator[Problem]:
    if not card.full_name:
        yield _problem(
            "marks_lost",
            "/full_name",
            vi="Máy quét làm mất dấu tiếng Việt nên họ tên chưa được điền. Hãy tắt bộ gõ "
            "(Unikey, EVKey…), chọn bàn phím English (US) rồi quét lại, hoặc gõ họ tên theo thẻ.",
            en="The scanner lost the Vietnamese marks, so the name was left empty. Turn the "
            "Vietnamese input method off, choose the English (US) keyboard and scan again, or "
            "type the name from the card.",
        )
    if fields[3] and card.birth_year is None:
        yield _problem(
            "birth_unreadable",
            "/born_on",
            vi="Không đọc được ngày sinh trên mã QR. Hãy nhập theo thẻ.",
            en="The day of birth in the QR code cannot be read. Type it from the card.",
        )
    said = {
        "sex": ("/sex", "giới tính", "sex"),
        "birth_year": ("/born_on", "năm sinh", "year of birth"),
    }
    for name in disagreements(card.personal_id, sex=card.sex, born_on=card.born_on):
        path, vi, en = said[name]
        yield _problem(
            f"differs_{name}",
            path,
            vi=f"Số định danh và {vi} trên thẻ không khớp nhau; hãy đối chiếu với thẻ.",
            en=f"The personal number and the {en} on the card disagree; compare with the card.",
        )


def _not_a_card(text: str) -> Problem:
    start = unicodedata.normalize("NFD", text[:12])
    if any(sign in _VIETNAMESE_DIGITS for sign in text[:12] + start):
        return _problem(
            "keyboard_layout",
            "/card",
            vi="Máy quét đang gõ qua bàn phím tiếng Việt nên chữ số biến thành chữ cái. Hãy "
            "chuyển sang bàn phím English (US) rồi quét lại.",
            en="The scanner types through the Vietnamese keyboard, which turns digits into "
            "letters. Switch to the English (US) keyboard and scan again.",
            severity=Severity.ERROR,
        )
    return _problem(
        "not_a_card",
        "/card",
        vi="Đây không phải là mã QR của thẻ căn cước. Hãy quét lại, chụp ảnh mặt có mã QR, "
        "hoặc nhập tay theo thẻ.",
        en="This is not the QR code of an identity card. Scan again, take a photo of the side "
        "with the QR code, or type from the card.",
        severity=Severity.ERROR,
    )


def _problem(
    code: str, path: str, *, vi: str, en: str, severity: Severity = Severity.WARNING
) -> Problem:
    message = {"vi": vi, "en": en}
    return Problem(code=f"cards.{code}", path=path, message=message, severity=severity)
