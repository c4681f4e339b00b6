"""What each page of the stewards' screen shows: frozen values drawn as they are."""

from dataclasses import dataclass

from haidang.ui.fields import Field
from haidang.ui.parts import Fault, Link, Row, Table, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The steward who looks, for the frame of the page."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A short word with a tone."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One staged record of the list."""

    code: str
    name: str
    href: str
    field: str
    level: str
    state: Tag
    traps: tuple[Tag, ...]
    can_tick: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """Staged records, narrowed by filters."""

    states: tuple[Link, ...]
    filters: tuple[Field, ...]
    query: str
    rows: tuple[RecordRow, ...]
    can_tick_any: bool
    back_to: str
    first_href: str
    next_href: str
    clear_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A trap that the record fell into."""

    title: str
    text: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelForm:
    """One channel: what the source says beside what is to be confirmed."""

    title: str
    source: tuple[Row, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """One row of papers: the source's text beside its kind and whether it is required."""

    number: str
    name: str
    note: str
    kind: Field
    required_name: str
    required: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """One record: its source, its flags and the reading to confirm."""

    code: str
    name: str
    state: Tag
    confirmed: str
    crumbs: tuple[Link, ...]
    facts: tuple[Row, ...]
    source_href: str
    procedure_href: str
    changes: Table | None
    notices: tuple[Notice, ...]
    channels: tuple[ChannelForm, ...]
    papers: tuple[PaperRow, ...]
    texts: tuple[Row, ...]
    seen: str
    faults: tuple[Fault, ...]
    can_confirm: bool
    is_own: bool
