"""What each page of the desk shows: frozen values that templates draw as they are."""

from dataclasses import dataclass

from haidang.ui.fields import Field
from haidang.ui.parts import Fault, Link, Moment, Row, Table, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The officer who looks, for the frame of the page."""

    name: str
    posts: tuple[str, ...]
    counter: str = ""
    """Where the officer serves people who are present, if at all."""
    catalogue: str = ""
    """Where a steward keeps the national catalogue; empty for everybody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One action that a task offers."""

    label: str
    href: str
    icon: str
    kind: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """The form of the chosen action."""

    title: str
    effect: str
    action: str
    fields: tuple[Field, ...]
    faults: tuple[Fault, ...]
    confirm: str
    kind: str
    icon: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelTask:
    """An open task in the action panel."""

    id: str
    name: str
    post: str
    due: str
    due_exact: str
    tone: Tone
    who: str
    can_act: bool
    is_mine: bool
    assign_href: str
    release_href: str
    choices: tuple[Choice, ...]
    form: StepForm | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled list of terms."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A file, or a record from a register, that proves something."""

    name: str
    title: str
    note: str
    href: str
    facts: tuple[Row, ...]
    added: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document made for the case; ``prints`` are the sizes of paper it can be set for."""

    title: str
    note: str
    href: str
    badge: str
    tone: Tone
    prints: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A supplement request with its items."""

    title: str
    note: str
    reason: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What the case costs and what was paid."""

    state: str
    tone: Tone
    lines: Table | None
    orders: Table | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step of the process; ``by`` tells who did it and when."""

    number: str
    name: str
    detail: str
    by: str
    state: str
    kind: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One deficiency: what, where, by which clause, and how an own finding is taken back."""

    text: str
    place: str
    clause: str
    note: str
    withdraw_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Something that was written about the case by officers: a note, a question, a transfer."""

    title: str
    note: str
    text: str
    tone: Tone
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A case with everything on one screen."""

    number: str
    href: str
    procedure: str
    status: str
    status_tone: Tone
    due: str
    due_exact: str
    due_tone: Tone
    due_reasons: tuple[str, ...]
    closing_reason: str
    crumbs: tuple[Link, ...]
    jumps: tuple[Link, ...]
    facts: tuple[Row, ...]
    tasks: tuple[PanelTask, ...]
    verbs: tuple[Choice, ...]
    verb_form: StepForm | None
    is_writing: bool
    can_note: bool
    lacks: tuple[Lack, ...]
    notes: tuple[Written, ...]
    places: tuple[Written, ...]
    preview: str
    parties: tuple[Section, ...]
    answers: tuple[Section, ...]
    proofs: tuple[Proof, ...]
    requests: tuple[Request, ...]
    papers: tuple[Paper, ...]
    money: Money
    process: tuple[StepLine, ...]
    moments: tuple[Moment, ...]
    earlier: tuple[Moment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramPage:
    """The drawing of the process, and the same in words."""

    number: str
    procedure: str
    source: str
    done: str
    now: str
    process: tuple[StepLine, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignPage:
    """Give a task to an officer."""

    task: str
    number: str
    field: Field
    faults: tuple[Fault, ...]
    back: str
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A case in the results of a search."""

    number: str
    href: str
    procedure: str
    applicant: str
    status: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPage:
    """Find a case."""

    query: str
    found: tuple[Found, ...]
    is_cut: bool
