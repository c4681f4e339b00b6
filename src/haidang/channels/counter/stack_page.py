"""Split a stack of scans: which pages are which paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.blocks.scanning.public import StackView
from haidang.channels.counter.pages import PartRow, Sheet, StackPage
from haidang.domain.cases.public import CaseView, PaperKept
from haidang.engines.scans import Part
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Fault, Link
from haidang.ui.questions import said

SPARE_ROWS: Final = 2
MOST_ROWS: Final = 60
KEPT: Final[dict[str, PaperKept]] = {"copy": "copy", "shown": "shown", "kept": "kept"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One row as it was sent."""

    row: int
    first: str
    last: str
    key: str
    kept: PaperKept

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was asked for."""
        return not (self.first or self.last or self.key)


def proposed_rows(stack: StackView, *, papers: Mapping[str, str]) -> list[Wanted]:
    """Return a row for each document that the stack seems to hold."""
    return [_row(part, number=number, papers=papers) for number, part in enumerate(stack.parts)]


def read_rows(post: QueryDict) -> list[Wanted]:
    """Return the rows that were sent."""
    sent = post.get("rows", "")
    count = min(int(sent), MOST_ROWS) if sent.isdigit() else 0
    return [
        Wanted(
            row=number,
            first=post.get(f"first.{number}", "").strip()[:4],
            last=post.get(f"last.{number}", "").strip()[:4],
            key=post.get(f"key.{number}", "").strip()[:80],
            kept=KEPT.get(post.get(f"kept.{number}", ""), "copy"),
        )
        for number in range(count)
    ]


def find_faults(
    rows: Sequence[Wanted], *, pages: int, papers: Mapping[str, str]
) -> tuple[Fault, ...]:
    """Return everything that is wrong with a splitting."""
    used = [row for row in rows if row.key]
    found = [fault for row in used for fault in _faults_of(row, pages=pages, papers=papers)]
    if not used:
        found.append(
            Fault(text=_("Say of at least one document which paper it is."), href="#f-key-0")
        )
    return tuple(found)


def pages_of(row: Wanted) -> range:
    """Return the pages of a row that has no faults."""
    return range(int(row.first), int(row.last) + 1)


def stack_page(
    case: CaseView,
    stack: StackView,
    *,
    rows: Sequence[Wanted],
    papers: Mapping[str, str],
    faults: tuple[Fault, ...] = (),
) -> StackPage:
    """Return the page: thumbnails, and a row for each document with two spare ones."""
    shown = [row for row in rows if not row.is_empty]
    spare = [
        Wanted(row=len(shown) + one, first="", last="", key="", kept="copy")
        for one in range(SPARE_ROWS)
    ]
    options = tuple(Option(value=key, label=name) for key, name in papers.items())
    procedure = said(case.procedure_name)
    return StackPage(
        draft=str(case.id),
        procedure=procedure,
        sheets=tuple(_sheet(case, stack, at) for at in range(len(stack.pages))),
        rows=tuple(
            _part_row(row, number=number, options=options)
            for number, row in enumerate([*shown, *spare])
        ),
        faults=faults,
        crumbs=(
            Link(text=procedure, href=reverse("counter:sheet", args=[case.id])),
            Link(text=_("Split the stack"), current=True),
        ),
    )


def _row(part: Part, *, number: int, papers: Mapping[str, str]) -> Wanted:
    only = next(iter(papers)) if len(papers) == 1 else ""
    key = part.key if part.key in papers else only
    return Wanted(row=number, first=str(part.first), last=str(part.last), key=key, kept="copy")


def _faults_of(row: Wanted, *, pages: int, papers: Mapping[str, str]) -> list[Fault]:
    number = row.row + 1
    if row.key not in papers:
        text = _("Document %(number)d: this paper does not belong to the procedure.")
        return [Fault(text=text % {"number": number}, href=f"#f-key-{row.row}")]
    digits = row.first.isdigit() and row.last.isdigit()
    if not digits or not 1 <= int(row.first) <= int(row.last) <= pages:
        text = _("Document %(number)d: the pages must lie between 1 and %(pages)d, first to last.")
        return [Fault(text=text % {"number": number, "pages": pages}, href=f"#f-first-{row.row}")]
    return []


def _part_row(row: Wanted, *, number: int, options: tuple[Option, ...]) -> PartRow:
    label = _("Document %(number)d") % {"number": number + 1}
    return PartRow(
        number=number,
        label=label,
        first=_page_field(f"first.{number}", _("From page"), row.first),
        last=_page_field(f"last.{number}", _("To page"), row.last),
        key=Field(
            name=f"key.{number}", label=_("Paper"), kind="select", options=options,
            value=row.key, required=False,
        ),
        kept=Field(
            name=f"kept.{number}", label=_("The paper itself"), kind="select", value=row.kept,
            options=(
                Option(value="copy", label=_("A copy was handed in")),
                Option(value="shown", label=_("The original was shown and given back")),
                Option(value="kept", label=_("The original stays here")),
            ),
        ),
    )  # fmt: skip


def _page_field(name: str, label: str, value: str) -> Field:
    return Field(
        name=name, label=label, kind="number", value=value, input_mode="numeric", size="short",
        required=False,
    )  # fmt: skip


def _sheet(case: CaseView, stack: StackView, at: int) -> Sheet:
    page = stack.pages[at]
    note = _("Separator sheet") if page.separator else _("Blank") if page.is_blank else ""
    return Sheet(
        number=page.number,
        href=reverse("counter:page", args=[case.id, stack.id, page.number]),
        label=_("Page %(number)d") % {"number": page.number},
        note=note,
    )
