"""Read a list of values (``content/lists/*.yaml``): countries, ethnicities and the like."""

from collections.abc import Mapping
from dataclasses import dataclass

from haidang.engines.forms.model import Text
from haidang.engines.forms.reader import Reader
from haidang.kernel.errors import Problem, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueList:
    """Codes with their names by language, in the order to show."""

    key: str
    title: Text
    entries: Mapping[str, Text]


def parse_list(data: object) -> tuple[ValueList | None, tuple[Problem, ...]]:
    """Return the list, and all faults of its data; with an error there is no list."""
    problems: list[Problem] = []
    reader = Reader(data=data if isinstance(data, Mapping) else {}, path="", problems=problems)
    entries: dict[str, Text] = {}
    key, title = reader.key(), reader.text("title", required=True)
    reader.text("source")
    for item in reader.each("items"):
        code = item.word("code") or ""
        if not code or code in entries:
            item.fault("repeated_key", "code", ("Mã thiếu hoặc trùng.", "A code of its own."))
        entries[code] = item.text("name", required=True)
        item.finish()
    reader.finish()
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    return (None if failed else ValueList(key=key, title=title, entries=entries)), tuple(problems)
