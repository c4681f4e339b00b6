"""What components show, as plain values; a presenter makes them, a tag draws them."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["idle", "info", "good", "warn", "bad"]
"""How a badge, a notice or a traffic light looks; words always say the same."""

TONE_ICONS: dict[Tone, str] = {
    "idle": "info",
    "info": "info",
    "good": "check-circle",
    "warn": "clock",
    "bad": "alert",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Whose site it is: the city's words in the header and the footer."""

    name: str
    short: str = ""
    owner: str = ""
    motto: str = ""
    hotline: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A place to go: breadcrumbs, tabs, menus and chips are made of it."""

    text: str
    href: str = ""
    icon: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a summary list; ``wrong`` marks an answer that needs mending."""

    term: str
    text: str
    href: str = ""
    action: str = ""
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One point of a timeline: done, now, still to come, or waiting for the person."""

    title: str
    state: Literal["done", "now", "todo", "warn"] = "todo"
    when: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table: words, with a link or a tone if need be."""

    text: str
    href: str = ""
    tone: Tone | None = None
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose first column names each row; narrow windows show rows as cards."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    hide_caption: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One line of an error summary: what is wrong, and the field where to mend it."""

    text: str
    href: str = ""
