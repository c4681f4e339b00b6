"""Read typed words: text, names, numbers that identify, telephone, e-mail."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from haidang.engines.forms.model import Field
from haidang.kernel.personal_id import parse_personal_id
from haidang.kernel.text import nfc

_EMAIL: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}",
)
_PHONE: Final = re.compile(r"0[35789]\d{8}|02\d{9}", re.ASCII)
_FOREIGN_PHONE: Final = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_NAME_SIGNS: Final = frozenset(" -'\u2019")
_LONGEST: Final = {"text": 250, "multiline": 5000, "name": 100, "organization": 250}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a value was not accepted; ``at`` is the rest of the path inside the value."""

    code: str
    params: dict[str, str | int] = field(default_factory=dict)
    at: str = ""
    warning: bool = False


def is_readable(value: str) -> bool:
    """Refuse control characters, lone surrogates and what no font can show."""
    return all(
        sign in "\n\t\r" or unicodedata.category(sign) not in {"Cc", "Cs", "Co", "Cn"}
        for sign in value
    )


def read_text(item: Field, value: str) -> str | Fault:
    """Return one line, composed and without needless spaces, within its limits."""
    return _within_limits(item, nfc(value), _LONGEST["text"])


def read_multiline(item: Field, value: str) -> str | Fault:
    """Return lines without trailing spaces, within their limits."""
    lines = unicodedata.normalize("NFC", value).replace("\t", " ").splitlines()
    return _within_limits(
        item,
        "\n".join(line.rstrip() for line in lines).strip(),
        _LONGEST["multiline"],
    )


def read_person_name(item: Field, value: str) -> str | Fault:
    """Return a person's name. Law: Bộ luật Dân sự 91/2015/QH13, Article 26."""
    name = nfc(value)
    if any(sign.isdigit() for sign in name):
        return Fault(code="name_digits")
    for sign in name:
        if sign not in _NAME_SIGNS and not _is_latin(sign):
            return Fault(code="name_letters", params={"sign": sign})
    if not any(_is_latin(sign) for sign in name):
        return Fault(code="name_no_letter")
    return _within_limits(item, name, _LONGEST["name"])


def read_organization_name(item: Field, value: str) -> str | Fault:
    """Return an organization's name: any signs, but at least one letter."""
    name = nfc(value)
    if not any(sign.isalpha() for sign in name):
        return Fault(code="name_no_letter")
    return _within_limits(item, name, _LONGEST["organization"])


def read_personal_id(_item: Field, value: str) -> str | Fault:
    """Return twelve digits."""
    number = parse_personal_id(value) if value.isascii() else None
    if number is not None:
        return number
    digits = re.sub(r"[\s.]", "", value)
    is_old = len(digits) == 9 and digits.isascii() and digits.isdigit()
    return Fault(code="personal_id_old" if is_old else "personal_id")


def read_tax_code(_item: Field, value: str) -> str | Fault:
    """Return a tax code as it is written: 10 digits, 10-3 digits, or 12 digits."""
    number = mst.compact(value)
    if not (number.isascii() and number.isdigit()) or len(number) not in {10, 12, 13}:
        return Fault(code="tax_code")
    if len(number) == 12:
        return str(number)
    try:
        return str(mst.format(mst.validate(number)))
    except ValidationError:
        return Fault(code="tax_code_digits")


def read_phone(_item: Field, value: str) -> str | Fault:
    """Return a Vietnamese number from its 0, or a foreign one from its plus sign."""
    number = re.sub(r"[\s.()\-\u2013]", "", value)
    if number.startswith(("+84", "0084")) or (number.startswith("84") and len(number) in {11, 12}):
        number = "0" + re.sub(r"^(?:\+|00)?84", "", number).removeprefix("0")
    if _PHONE.fullmatch(number) or _FOREIGN_PHONE.fullmatch(number):
        return number
    return Fault(code="phone")


def read_email(_item: Field, value: str) -> str | Fault:
    """Return an e-mail address; the domain in small letters."""
    address = value.strip()
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        return Fault(code="email")
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def _within_limits(item: Field, value: str, longest: int) -> str | Fault:
    limits = item.limits
    most = longest if limits.max_length is None else limits.max_length
    if len(value) > most:
        return Fault(code="too_long", params={"limit": most, "actual": len(value)})
    if len(value) < limits.min_length:
        return Fault(code="too_short", params={"limit": limits.min_length})
    if limits.pattern and not re.fullmatch(limits.pattern, value):
        return Fault(code="pattern")
    return value


def _is_latin(sign: str) -> bool:
    return sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN")
