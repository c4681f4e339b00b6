"""What each page of the portal shows: frozen values that templates draw as they are."""

from dataclasses import dataclass

from haidang.channels.portal.presenters.places import MandatePart, RelatedPart
from haidang.ui.fields import Field
from haidang.ui.parts import Fault, Link, Moment, Row, Table, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """A turn in life that leads people to a procedure, in their own words."""

    title: str
    text: str
    icon: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureItem:
    """A procedure in a list; the note says where it cannot be handed in online."""

    code: str
    name: str
    summary: str
    field: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """The front page."""

    events: tuple[LifeEvent, ...]
    popular: tuple[ProcedureItem, ...]
    suggestions: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What a search found; without a query, all procedures, page by page.

    ``filters`` are the choices to narrow by, ``chosen`` leads to the page without each of
    them; ``mended`` is the query as it was understood where slips were put right.
    """

    query: str
    found: tuple[ProcedureItem, ...]
    filters: tuple[Field, ...] = ()
    chosen: tuple[Link, ...] = ()
    events: tuple[Link, ...] = ()
    mended: str = ""
    more_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One piece of evidence; ``instead`` says which data makes the paper unnecessary."""

    name: str
    amount: str
    case: str = ""
    media: str = ""
    instead: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPart:
    """How long it really takes; without lines the note says why nothing is told."""

    title: str
    lines: tuple[str, ...]
    note: str
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperGroup:
    """Papers of one case, or of every case when it has no title."""

    title: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPart:
    """What the page of a generic procedure owes its reader: source, day, what is not sure."""

    source_href: str
    taken_on: str
    is_confirmed: bool
    points: tuple[tuple[str, str], ...]
    """What is open, and what is done meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedurePage:
    """A procedure with all parts that the law wants published."""

    code: str
    name: str
    summary: str
    field: str
    level: str
    audiences: str
    agency: str
    decision: str
    revision: str
    steps: tuple[str, ...]
    channels: Table
    time_note: str
    fees: tuple[str, ...]
    papers: tuple[Paper, ...]
    conditions: str
    results: tuple[str, ...]
    legal_basis: Table
    process: Table
    retention: str
    start_href: str
    crumbs: tuple[Link, ...]
    forecast: ForecastPart | None = None
    open_part: OpenPart | None = None
    groups: tuple[PaperGroup, ...] = ()
    steps_are_prose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """Choose who receives the case before the form begins."""

    name: str
    fields: tuple[Field, ...]
    faults: tuple[Fault, ...]
    drafts: tuple[Link, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """One page of a form."""

    procedure: str
    title: str
    help: str
    step: int
    total: int
    fields: tuple[Field, ...]
    faults: tuple[Fault, ...]
    back_href: str
    steps: tuple[Link, ...]
    saved: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The answers of one page of a form."""

    title: str
    rows: tuple[Row, ...]
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """Everything at once before the case is handed in."""

    procedure: str
    agency: str
    sections: tuple[Section, ...]
    faults: tuple[Fault, ...]
    fees: Table | None
    due: str
    due_reasons: tuple[str, ...]
    back_href: str
    forecast: ForecastPart | None = None
    notes: tuple[str, ...] = ()
    """What is not sure of a generic procedure: its due date, its fee."""
    mandate: MandatePart | None = None

    @property
    def can_submit(self) -> bool:
        """Tell whether nothing stands in the way."""
        return not self.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseItem:
    """A case in the list of my cases; ``todo`` says what waits for the person."""

    number: str
    procedure: str
    href: str
    status: str
    tone: Tone
    when: str
    due: str = ""
    due_tone: Tone = "idle"
    todo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesPage:
    """My cases: what waits for me first."""

    cases: tuple[CaseItem, ...]
    following: str = ""
    owners: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paperwork:
    """A document to read or download."""

    name: str
    note: str
    href: str
    verify_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementPart:
    """What the officer asks for, all at once, and the fields to answer with."""

    reason: str
    until: str
    items: tuple[Link, ...]
    fields: tuple[Field, ...]
    faults: tuple[Fault, ...]
    action: str
    change_href: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesPart:
    """Two appointments, the later date with its apology, what was waited, the handing on."""

    appointments: tuple[Moment, ...] = ()
    apology: tuple[str, ...] = ()
    waited: str = ""
    forward: str = ""

    @property
    def has_details(self) -> bool:
        """Tell whether there is more to say than the apology."""
        return bool(self.appointments or self.waited or self.forward)

    @property
    def has_something(self) -> bool:
        """Tell whether there is anything to say."""
        return self.has_details or bool(self.apology)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingPart:
    """How the person may end the case: take it back, or have it stopped; what follows."""

    withdraw_action: str = ""
    stop_action: str = ""
    money: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPart:
    """What is to be paid and how; the QR code follows VietQR."""

    amount: str
    amount_words: str
    lines: Table
    qr: str
    transfer: tuple[Row, ...]
    state: str
    check_action: str
    pay_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPart:
    """The signed result and how to prove it."""

    name: str
    number: str
    note: str
    download_href: str
    verify_href: str
    verify_url: str
    vault_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """My case: where it stands, what I can do, what I received."""

    number: str
    procedure: str
    status: str
    tone: Tone
    due: str
    due_tone: Tone
    due_reasons: tuple[str, ...]
    facts: tuple[Row, ...]
    moments: tuple[Moment, ...]
    documents: tuple[Paperwork, ...]
    sections: tuple[Section, ...]
    crumbs: tuple[Link, ...]
    notice: str = ""
    notice_tone: Tone = "info"
    supplement: SupplementPart | None = None
    payment: PaymentPart | None = None
    result: ResultPart | None = None
    rating_action: str = ""
    rating_given: int = 0
    ending: EndingPart | None = None
    dates: DatesPart | None = None
    related: RelatedPart | None = None
    forecast: ForecastPart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPage:
    """Public tracking: only the code and the progress, nobody's name."""

    number: str
    searched: bool
    found: bool
    status: str = ""
    tone: Tone = "idle"
    moments: tuple[Moment, ...] = ()
    forecast: ForecastPart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureItem:
    """One signature of a verified document."""

    signer: str
    role: str
    when: str
    verdict: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPage:
    """Is this paper genuine? By its code, or by the file itself."""

    code: str
    outcome: str  # "", "genuine", "forged", "unknown", "revoked"
    rows: tuple[Row, ...] = ()
    signatures: tuple[SignatureItem, ...] = ()
    faults: tuple[Fault, ...] = ()
    field: Field | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultPage:
    """The papers that the person keeps in the city's store."""

    papers: tuple[Paperwork, ...]
    following: str = ""
    owners: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryPage:
    """Who read the person's data, and the messages that were sent."""

    tabs: tuple[Link, ...]
    reads: Table | None
    messages: Table | None
    following: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """The ways to sign in, and where the person wanted to go."""

    providers: tuple[Link, ...]
    samples: tuple[Link, ...]
