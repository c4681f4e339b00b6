"""Read a line of the national catalogue's data into one typed record; tell every fault."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from haidang.kernel.errors import Problem

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"

CODE: Final = re.compile(r"^(\d)[.,](\d{6})(?:\.(.+))?$")
CHANNELS: Final = frozenset({"online", "post", "counter"})
LEVELS: Final = frozenset({"central", "province", "commune"})
_RAW_PARTS: Final = ("channels", "documents", "results", "legal_basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """One row of the table of channels; a channel may have several, one a case.

    ``unit`` is working_day, day, hour, month or other; ``amounts`` are whole đồng of the fee
    cell, ``amounts_in_text`` those that its description names.
    """

    channel: str
    value: float | None
    unit: str
    limit_text: str
    amounts: tuple[int, ...]
    amounts_in_text: tuple[int, ...]
    free: bool
    fee_text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One row of the table of papers: a paper, or a heading or remark typed as a row."""

    group: str
    name: str
    forms: tuple[str, ...]
    original: int
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalRecord:
    """One procedure as the national portal published it; nothing is mended here."""

    code: str
    suffix: str
    name: str
    decision: str
    ministry: str
    level: tuple[str, ...]
    raw_level: str
    kind: str
    field: str
    audiences: tuple[str, ...]
    authority: str
    executing: str
    coordinating: str
    steps: str
    channels: tuple[ChannelRow, ...]
    documents: tuple[DocumentRow, ...]
    documents_note: str
    conditions: str
    results: tuple[tuple[str, str], ...]
    """Name and code of each result."""
    legal_basis: tuple[tuple[str, str], ...]
    """Title and number of each document of law."""
    source_url: str
    raw: Mapping[str, str]
    """The text of each part that could not be cut up."""
    data: Mapping[str, JSON]
    """The line as it came."""


def normalise_code(text: str) -> tuple[str, str] | None:
    """Return a procedure's code and its agency suffix; None when it is no code.

    Scanned annexes write "1,010824", local lists "1.002396.H42".
    """
    found = CODE.match(text.strip())
    return (f"{found[1]}.{found[2]}", found[3] or "") if found else None


def read_line(raw: bytes) -> tuple[NationalRecord | None, tuple[Problem, ...]]:
    """Read one line of the file: a record, or everything that is wrong with it."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as fault:
        return None, (_fault("not_json", "", str(fault)[:120]),)
    if not isinstance(data, dict):
        return None, (_fault("not_an_object", "", type(data).__name__),)
    return read_record(data)


def read_record(data: Mapping[str, JSON]) -> tuple[NationalRecord | None, tuple[Problem, ...]]:
    """Read the data of one procedure: a record, or everything that is wrong with it."""
    problems = tuple(_faults(data))
    code = normalise_code(_text(data.get("code")))
    if problems or code is None:
        return None, problems
    return (
        NationalRecord(
            code=code[0],
            suffix=code[1],
            name=_text(data.get("name")),
            decision=_text(data.get("decision")),
            ministry=_text(data.get("ministry")),
            level=_words(data.get("level")),
            raw_level=_text(data.get("raw_level")),
            kind=_text(data.get("kind")),
            field=_text(data.get("field")),
            audiences=_words(data.get("audiences")),
            authority=_text(data.get("competent_authority")),
            executing=_text(data.get("executing_agency")),
            coordinating=_text(data.get("coordinating_agency")),
            steps=_text(data.get("steps")),
            channels=tuple(_channel(row) for row in _rows(data.get("channels"))),
            documents=tuple(_document(row) for row in _rows(data.get("documents"))),
            documents_note=_text(data.get("documents_note")),
            conditions=_text(data.get("conditions")),
            results=_pairs(data.get("results"), "name", "code"),
            legal_basis=_pairs(data.get("legal_basis"), "title", "number"),
            source_url=_text(data.get("source_url")),
            raw=_raw(data),
            data=data,
        ),
        (),
    )  # fmt: skip


def hash_record(data: Mapping[str, JSON]) -> str:
    """Hash a record: the same content gives the same hash, whatever the order of its keys."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _faults(data: Mapping[str, JSON]) -> list[Problem]:
    found = []
    code = data.get("code")
    if not isinstance(code, str) or normalise_code(code) is None:
        found.append(_fault("bad_code", "/code", str(code)[:40]))
    found += [
        _fault("missing", f"/{key}", key)
        for key in ("name", "steps", "source_url", "field", "decision")
        if not isinstance(data.get(key), str) or not _text(data.get(key))
    ]
    found += [
        _fault("not_a_list", f"/{key}", key)
        for key in ("level", "audiences", "channels", "documents", "results", "legal_basis")
        if not isinstance(data.get(key), list)
    ]
    for level in _words(data.get("level")):
        if level not in LEVELS:
            found.append(_fault("unknown_level", "/level", level))
    for key in ("channels", "documents", "results", "legal_basis"):
        found += _row_faults(key, data.get(key))
    return found


def _row_faults(key: str, value: JSON) -> list[Problem]:
    listed = value if isinstance(value, list) else []
    found = []
    for index, row in enumerate(listed):
        place = f"/{key}/{index}"
        if not isinstance(row, dict):
            found.append(_fault("not_an_object", place, key))
        elif key == "channels" and row.get("channel") not in CHANNELS:
            found.append(_fault("unknown_channel", f"{place}/channel", str(row.get("channel"))))
        elif key == "channels" and not _is_channel_whole(row):
            found.append(_fault("bad_channel", place, "time_limit, fee"))
        elif key == "documents" and not _text(row.get("name")):
            found.append(_fault("missing", f"{place}/name", "name"))
    return found


def _is_channel_whole(row: Mapping[str, JSON]) -> bool:
    limit, fee = row.get("time_limit"), row.get("fee")
    return isinstance(limit, dict) and isinstance(fee, dict)


_TOLD: Final[Mapping[str, tuple[str, str]]] = {
    "not_json": ("Dòng không đọc được: {0}.", "The line cannot be read: {0}."),
    "not_an_object": ("Phải là một đối tượng, không phải {0}.", "An object is needed, not {0}."),
    "bad_code": ("“{0}” không phải là mã thủ tục.", "“{0}” is no code of a procedure."),
    "missing": ("Thiếu “{0}”.", "“{0}” is missing."),
    "not_a_list": ("“{0}” phải là một danh sách.", "“{0}” must be a list."),
    "unknown_level": ("Không có cấp “{0}”.", "There is no level “{0}”."),
    "unknown_channel": ("Không có kênh “{0}”.", "There is no channel “{0}”."),
    "bad_channel": ("Dòng kênh thiếu {0}.", "The row of the channel lacks {0}."),
    "twice": ("Mã đã có ở dòng {0}.", "The code stands on line {0} already."),
}


def _fault(code: str, path: str, detail: str) -> Problem:
    vietnamese, english = _TOLD[code]
    return Problem(
        code=f"national.{code}",
        path=path,
        message={"vi": vietnamese.format(detail), "en": english.format(detail)},
    )


def told_twice(line: int) -> Problem:
    """Return the fault of a code that an earlier line has already."""
    return _fault("twice", "/code", str(line))


def _channel(row: Mapping[str, JSON]) -> ChannelRow:
    limit, fee = _mapping(row.get("time_limit")), _mapping(row.get("fee"))
    value = limit.get("value")
    return ChannelRow(
        channel=_text(row.get("channel")),
        value=value if isinstance(value, int | float) and not isinstance(value, bool) else None,
        unit=_text(limit.get("unit")) or "other",
        limit_text=_text(limit.get("text")),
        amounts=_wholes(fee.get("amounts")),
        amounts_in_text=_wholes(fee.get("amounts_in_text")),
        free=fee.get("free") is True,
        fee_text=_text(fee.get("text")),
        note=_text(row.get("note")),
    )


def _document(row: Mapping[str, JSON]) -> DocumentRow:
    copies = _mapping(row.get("copies"))
    return DocumentRow(
        group=_text(row.get("group")),
        name=_text(row.get("name")),
        forms=tuple(filter(None, (_text(row.get("form")), *_words(row.get("more_forms"))))),
        original=next(iter(_wholes([copies.get("original")])), 0),
        copies=next(iter(_wholes([copies.get("copy")])), 0),
    )


def _raw(data: Mapping[str, JSON]) -> dict[str, str]:
    texts = {part: _text(data.get(f"raw_{part}")) for part in _RAW_PARTS}
    return {part: text for part, text in texts.items() if text}


def _pairs(value: JSON, first: str, second: str) -> tuple[tuple[str, str], ...]:
    return tuple((_text(row.get(first)), _text(row.get(second))) for row in _rows(value))


def _wholes(value: JSON) -> tuple[int, ...]:
    listed = value if isinstance(value, list) else []
    return tuple(int(one) for one in listed if isinstance(one, int | float) and one >= 0)


def _text(value: JSON) -> str:
    return value.strip() if isinstance(value, str) else ""


def _words(value: JSON) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else []
    return tuple(item for item in listed if isinstance(item, str))


def _rows(value: JSON) -> list[dict[str, JSON]]:
    listed = value if isinstance(value, list) else []
    return [row for row in listed if isinstance(row, dict)]


def _mapping(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, dict) else {}
