"""Show clean answers as people read them: for the review page and for documents."""

from collections.abc import Iterator, Mapping

from haidang.engines.expressions import Names
from haidang.engines.forms.model import JSON, Field, FieldType, FormSchema, Text
from haidang.engines.forms.numbers import shown_number
from haidang.engines.forms.places import listed

_NO_NAMES: Names = {}
_WORDS: Mapping[str, Text] = {
    "yes": {"vi": "Có", "en": "Yes"},
    "no": {"vi": "Không", "en": "No"},
    "agreed": {"vi": "Đã cam đoan", "en": "Declared"},
    "files": {"vi": "tệp", "en": "file(s)"},
    "dong": {"vi": "đồng", "en": "đồng"},
}


def explain_answers(
    form: FormSchema,
    clean: Mapping[str, JSON],
    language: str,
    *,
    names: Names = _NO_NAMES,
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return page titles, each with its pairs of label and shown value.

    ``names["lists"]`` gives words for codes, ``names["unit_names"]`` (code → name) those
    of provinces and communes; without them the codes are shown.
    """
    pages = []
    for page in form.pages:
        pairs = [
            pair
            for item in page.fields
            if item.key in clean
            for pair in _pairs(item, clean[item.key], language, names)
        ]
        if pairs:
            pages.append((say(page.title, language), pairs))
    return pages


def show_value(item: Field, value: JSON, language: str, names: Names = _NO_NAMES) -> str:
    """Return one clean value as people read it."""
    if isinstance(value, bool):
        word = "agreed" if value and item.type is FieldType.DECLARATION else "yes"
        return say(_WORDS[word if value else "no"], language)
    if isinstance(value, int | float):
        return _shown_amount(item, value, language)
    if isinstance(value, list):
        if item.type is FieldType.EVIDENCE:
            return f"{len(value)} {say(_WORDS['files'], language)}"
        return ", ".join(show_value(item, one, language, names) for one in value)
    if isinstance(value, dict):
        return _shown_address(value, language, names)
    return _shown_text(item, value or "", language, names)


def say(text: Text, language: str) -> str:
    """Return a text in a language, else in Vietnamese."""
    return text.get(language) or text.get("vi", "")


def _pairs(
    item: Field,
    value: JSON,
    language: str,
    names: Names,
) -> Iterator[tuple[str, str]]:
    label = say(item.label, language)
    if item.type is not FieldType.GROUP:
        yield label, show_value(item, value, language, names)
        return
    for number, row in enumerate(value if isinstance(value, list) else [], start=1):
        for inner in item.fields:
            if isinstance(row, dict) and inner.key in row:
                shown = show_value(inner, row[inner.key], language, names)
                yield f"{label} {number}: {say(inner.label, language)}", shown


def _shown_amount(item: Field, value: float, language: str) -> str:
    shown = shown_number(value)
    if item.type is FieldType.MONEY:
        return f"{shown} {say(_WORDS['dong'], language)}"
    suffix = say(item.suffix, language)
    return f"{shown} {suffix}" if suffix else shown


def _shown_text(item: Field, value: str, language: str, names: Names) -> str:
    match item.type:
        case FieldType.DATE | FieldType.PARTIAL_DATE:
            return "/".join(reversed(value.split("-")))
        case FieldType.DATETIME:
            return f"{value[11:16]} {'/'.join(reversed(value[:10].split('-')))}"
        case FieldType.UNIT:
            return _unit(value, names)
        case _:
            labels = {option.value: option.label for option in item.options}
            found = labels.get(value) or (listed(item, names) or {}).get(value)
            return say(found, language) if found else value


def _shown_address(value: Mapping[str, JSON], language: str, names: Names) -> str:
    country = value.get("country")
    if isinstance(country, str):
        lists = names.get("lists")
        countries = lists.get("countries", {}) if isinstance(lists, Mapping) else {}
        return (
            f"{value.get('detail', '')}, {say(countries.get(country, {'vi': country}), language)}"
        )
    parts = [str(value[key]) for key in ("detail",) if key in value]
    parts += [_unit(str(value[key]), names) for key in ("ward", "province") if key in value]
    return ", ".join(parts)


def _unit(code: str, names: Names) -> str:
    units = names.get("unit_names")
    return str(units.get(code, code)) if isinstance(units, Mapping) else code
