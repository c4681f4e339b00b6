"""What each page of the counter shows: frozen values that templates draw as they are."""

from dataclasses import dataclass

from haidang.ui.fields import Field, Option
from haidang.ui.parts import Fault, Link, Row, Table, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """Who is here, and what for."""

    scanner: Field
    photo: Field
    person: tuple[Field, ...]
    words: Field
    choices: tuple[Option, ...]
    chosen: str
    unit: Field
    ticket: str
    ticket_note: str
    hints: tuple[str, ...]
    faults: tuple[Fault, ...]
    drafts: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The questions of one page of the form."""

    key: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """A file that was bound to a paper."""

    id: str
    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that the procedure asks for, and what was scanned of it."""

    key: str
    name: str
    note: str
    files: tuple[PaperFile, ...]
    tone: Tone
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """Everything of one intake on one page."""

    draft: str
    procedure: str
    person: tuple[Row, ...]
    sections: tuple[Section, ...]
    papers: tuple[Paper, ...]
    waiting: tuple[Link, ...]
    faults: tuple[Fault, ...]
    is_checked: bool
    fees: Table | None
    due: str
    is_supplement: bool
    number: str
    reading: str
    started: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page of the stack."""

    number: int
    href: str
    label: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """The pages of one document: from, to, which paper, and what became of the paper."""

    number: int
    label: str
    first: Field
    last: Field
    key: Field
    kept: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class StackPage:
    """Split a stack of scans."""

    draft: str
    procedure: str
    sheets: tuple[Sheet, ...]
    rows: tuple[PartRow, ...]
    faults: tuple[Fault, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A fee that waits for its money."""

    id: str
    amount: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DonePage:
    """The receipt."""

    number: str
    procedure: str
    applicant: str
    title: str
    due: str
    seconds: int
    receipt: str
    others: tuple[Link, ...]
    owed: tuple[Owed, ...]
    can_collect: bool
    is_paid: bool
    case_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparatorSheet:
    """A sheet to lay between documents."""

    payload: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparatorsPage:
    """Sheets to print."""

    procedure: str
    sheets: tuple[SeparatorSheet, ...]
