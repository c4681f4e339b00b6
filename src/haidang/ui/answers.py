"""From what a browser sent to answers; nothing is judged here, and nothing is lost."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.http import QueryDict

from haidang.kernel.events import JSON
from haidang.ui.questions import Question, field_name

_UNASKED: Final = frozenset({"evidence", "note", "calculated"})


def read_answers(post: QueryDict, questions: Iterable[Question]) -> dict[str, JSON]:
    """Return the answers of some questions; an emptied answer is None, which removes it."""
    return {
        shown.field.key: _read(post, shown)
        for shown in questions
        if shown.field.type not in _UNASKED and not shown.field.read_only
    }


def change_entries(
    post: QueryDict, questions: Iterable[Question], answers: Mapping[str, JSON]
) -> dict[str, JSON]:
    """Add an empty entry to a group or take one away, as the pressed button says."""
    changed = dict(answers)
    for shown in questions:
        key = shown.field.key
        entries = changed.get(key)
        rows = list(entries) if isinstance(entries, list) else []
        if post.get("_add_entry") == key:
            changed[key] = [*rows, {}]
        name, _, place = post.get("_remove_entry", "").partition(":")
        if name == key and place.isdigit():
            changed[key] = [row for number, row in enumerate(rows) if number != int(place)]
    return changed


def _read(post: QueryDict, shown: Question) -> JSON:
    name = field_name(shown.path)
    match shown.field.type:
        case "group":
            return [_read_row(post, row) for row in shown.rows]
        case "address":
            return _read_address(post, name)
        case "date" | "partial_date":
            return _read_date(post, name, partial=shown.field.type == "partial_date")
        case "choices":
            chosen: list[JSON] = [*post.getlist(name)]
            return chosen or None
        case "boolean" | "declaration":
            return {"true": True, "false": False}.get(post.get(name, ""))
        case _:
            return post.get(name, "").strip() or None


def _read_row(post: QueryDict, row: Iterable[Question]) -> dict[str, JSON]:
    read = {inner.field.key: _read(post, inner) for inner in row}
    return {key: value for key, value in read.items() if value is not None}


def _read_address(post: QueryDict, name: str) -> JSON:
    parts = {
        part: post.get(f"{name}.{part}", "").strip() for part in ("ward", "country", "detail")
    }
    given: dict[str, JSON] = {part: text for part, text in parts.items() if text}
    province = post.get(f"{name}.province", "").strip()
    if given.get("country") not in (None, "VN"):
        return given
    return {**given, "province": province} if given and province else given or None


def _read_date(post: QueryDict, name: str, *, partial: bool) -> JSON:
    day, month, year = (
        post.get(f"{name}.{part}", "").strip() for part in ("day", "month", "year")
    )
    if not (day or month or year):
        return None
    if partial and not day:
        return f"{month}/{year}" if month else year
    return f"{day}/{month}/{year}"
