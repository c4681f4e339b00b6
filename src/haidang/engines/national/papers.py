"""What the rows of papers are, and which cases their groups stand for."""

import re
from collections.abc import Sequence
from typing import Final

from haidang.engines.national.lists import Lists
from haidang.engines.national.record import DocumentRow
from haidang.engines.packages.context import Paper
from haidang.kernel.text import fold

PAPER_KINDS: Final = ("paper", "heading", "remark", "register", "abolished")
_HEADINGS: Final = (
    "giay to phai", "ho so gom", "ho so bao gom", "bao gom", "gom", "thanh phan ho so",
    "cac giay to", "giay to nop", "giay to xuat trinh", "ho so dang ky bao gom",
)  # fmt: skip
_PAPERS: Final = (
    "don ", "to khai", "giay ", "van ban", "ban sao", "ban chinh", "quyet dinh", "bien ban",
    "hop dong", "bao cao", "danh sach", "phieu", "chung tu", "so ", "ban ve", "ke hoach",
    "de an", "phuong an", "hoa don", "ho chieu", "anh ", "ly lich", "chung chi", "to trinh",
    "cong van", "ban ", "tai lieu", "the ", "mau ",
)  # fmt: skip
_CONDITIONAL: Final = re.compile(
    r"neu co|truong hop|doi voi|\bneu\b|mot trong (?:cac|nhung)|\bkhi\b|hoac la"
)
_OPTIONAL_GROUP: Final = re.compile(r"uy quyen|luu y|xuat trinh|neu co")
_NUMBERING: Final = re.compile(r"^[\s\-\u2013+*•.()\d]*(?:[a-z]{1,2}\d?[).]\s*)?", re.IGNORECASE)


def read_papers(rows: Sequence[DocumentRow], lists: Lists) -> list[tuple[str, bool]]:
    """Return for each row what it is and whether it must be there."""
    return [_read(row, lists) for row in rows]


def real_cases(rows: Sequence[DocumentRow]) -> tuple[str, ...]:
    """Return the groups that are cases to choose from (trường hợp), at least two, else none.

    A group about a mandate, a remark or a place of reception is no case of its own.
    """
    groups = dict.fromkeys(row.group for row in rows if row.group)
    cases = tuple(group for group in groups if _is_case(group))
    return cases if len(cases) > 1 else ()


def is_placeholder(row: DocumentRow) -> bool:
    """Say whether a row asks for no copy at all: a heading or remark typed as a row."""
    return row.original == 0 and row.copies == 0


def find_paper(name: str, papers: Sequence[Paper]) -> Paper | None:
    """Return the paper that a row's name is that of, among those not to be asked for."""
    folded = bare(name).casefold()
    plain = folded.removeprefix("bản sao ")
    for paper in papers:
        named = plain.startswith(paper.words) or folded.startswith(paper.words)
        if named and not any(words in folded for words in paper.excepted):
            return paper
    return None


def bare(name: str) -> str:
    """Return a name without the numbering that editors typed before it."""
    return _NUMBERING.sub("", name, count=1).strip() or name.strip()


def _read(row: DocumentRow, lists: Lists) -> tuple[str, bool]:
    if find_paper(row.name, lists.abolished):
        return "abolished", False
    if is_placeholder(row) and not row.forms:
        return _read_placeholder(row), False
    if find_paper(row.name, lists.held):
        return "register", False
    if is_placeholder(row):
        return "paper", False
    folded, group = fold(row.name), fold(row.group)
    is_open = _CONDITIONAL.search(folded) or _OPTIONAL_GROUP.search(group)
    return "paper", not is_open


def _read_placeholder(row: DocumentRow) -> str:
    folded = fold(bare(row.name))
    if row.name.rstrip().endswith(":") or folded.startswith(_HEADINGS):
        return "heading"
    return "paper" if folded.startswith(_PAPERS) and len(folded) < 200 else "remark"


def _is_case(group: str) -> bool:
    folded = fold(group)
    named = "truong hop" in folded or "doi voi" in folded
    return named and not _OPTIONAL_GROUP.search(folded)
