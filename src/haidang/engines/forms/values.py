"""Read one answer: from what was typed to one canonical value, or why not."""

from dataclasses import dataclass
from typing import Final

from haidang.engines.expressions import Names
from haidang.engines.forms import numbers, places, words
from haidang.engines.forms.model import JSON, Field, FieldType
from haidang.engines.forms.words import Fault

_YES: Final = frozenset({"true", "on", "1", "yes", "y", "có", "co"})
_NO: Final = frozenset({"false", "off", "0", "no", "n", "không", "khong"})

_WORDS: Final = {
    FieldType.TEXT: words.read_text,
    FieldType.MULTILINE: words.read_multiline,
    FieldType.PERSON_NAME: words.read_person_name,
    FieldType.ORGANIZATION_NAME: words.read_organization_name,
    FieldType.PERSONAL_ID: words.read_personal_id,
    FieldType.TAX_CODE: words.read_tax_code,
    FieldType.PHONE: words.read_phone,
    FieldType.EMAIL: words.read_email,
}
_NUMBERS: Final = {
    FieldType.INTEGER: numbers.read_integer,
    FieldType.DECIMAL: numbers.read_decimal,
    FieldType.MONEY: numbers.read_money,
}
_CHOSEN: Final = {
    FieldType.CHOICE: places.read_choice,
    FieldType.CHOICES: places.read_choices,
    FieldType.UNIT: places.read_unit,
}
_NAMED: Final = {
    FieldType.DATE: numbers.read_date,
    FieldType.PARTIAL_DATE: numbers.read_partial_date,
    FieldType.DATETIME: numbers.read_datetime,
    FieldType.COUNTRY: places.read_listed,
    FieldType.NATIONALITY: places.read_listed,
    FieldType.ETHNICITY: places.read_listed,
}
_NUMBER_LIKE: Final = frozenset(
    {FieldType.PERSONAL_ID, FieldType.TAX_CODE, FieldType.PHONE, FieldType.PARTIAL_DATE},
)


def is_blank(value: JSON) -> bool:
    """Say whether nothing was answered; ``false`` and ``0`` are answers."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list):
        return all(is_blank(one) for one in value)
    if isinstance(value, dict):
        return all(is_blank(one) for one in value.values())
    return value is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The canonical value of an answer (None when there is none), and its faults."""

    value: JSON = None
    faults: tuple[Fault, ...] = ()


def read_value(item: Field, value: JSON, names: Names) -> Reading:
    """Read one answer that is not blank."""
    if item.type is FieldType.ADDRESS:
        if not isinstance(value, dict):
            return Reading(faults=(Fault(code="address"),))
        address, faults = places.read_address(item, value, names)
        return Reading(faults=tuple(faults)) if faults else Reading(value=address)
    found = _read_plain(item, value, names)
    return Reading(faults=(found,)) if isinstance(found, Fault) else Reading(value=found)


def _read_plain(item: Field, value: JSON, names: Names) -> JSON | Fault:
    if item.type in _NUMBERS:
        return _NUMBERS[item.type](item, value)
    if item.type in _CHOSEN:
        return _CHOSEN[item.type](item, value, names)
    if item.type is FieldType.EVIDENCE:
        return places.read_files(value)
    if item.type in {FieldType.BOOLEAN, FieldType.DECLARATION}:
        return _read_boolean(value)
    return _read_typed(item, value, names)


def _read_typed(item: Field, value: JSON, names: Names) -> JSON | Fault:
    if item.type in _NUMBER_LIKE and isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**15 else ""
    if not isinstance(value, str):
        return Fault(code="wrong_type")
    if not words.is_readable(value):
        return Fault(code="illegal_characters")
    if item.type in _WORDS:
        return _WORDS[item.type](item, value)
    if item.type in _NAMED:
        return _NAMED[item.type](item, value, names)
    return numbers.read_time(value)


def _read_boolean(value: JSON) -> JSON | Fault:
    if isinstance(value, bool):
        return value
    text = str(value).strip().casefold() if isinstance(value, str | int) else ""
    if text in _YES:
        return True
    return False if text in _NO else Fault(code="boolean")
