"""Prove that a merger lost nothing, doubled nothing and changed nothing but the codes."""

from collections import Counter
from collections.abc import Iterable, Mapping

from haidang.engines.succession.model import Discrepancy, Weight


def expected_counts(before: Mapping[str, int], successors: Mapping[str, str]) -> Mapping[str, int]:
    """Return how often each code must stand in a column after the merger."""
    counted: Counter[str] = Counter()
    for code, rows in before.items():
        counted[successors.get(code, code)] += rows
    return {code: rows for code, rows in sorted(counted.items()) if rows}


def prove(
    before: Iterable[Weight], after: Iterable[Weight], *, successors: Mapping[str, str]
) -> list[Discrepancy]:
    """Return what is wrong; an empty list is the proof."""
    then = {weight.table: weight for weight in before}
    now = {weight.table: weight for weight in after}
    missing = [
        Discrepancy(table=table, code="not_weighed", message=_words("not_weighed", table))
        for table in sorted(then.keys() ^ now.keys())
    ]
    compared = [
        found
        for table in sorted(then.keys() & now.keys())
        for found in _compare(then[table], now[table], successors=successors)
    ]
    return [*missing, *compared]


def _compare(
    before: Weight, after: Weight, *, successors: Mapping[str, str]
) -> Iterable[Discrepancy]:
    table = before.table
    if after.rows < before.rows:
        yield Discrepancy(table=table, code="lost", message=_words("lost", table))
    if after.rows > before.rows:
        yield Discrepancy(table=table, code="doubled", message=_words("doubled", table))
    if after.rows == before.rows and after.digest != before.digest:
        yield Discrepancy(table=table, code="changed", message=_words("changed", table))
    for column, counts in before.counts.items():
        wanted = expected_counts(counts, successors)
        seen = {code: rows for code, rows in after.counts.get(column, {}).items() if rows}
        if dict(wanted) != dict(sorted(seen.items())):
            place = f"{table}.{column}"
            yield Discrepancy(table=table, code="misplaced", message=_words("misplaced", place))


_WORDS = {
    "not_weighed": ("Bảng {} chỉ được kiểm đếm một lần.", "Table {} was weighed only once."),
    "lost": ("Bảng {} bị mất dòng.", "Table {} lost rows."),
    "doubled": ("Bảng {} có thêm dòng.", "Table {} has more rows."),
    "changed": (
        "Nội dung khác ngoài mã cơ quan của bảng {} đã thay đổi.",
        "Something else than codes changed in table {}.",
    ),
    "misplaced": (
        "Số dòng theo mã cơ quan ở {} không khớp kế hoạch.",
        "The rows by code in {} do not agree with the plan.",
    ),
}


def _words(code: str, place: str) -> Mapping[str, str]:
    vi, en = _WORDS[code]
    return {"vi": vi.format(place), "en": en.format(place)}
