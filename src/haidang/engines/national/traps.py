"""Judge a record by rule: every trap of the national data, each a small pure function."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from haidang.engines.national.lists import Lists
from haidang.engines.national.papers import find_paper, is_placeholder
from haidang.engines.national.reading import limit_of
from haidang.engines.national.record import NationalRecord
from haidang.engines.national.traps_fees import find_fee_traps
from haidang.engines.national.words import Flag
from haidang.kernel.errors import Severity
from haidang.kernel.text import fold

RESULT_CODE: Final = re.compile(r"^KQ\.[A-Y]\d{2}\.\d{6}$")
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_LAW: Final = re.compile(r"\b\d+(?:\.\d+)?/\d{4}/[A-ZĐ-]{2,12}\d*(?:-[A-ZĐ]+)?")
_DISTRICT: Final = re.compile(r"cấp huyện|tại huyện|UBND (?:quận|huyện)|cấp quận", re.IGNORECASE)
_CODE: Final = re.compile(r"\d\.\d{6}")
_LONG_DAYS: Final = 200
_LONG_NAME: Final = 500
_UNITS: Final = {"working_day": "ngày làm việc", "calendar_day": "ngày", "hour": "giờ"}
_CHANNELS: Final = {"online": "trực tuyến", "counter": "trực tiếp", "post": "bưu chính"}

Rule = Callable[[NationalRecord, Lists], Iterator[Flag]]


def judge(record: NationalRecord, lists: Lists) -> tuple[Flag, ...]:
    """Return every trap that a record fell into, each rule once, the gravest first."""
    found = [flag for rule in _RULES for flag in rule(record, lists)]
    weight = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    return tuple(sorted(found, key=lambda flag: weight[flag.severity]))


def _time(record: NationalRecord, _lists: Lists) -> Iterator[Flag]:
    unsure = [row for row in record.channels if limit_of(row)[1] == "none"]
    numbers = [row for row in unsure if row.value is not None]
    if any(row.value == 1 for row in numbers):
        yield Flag(code="time_placeholder", field="channels")
    lost = dict.fromkeys(row.limit_text for row in numbers if row.value != 1)
    if lost:
        yield Flag(code="time_unit_missing", field="channels", detail=", ".join(lost))
    words = dict.fromkeys(row.limit_text for row in unsure if row.value is None)
    if words:
        told = "; ".join(text for text in words if text) or "không có"
        yield Flag(code="time_in_words", field="channels", detail=_short(told))


def _time_differs(record: NationalRecord, _lists: Lists) -> Iterator[Flag]:
    limits: dict[str, set[tuple[int, str]]] = {}
    for row in record.channels:
        limits.setdefault(row.channel, set()).add(limit_of(row))
    for channel, found in limits.items():
        if len(found) > 1:
            told = f"{_CHANNELS[channel]}: " + " / ".join(_limit(*one) for one in sorted(found))
            yield Flag(code="time_by_case", field="channels", detail=told)
    single = {name: next(iter(found)) for name, found in limits.items() if len(found) == 1}
    if len(set(single.values())) > 1:
        told = ", ".join(f"{_CHANNELS[name]} {_limit(*one)}" for name, one in single.items())
        yield Flag(code="time_by_channel", field="channels", detail=told)
    long = [_limit(*one) for found in limits.values() for one in found if one[0] >= _LONG_DAYS]
    if long:
        yield Flag(code="time_unlikely", field="channels", detail=", ".join(sorted(set(long))))


def _channels(record: NationalRecord, _lists: Lists) -> Iterator[Flag]:
    if not record.channels:
        yield Flag(code="channels_missing", field="channels")
    elif not any(row.channel == "online" for row in record.channels):
        yield Flag(code="no_online_channel", field="channels")


def _fees(record: NationalRecord, _lists: Lists) -> Iterator[Flag]:
    return find_fee_traps(record.channels)


def _evidence(record: NationalRecord, _lists: Lists) -> Iterator[Flag]:
    empty = [row for row in record.documents if is_placeholder(row)]
    if empty:
        yield Flag(code="evidence_not_paper", field="documents", detail=str(len(empty)))
    if not record.documents and "documents" not in record.raw:
        yield Flag(code="evidence_missing", field="documents")


def _papers(record: NationalRecord, lists: Lists) -> Iterator[Flag]:
    for code, papers in (("paper_held", lists.held), ("paper_abolished", lists.abolished)):
        found = (find_paper(row.name, papers) for row in record.documents)
        named = dict.fromkeys(paper.words[0] for paper in found if paper)
        if named:
            yield Flag(code=code, field="documents", detail=", ".join(named))


def _raw(record: NationalRecord, _lists: Lists) -> Iterator[Flag]:
    for part in record.raw:
        yield Flag(code="part_not_cut", field=part, detail=part)


def _results(record: NationalRecord, lists: Lists) -> Iterator[Flag]:
    codes = dict.fromkeys(code for _name, code in record.results)
    bad = [code or "(trống)" for code in codes if not RESULT_CODE.match(code)]
    if bad:
        yield Flag(code="result_code_bad", field="results", detail=_short(", ".join(bad)))
    shared = [code for code in codes if code in lists.shared_results]
    if shared:
        yield Flag(code="result_code_shared", field="results", detail=", ".join(shared))
    if not record.results and "results" not in record.raw:
        yield Flag(code="result_missing", field="results")


def _name(record: NationalRecord, _lists: Lists) -> Iterator[Flag]:
    if _DISTRICT.search(record.name):
        yield Flag(code="district_in_title", field="name")
    if _CODE.search(record.name):
        yield Flag(code="code_in_name", field="name")
    if len(record.name) > _LONG_NAME:
        yield Flag(code="name_too_long", field="name", detail=str(len(record.name)))
    parts = {
        "tên": record.name,
        "trình tự thực hiện": record.steps,
        "thành phần hồ sơ": " ".join(row.name for row in record.documents),
        "căn cứ pháp lý": " ".join(f"{law[0]} {law[1]}" for law in record.legal_basis),
    }
    mixed = [part for part, text in parts.items() if _CYRILLIC.search(text)]
    if mixed:
        yield Flag(code="lookalike_letters", field="name", detail=", ".join(mixed))


def _law(record: NationalRecord, lists: Lists) -> Iterator[Flag]:
    cited = dict.fromkeys(number for _title, number in record.legal_basis)
    named = [law for number in cited for law in _LAW.findall(number)]
    dead = [
        f"{law} (thay bằng {lists.dead_laws[law].replaced_by})"
        for law in named
        if law in lists.dead_laws
    ]
    if dead:
        yield Flag(code="dead_law", field="legal_basis", detail=", ".join(dead))
    if not record.legal_basis:
        yield Flag(code="law_missing", field="legal_basis")


def _level(record: NationalRecord, _lists: Lists) -> Iterator[Flag]:
    if is_customs(record) and "commune" in record.level:
        agency = record.executing or record.authority or "cơ quan hải quan"
        yield Flag(code="customs_at_commune", field="level", detail=_short(agency))
    if not record.level:
        yield Flag(code="level_missing", field="level", detail=record.raw_level or "-")


def _internal(record: NationalRecord, _lists: Lists) -> Iterator[Flag]:
    why = why_internal(record)
    if why:
        yield Flag(code="internal", field="code", detail=why)


def is_customs(record: NationalRecord) -> bool:
    """Say whether a procedure is one of the customs offices'."""
    return "hai quan" in fold(record.field)


def why_internal(record: NationalRecord) -> str:
    """Return why a procedure is internal to state bodies, else nothing.

    Codes that begin with 5 or 6 are; some of the police and the banks do not say so.
    """
    if record.code[0] in "56":
        return f"mã {record.code[0]}."
    if "noi bo" in fold(record.name):
        return "nội bộ"
    officials = {"Cán bộ, công chức, viên chức", "Đảng viên", "Tổ chức Đảng"}
    if record.audiences and set(record.audiences) <= officials:
        return "chỉ dành cho cán bộ, công chức"
    is_police = record.ministry == "bo-cong-an"
    own_people = "bao hiem y te" in fold(record.name) or "si quan, ha si quan" in fold(
        record.steps[:400]
    )
    return "nội bộ Công an nhân dân" if is_police and own_people else ""


def _limit(value: int, unit: str) -> str:
    return f"{value} {_UNITS[unit]}" if unit in _UNITS else "chưa rõ"


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:157].rstrip() + "…"


_RULES: Final[tuple[Rule, ...]] = (
    _time, _time_differs, _channels, _fees, _evidence, _papers, _raw, _results, _name, _law,
    _level, _internal,
)  # fmt: skip

__all__ = ["RESULT_CODE", "is_customs", "judge", "why_internal"]
