"""Read values that come from lists: options, countries, ethnicities, units, addresses."""

from collections.abc import Mapping
from typing import Final

from haidang.engines.expressions import Names
from haidang.engines.forms.model import JSON, LIST_OF_TYPE, Field
from haidang.engines.forms.words import Fault, is_readable
from haidang.kernel.text import fold, nfc

_DISTRICT_KEYS: Final = ("district", "quan_huyen", "huyen", "quan")
_MAX_DETAIL: Final = 250
_MAX_FILES: Final = 50


def listed(item: Field, names: Names) -> Mapping[str, Mapping[str, str]] | None:
    """Return code → names by language of the field's list; None when none was given."""
    key = item.list_key or LIST_OF_TYPE.get(item.type)
    lists = names.get("lists")
    found = lists.get(key) if key and isinstance(lists, Mapping) else None
    return found if isinstance(found, Mapping) else None


def allowed_values(item: Field, names: Names) -> Mapping[str, Mapping[str, str]]:
    """Return the values that may be chosen now, in order, with their labels."""
    if item.options:
        return {
            option.value: option.label
            for option in item.options
            if option.when is None or option.when.is_true(names) is not False
        }
    return listed(item, names) or {}


def read_choice(item: Field, value: JSON, names: Names) -> JSON | Fault:
    """Return the value of one option."""
    chosen = _as_code(value)
    if chosen is not None and chosen in allowed_values(item, names):
        return chosen
    return Fault(code="not_an_option")


def read_choices(item: Field, value: JSON, names: Names) -> JSON | Fault:
    """Return the values chosen, each once, in the order of the options."""
    given = value if isinstance(value, list) else [value]
    chosen = {_as_code(one) for one in given}
    allowed = allowed_values(item, names)
    if not all(one in allowed for one in chosen):
        return Fault(code="not_an_option")
    least, most = item.limits.minimum, item.limits.maximum
    if least is not None and len(chosen) < least:
        return Fault(code="too_few_choices", params={"limit": int(least)})
    if most is not None and len(chosen) > most:
        return Fault(code="too_many_choices", params={"limit": int(most)})
    ordered: list[JSON] = [one for one in allowed if one in chosen]
    return ordered


def read_listed(item: Field, value: str, names: Names) -> str | Fault:
    """Return the code of a list's entry, given its code or its name in a language."""
    text = nfc(value)
    entries = listed(item, names)
    if entries is None:
        is_code = text.isascii() and text.isalnum() and len(text) <= 12
        return text.upper() if is_code else Fault(code="not_an_option")
    if text in entries:
        return text
    if text.upper() in entries:
        return text.upper()
    wanted = fold(text)
    for code, labels in entries.items():
        if any(fold(label) == wanted for label in labels.values()):
            return code
    return Fault(code="not_an_option")


def read_unit(_item: Field, value: JSON, names: Names) -> str | Fault:
    """Return the code of a commune."""
    code = _unit_code(value)
    units = _units(names)
    if code is None or (units is not None and code not in units):
        return Fault(code="address_ward")
    return code


def read_address(
    item: Field,
    value: Mapping[str, JSON],
    names: Names,
) -> tuple[dict[str, JSON], list[Fault]]:
    """Return a two-tier address, and all that is wrong with it.

    A district is refused: since 2025-07-01 there is none.
    """
    if item.limits.abroad and value.get("country") not in {None, "", "VN"}:
        return _address_abroad(value)
    faults = [
        Fault(code="address_district", at=f"/{key}")
        for key in _DISTRICT_KEYS
        if _is_given(value.get(key))
    ]
    place = _place(value, names)
    detail = _detail(item, value.get("detail"))
    faults += [found for found in (place, detail) if isinstance(found, Fault)]
    if faults or isinstance(place, Fault) or isinstance(detail, Fault):
        return {}, faults
    return ({**place, "detail": detail} if detail else place), []


def read_files(value: JSON) -> JSON | Fault:
    """Return the ids of attached files, each once."""
    given = value if isinstance(value, list) else [value]
    ids = [one for one in given if isinstance(one, str) and 0 < len(one) <= 100]
    if len(ids) != len(given) or len(ids) > _MAX_FILES or not all(map(is_readable, ids)):
        return Fault(code="evidence")
    unique: list[JSON] = [*dict.fromkeys(ids)]
    return unique


def _place(value: Mapping[str, JSON], names: Names) -> dict[str, JSON] | Fault:
    units = _units(names)
    ward, province = _unit_code(value.get("ward")), _unit_code(value.get("province"))
    if ward is None:
        return Fault(code="address_ward", at="/ward")
    if units is not None and ward not in units:
        return Fault(code="address_ward", at="/ward")
    belongs_to = units[ward] if units is not None else province
    if belongs_to is None:
        return Fault(code="address_province", at="/province")
    if province is not None and province != belongs_to:
        known = units is None or province in units.values()
        code, at = ("address_mismatch", "/ward") if known else ("address_province", "/province")
        return Fault(code=code, at=at)
    return {"province": belongs_to, "ward": ward}


def _address_abroad(value: Mapping[str, JSON]) -> tuple[dict[str, JSON], list[Fault]]:
    country, detail = value.get("country"), value.get("detail")
    if not isinstance(country, str) or not (country.isascii() and country.isalnum()):
        return {}, [Fault(code="not_an_option", at="/country")]
    if not isinstance(detail, str) or not detail.strip() or not is_readable(detail):
        return {}, [Fault(code="address_detail", at="/detail")]
    return {"country": country.upper()[:3], "detail": nfc(detail)[:_MAX_DETAIL].strip()}, []


def _detail(item: Field, value: JSON) -> str | Fault:
    text = nfc(value) if isinstance(value, str) else ""
    if item.limits.detail == "none":
        return ""
    if not text:
        is_fault = item.limits.detail == "required" or _is_given(value)
        return Fault(code="address_detail", at="/detail") if is_fault else ""
    if not is_readable(text):
        return Fault(code="illegal_characters", at="/detail")
    if len(text) > _MAX_DETAIL:
        params: dict[str, str | int] = {"limit": _MAX_DETAIL, "actual": len(text)}
        return Fault(code="too_long", at="/detail", params=params)
    return text


def _units(names: Names) -> Mapping[str, str] | None:
    units = names.get("units")
    return units if isinstance(units, Mapping) else None


def _unit_code(value: JSON) -> str | None:
    """Return the digits of a unit's code, or None for what cannot be one."""
    text = value.strip() if isinstance(value, str) else ""
    return text if text.isascii() and text.isdigit() and len(text) <= 8 else None


def _as_code(value: JSON) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**9 else None
    return value.strip() if isinstance(value, str) else None


def _is_given(value: JSON) -> bool:
    return value not in (None, "") and value != [] and value != {}
