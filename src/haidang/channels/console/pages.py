"""What each page of the console shows: frozen values that templates draw as they are."""

from dataclasses import dataclass

from haidang.ui.fields import Field
from haidang.ui.parts import Fault, Link, Row, Table, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The officer who looks, for the frame of the page."""

    name: str
    keeps_city: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A part of the console, with what it is for."""

    title: str
    text: str
    href: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """The parts that the officer may enter."""

    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One cell of a month; ``look`` is off, work, weekend or empty; a mark explains itself."""

    number: str
    look: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month as weeks from Monday."""

    name: str
    weeks: tuple[tuple[Day, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One day that differs from its weekday."""

    day: str
    weekday: str
    kind: str
    tone: Tone
    name: str
    law: str
    remove: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """A year of the city's calendar, and the form to change it."""

    year: int
    years: tuple[Link, ...]
    months: tuple[Month, ...]
    weekdays: tuple[str, ...]
    marks: tuple[Mark, ...]
    hours: tuple[str, ...]
    version: str
    announced: str
    fields: tuple[Field, ...]
    faults: tuple[Fault, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """What a change of the calendar would do."""

    changes: tuple[str, ...]
    summary: str
    tone: Tone
    table: Table | None
    hidden: tuple[tuple[str, str], ...]
    reason: Field
    faults: tuple[Fault, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsPage:
    """The words that the city says of itself."""

    fields: tuple[Field, ...]
    faults: tuple[Fault, ...]
    expected: int
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergerItem:
    """A merger in the list."""

    name: str
    href: str
    note: str
    state: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class MergersPage:
    """The mergers of the city."""

    items: tuple[MergerItem, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergerPage:
    """A merger: plan, steps, proof."""

    name: str
    state: str
    tone: Tone
    facts: tuple[Row, ...]
    steps: tuple[Row, ...]
    proof: Table | None
    faults: tuple[str, ...]
    plan: Table
    is_cut: bool
    sha256: str
    pdf_href: str
    json_href: str
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationPage:
    """Told against taken, procedure by procedure."""

    table: Table | None
    scope: str
    days: int
    crumbs: tuple[Link, ...]
