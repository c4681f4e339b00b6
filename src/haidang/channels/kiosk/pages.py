"""What each page of the kiosk shows: frozen values that templates draw as they are."""

from dataclasses import dataclass

from haidang.ui.parts import Fault, Link, Moment, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Big:
    """One big button: a picture, a few words, what happens."""

    text: str
    note: str
    icon: str
    href: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """What can be done here."""

    agency: str
    choices: tuple[Big, ...]
    waiting: int
    wait: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPage:
    """A number of the queue, as it is shown and printed."""

    agency: str
    label: str
    kind: str
    ahead: int
    wait: str
    drawn: str
    procedure: str
    priority: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPage:
    """Read a card."""

    name: str
    number: str
    hints: tuple[str, ...]
    fault: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPage:
    """How far a case is; nothing personal."""

    number: str
    status: str
    tone: Tone
    moments: tuple[Moment, ...]
    is_missing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPage:
    """Find a procedure."""

    query: str
    found: tuple[Link, ...]
    popular: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedurePage:
    """A procedure, and two ways to go on."""

    code: str
    name: str
    summary: str
    papers: tuple[str, ...]
    sign_in: str
    card: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A number on the board."""

    label: str
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """The board of the waiting hall."""

    agency: str
    called: tuple[Called, ...]
    waiting: tuple[str, ...]
    count: int
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesPage:
    """Which kiosks there are; shown with sample data only."""

    places: tuple[Link, ...]
