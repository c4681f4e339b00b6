"""What the list of tasks and the pages for many tasks show: frozen values for templates."""

from dataclasses import dataclass

from haidang.ui.fields import Field
from haidang.ui.parts import Fault, Link, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One count above the list."""

    label: str
    value: str
    icon: str
    href: str
    tone: Tone
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One task of the list; ``behalf`` names whose post it is when it is delegated."""

    id: str
    number: str
    href: str
    procedure: str
    applicant: str
    channel: str
    step: str
    post: str
    behalf: str
    due: str
    due_exact: str
    tone: Tone
    who: str
    can_claim: bool
    can_tick: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The tasks of one due band under a heading."""

    title: str
    tone: Tone
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedLine:
    """A kept list: its name, its count, whose it is, and what its owner may do with it."""

    id: str
    text: str
    count: str
    href: str
    current: bool
    owner: str
    is_own: bool
    is_shared: bool
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage:
    """My work."""

    tiles: tuple[Tile, ...]
    saved: tuple[SavedLine, ...]
    fields: tuple[Field, ...]
    chips: tuple[Link, ...]
    groups: tuple[Group, ...]
    caption: str
    back_to: str
    query: tuple[tuple[str, str], ...]
    scope: str
    agencies: tuple[tuple[str, str], ...]
    first_href: str
    next_href: str
    all_href: str
    is_cut: bool
    is_sifted: bool
    can_tick_any: bool
    can_claim_any: bool
    can_assign_any: bool
    can_sign_any: bool

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        """Return the tasks of all groups in their order."""
        return tuple(row for group in self.groups for row in group.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveLine:
    """One task to give out, with the choice of officers and whom the platform suggests."""

    id: str
    number: str
    href: str
    procedure: str
    step: str
    due: str
    tone: Tone
    who: str
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How much an officer has in hand."""

    name: str
    post: str
    open_tasks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivePage:
    """Give many tasks out."""

    lines: tuple[GiveLine, ...]
    loads: tuple[Load, ...]
    back_to: str
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignLine:
    """One result to sign: who receives what, the draft, and whether it was opened."""

    id: str
    number: str
    href: str
    procedure: str
    applicant: str
    step: str
    draft: str
    was_opened: bool
    is_ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignPage:
    """Confirm many signatures or approvals on one page."""

    lines: tuple[SignLine, ...]
    faults: tuple[Fault, ...]
    back_to: str
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeLine:
    """What became of one of many."""

    number: str
    href: str
    text: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomePage:
    """What became of each of many tasks."""

    title: str
    summary: str
    lines: tuple[OutcomeLine, ...]
    back_to: str
    crumbs: tuple[Link, ...]
