"""What crosses the door of the agencies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, NewType
from uuid import UUID

from haidang.kernel.events import JSON, Event

OfficerId = NewType("OfficerId", UUID)
DelegationId = NewType("DelegationId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitySummary:
    """A province-level city and its face."""

    code: str
    name: str
    province_code: str
    agency_code: str
    brand: Mapping[str, JSON]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSummary:
    """An administrative unit as it was at the instant asked for."""

    code: str
    name: str
    name_en: str
    kind: str
    city: str
    province_code: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencySummary:
    """A public body as it was at the instant asked for."""

    code: str
    name: str
    name_en: str
    kind: str
    parent: str
    unit_code: str
    city: str
    details: Mapping[str, JSON]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerSummary:
    """A civil servant; the account is absent until one signs in."""

    id: OfficerId
    code: str
    name: str
    city: str
    account_id: UUID | None
    details: Mapping[str, JSON]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationSummary:
    """A post that its holder lets another exercise for a time, on the paper that it names."""

    id: DelegationId
    holder_id: UUID
    holder_name: str
    delegate_id: UUID
    delegate_name: str
    agency: str
    post: str
    from_at: datetime
    until_at: datetime
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitInput:
    """A unit as a city package declares it; the period is half open."""

    code: str
    name: str
    kind: str
    valid_from: date
    valid_until: date | None = None
    province_code: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyInput:
    """An agency as a city package declares it; details such as address and phone are free."""

    code: str
    name: str
    kind: str
    valid_from: date
    valid_until: date | None = None
    parent: str = ""
    unit_code: str = ""
    name_en: str = ""
    details: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentInput:
    """A post that an officer takes up."""

    agency: str
    post: str
    from_at: datetime
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerInput:
    """An officer as a city package declares one; the code is the stable key.

    Details are free, such as the title and the words above a signature ("KT. CHỦ TỊCH").
    """

    code: str
    name: str
    assignments: tuple[AssignmentInput, ...] = ()
    details: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityInput:
    """Everything that a city package says of its public bodies."""

    code: str
    name: str
    province_code: str
    agency_code: str
    brand: Mapping[str, JSON] = field(default_factory=dict)
    units: tuple[UnitInput, ...] = ()
    agencies: tuple[AgencyInput, ...] = ()
    officers: tuple[OfficerInput, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CityInstalled(Event):
    """A city's units, agencies and officers were brought to the state of its package."""

    code: ClassVar[str] = "agencies.city_installed"

    city: str
    units: int
    agencies: int
    officers: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerAssigned(Event):
    """An officer took up a post."""

    code: ClassVar[str] = "agencies.officer_assigned"

    officer_id: UUID
    agency: str
    post: str
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentEnded(Event):
    """An officer left a post."""

    code: ClassVar[str] = "agencies.assignment_ended"

    officer_id: UUID
    agency: str
    post: str
    until_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityDelegated(Event):
    """An officer let another act in a post for a while."""

    code: ClassVar[str] = "agencies.authority_delegated"

    delegation_id: UUID
    from_officer: UUID
    to_officer: UUID
    agency: str
    post: str
    from_at: datetime
    until_at: datetime
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationRevoked(Event):
    """A delegation ended before its time."""

    code: ClassVar[str] = "agencies.delegation_revoked"

    delegation_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerLinked(Event):
    """An officer was given the account that the officer signs in with."""

    code: ClassVar[str] = "agencies.officer_linked"

    officer_id: UUID
    account_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A table of a module that keeps agency codes in columns, and moves them in a merger.

    ``unique_with``: with these columns a code stands once; rows that become the same merge.
    """

    table: str
    columns: tuple[str, ...]
    unique_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedUnit:
    """A unit that a code means on a day; ``is_part``: only a part of it is meant."""

    unit: UnitSummary
    is_main: bool
    is_part: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsSucceeded(Event):
    """Units and agencies of a city ended, and others follow them."""

    code: ClassVar[str] = "agencies.units_succeeded"

    city: str
    law: str
    on: date
    units: int
    agencies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsMoved(Event):
    """A module gave rows of its tables the codes of succeeding agencies."""

    code: ClassVar[str] = "agencies.rows_moved"

    module: str
    tables: tuple[str, ...]
    rows: int
    agencies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsMoved(Event):
    """Officers keep their posts at the agencies that follow theirs."""

    code: ClassVar[str] = "agencies.posts_moved"

    city: str
    assignments: int
    delegations: int
    at: datetime
