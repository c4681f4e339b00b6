"""Nothing personal in a log: what looks like it is blotted out before a line is written.

The first defence is that nobody writes such things; this is the second. Names cannot be
known by their look, so fields that hold them are hidden by the field's own name.
"""

import re
from collections.abc import Mapping, MutableMapping
from typing import Final

HIDDEN: Final = "[hidden]"
PERSONAL_FIELDS: Final = frozenset(
    {
        "name", "full_name", "applicant_name", "actor_name", "officer_name", "phone", "email",
        "address", "personal_id", "identity_number", "birth_date", "password", "token",
        "authorization", "cookie", "answers", "facts",
    }
)  # fmt: skip
_PATTERNS: Final = re.compile(
    r"(?P<keep>\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32,128}\b)"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<phone>(?<![\w.])(?:\+?84[ .]?|0)[1-9](?:[ .]?\d){8}(?!\d))"
    r"|(?P<identity>(?<![\d.])(?:\d{12}|\d{9})(?!\d))"
    r"|(?P<row>(?:DETAIL|CONTEXT):[^\n]*)"
    r"|(?P<bearer>(?i:bearer) [\w.~+/=-]{8,})"
    r"|(?P<password>(?<=://)[^\s:/@]+:[^\s@/]+(?=@))"
)


def redact(text: str) -> str:
    """Blot out identity and telephone numbers, mail addresses, rows, tokens, passwords."""
    return _PATTERNS.sub(_blot, text)


def redact_fields(
    _logger: object, _method: str, line: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    """Redact every field of a line, however deep; a step of the log's pipe."""
    for key, value in line.items():
        if not key.startswith("_"):
            line[key] = HIDDEN if key.lower() in PERSONAL_FIELDS else _redacted(value)
    return line


def _redacted(value: object) -> object:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {
            key: HIDDEN if str(key).lower() in PERSONAL_FIELDS else _redacted(inner)
            for key, inner in value.items()
        }
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_redacted(inner) for inner in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return redact(str(value))


def _blot(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    return found.group() if kind == "keep" else f"[{kind}]"
