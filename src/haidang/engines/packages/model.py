"""The typed objects that packages become."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

from haidang.engines.deadlines import CalendarRules, TimeLimit
from haidang.engines.fees import FeeSchedule, Tariff
from haidang.engines.forms import FormSchema
from haidang.engines.packages.source import JSON
from haidang.engines.workflow import Process

Text = Mapping[str, str]
"""What people read, by language."""

CHANNELS: Final = ("online", "counter", "post")


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """A document of law and when it is in force; an unknown day is None."""

    number: str
    title: Text
    articles: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def is_in_force(self, day: date) -> bool:
        """Say whether the document is in force on a day; an unknown limit does not bind."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """The data of another agency that stands in for a paper (NQ 66.7/2025/NQ-CP)."""

    service: str
    source: Text
    law: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A paper of the file. ``required`` is CEL over the answers, or "true"/"false"."""

    key: str
    name: Text
    original: int
    copies: int
    required: str
    replaced_by: Replacement | None = None
    form: str | None = None
    media: tuple[str, ...] = ("pdf", "jpeg", "png")
    max_mb: int = 10
    case: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the person receives; ``template`` names a file of the package."""

    key: str
    code: str
    name: Text
    template: str
    symbol: str
    to_vault: bool = True
    validity_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOffer:
    """One way to hand the file in, with its legal time limit."""

    channel: str
    time_limit: TimeLimit
    note: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Hẹn lần 1 (``first``) or hẹn lần 2 (``second``); nodes of the process are named by key.

    ``limits`` are by channel. Leaving a node of ``met_by`` meets the first appointment;
    leaving one of ``starts_with`` starts the second; while the process stands at a node of
    ``excluded`` the first does not count; ``at_most`` caps the second.
    """

    key: str
    name: Text
    limits: Mapping[str, TimeLimit]
    met_by: tuple[str, ...] = ()
    starts_with: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    at_most: TimeLimit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRules:
    """When the clock starts and what a supplement does to it (domain of engines.deadlines).

    ``extension_days`` are the most working days that one extension may add, ``forward_until``
    is the last minute of the day at which reception still forwards the same day; where the
    package says nothing, the city's and the law's own values hold.
    """

    start: str = "acceptance"
    supplement_regime: str = "restart"
    supplement_days: int = 7
    once: bool = True
    extension_days: int | None = None
    forward_until: time | None = None
    appointments: tuple[Appointment, ...] = ()

    def appointment(self, key: str) -> Appointment | None:
        """Return the first or the second appointment, if the procedure has two."""
        return next((each for each in self.appointments if each.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One procedure of a form that leads to several, with its own agency, clock and result.

    ``when`` and ``longer_when`` are expressions over the form's case; ``answers`` gives the
    part's answers as expressions, none: all of the form's; ``after`` names the parts whose
    result it waits for.
    """

    key: str
    name: Text
    procedure: str
    agency_kind: str
    time_limit: TimeLimit
    longer_limit: TimeLimit | None
    longer_when: str
    when: str
    after: tuple[str, ...]
    answers: Mapping[str, str]
    process_file: str
    process: Process
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFile:
    """An author's example: given these answers, this must come out."""

    file: str
    data: Mapping[str, JSON]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """What a steward has not confirmed yet, and the safe reading that is used meanwhile."""

    code: str
    field: str
    text: Text
    reading: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedurePackage:
    """One administrative procedure, complete and runnable (NĐ 63/2010/NĐ-CP, Article 8(2)).

    ``form``, ``process`` and ``fees`` are what the other engines run; ``files`` holds the
    package's own bytes, from which everything else was read. A generic package was built
    from the national data of ``snapshot_on``; a steward has confirmed it or it has open points.
    """

    code: str
    name: Text
    level: tuple[str, ...]
    field: Mapping[str, str]
    agency_kind: str
    audiences: tuple[str, ...]
    keywords: Mapping[str, tuple[str, ...]]
    summary: Text
    steps: Mapping[str, tuple[str, ...]]
    conditions: Text
    decision_number: str
    decision_on: date | None
    channels: tuple[ChannelOffer, ...]
    time: TimeRules
    evidence: tuple[Evidence, ...]
    results: tuple[Result, ...]
    legal_basis: tuple[LegalBasis, ...]
    retention: Mapping[str, JSON]
    delegation: Mapping[str, JSON]
    quality: str
    form_data: JSON
    form: FormSchema
    process: Process
    fees_data: JSON
    fees: FeeSchedule
    texts: Mapping[str, Mapping[str, str]]
    scenarios: tuple[ScenarioFile, ...]
    files: Mapping[str, bytes]
    content_hash: str
    parts: tuple[Part, ...] = ()
    source_url: str = ""
    snapshot_on: date | None = None
    is_confirmed: bool = True
    told_fees: frozenset[str] = frozenset()
    """Channels whose fee the agency tells: nothing sure can be said of it beforehand."""
    open_points: tuple[OpenPoint, ...] = ()

    @property
    def process_bytes(self) -> bytes:
        """Return the BPMN file as it stands in the package."""
        return self.files["process.bpmn"]

    @property
    def templates(self) -> Mapping[str, bytes]:
        """Return the Typst sources by file name."""
        return {name: raw for name, raw in self.files.items() if name.endswith(".typ")}

    def channel(self, channel: str) -> ChannelOffer | None:
        """Return what the procedure offers by a channel."""
        return next((each for each in self.channels if each.channel == channel), None)

    def part(self, key: str) -> Part:
        """Return a part by its key; raises KeyError."""
        found = next((each for each in self.parts if each.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def result(self, key: str = "") -> Result:
        """Return a result by its key, else the first."""
        return next((each for each in self.results if each.key == key), self.results[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A commune-level unit: ward, commune or special zone."""

    code: str
    kind: str
    name: str
    valid_from: date | None = None
    valid_until: date | None = None
    predecessors: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A public body; ``unit`` is the code of its commune-level unit, if it has one."""

    code: str
    kind: str
    name: Text
    parent: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A kind of post at a kind of agency, and what it may do."""

    agency_kind: str
    post: str
    name: Text
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A procedure that the city offers: who decides, who receives, whether anywhere."""

    procedure: str
    competent: str
    reception: tuple[str, ...]
    nationwide: bool
    valid_from: date | None = None
    valid_until: date | None = None
    agency: str = ""
    """The one agency that decides, where the kind alone does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRule:
    """Who decides the procedures of the national catalogue that no offer names.

    What is empty fits all; the first rule that fits holds. Level "none" and ministry "-" mean
    that the national data name none.
    """

    levels: frozenset[str]
    ministries: frozenset[str]
    fields: frozenset[str]
    competent: str
    agency: str
    reception: tuple[str, ...]
    nationwide: bool

    def fits(self, *, levels: tuple[str, ...], ministry: str, field: str) -> bool:
        """Say whether a procedure is one that the rule speaks of."""
        has_level = not self.levels or bool(self.levels & set(levels or ("none",)))
        has_ministry = not self.ministries or (ministry or "-") in self.ministries
        return has_level and has_ministry and (not self.fields or field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityPackage:
    """A province or central city: its units, agencies, posts, calendar, tariffs and offers.

    ``sample`` is sample data (people, officers, answers of the sandbox twins), as written.
    """

    code: str
    name: Text
    province_code: str
    agency_code: str
    place_codes: tuple[str, ...]
    brand: Mapping[str, JSON]
    manifest: Mapping[str, JSON]
    units: tuple[Unit, ...]
    agencies: tuple[Agency, ...]
    posts: tuple[Post, ...]
    offers: tuple[Offer, ...]
    national: tuple[OfferRule, ...]
    calendar: CalendarRules | None
    tariffs: tuple[Tariff, ...]
    sample: Mapping[str, JSON]
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePackage:
    """An exchange service: who provides it, what it takes and gives, who may call it."""

    code: str
    name: Text
    provider: Mapping[str, JSON]
    path: str
    method: str
    request: Mapping[str, JSON]
    response: Mapping[str, JSON]
    legal_basis: tuple[LegalBasis, ...]
    callers: tuple[str, ...]
    rate: Mapping[str, JSON]
    timeout_seconds: int
    personal_data: bool
    manifest: Mapping[str, JSON]
    content_hash: str
