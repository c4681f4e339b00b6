"""What crosses the door of identity."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Literal, NewType
from uuid import UUID

from haidang.kernel.events import JSON, Event
from haidang.kernel.personal_id import Sex

PersonId = NewType("PersonId", UUID)
OrganizationId = NewType("OrganizationId", UUID)
AccountId = NewType("AccountId", UUID)
ClientId = NewType("ClientId", UUID)
RepresentationId = NewType("RepresentationId", UUID)

AccountKind = Literal["person", "officer", "machine"]
ClaimsKind = Literal["person", "enterprise", "organization"]


@dataclass(frozen=True, slots=True)
class HashedPassword:
    """A password as accounts keep it; a sample hashes the one it shares once, not per account."""

    encoded: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInput:
    """What is known of a person when the person is registered or comes back."""

    personal_id: str
    full_name: str
    born_on: date | None = None
    sex: Sex | None = None
    phone: str = ""
    email: str = ""
    address: Mapping[str, JSON] = field(default_factory=dict)
    city: str = ""
    is_sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSummary:
    """A person; the personal id is in clear, so mask it where it is not needed."""

    id: PersonId
    personal_id: str
    full_name: str
    born_on: date | None
    sex: Sex | None
    phone: str
    email: str
    address: Mapping[str, JSON]
    city: str
    is_sample: bool
    assurance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationSummary:
    """An enterprise, cooperative, household business or other body with a tax code."""

    id: OrganizationId
    tax_code: str
    name: str
    representative_id: PersonId | None
    representative_name: str
    address: Mapping[str, JSON]
    phone: str
    email: str
    is_sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationSummary:
    """A mandate: the representative may act for the principal in the named matters."""

    id: RepresentationId
    representative_id: PersonId
    representative_name: str
    principal_id: UUID
    principal_name: str
    scopes: frozenset[str]
    from_at: datetime
    until_at: datetime | None
    evidence: Mapping[str, JSON]
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One read of a person's data: who, when, for what, about which matter."""

    at: datetime
    actor_kind: str
    actor_name: str
    agencies: tuple[str, ...]
    purpose: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedClaims:
    """What a sign-in provider vouches for, after its signature was checked.

    ``subject`` is the provider's own key of the account; ``assurance`` is VNeID's level
    (1 or 2; 0 for organizations, which have accounts without levels).
    """

    provider: str
    subject: str
    kind: ClaimsKind
    personal_id: str
    full_name: str
    assurance: int
    born_on: date | None = None
    sex: Sex | None = None
    phone: str = ""
    email: str = ""
    tax_code: str = ""
    organization_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """The account and person that a provider's claims belong to."""

    account_id: AccountId
    person_id: PersonId
    assurance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedToken:
    """A bearer token, shown once; only its digest is kept."""

    token: str
    expires_at: datetime
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInStart:
    """Where to send somebody to sign in, and what to keep until the answer comes."""

    url: str
    state: str
    nonce: str
    code_verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRegistered(Event):
    """A person became known to the platform."""

    code: ClassVar[str] = "identity.person_registered"

    person_id: UUID
    source: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCorrected(Event):
    """What is known of a person changed; the changed fields are named, not shown."""

    code: ClassVar[str] = "identity.person_corrected"

    person_id: UUID
    fields: tuple[str, ...]
    source: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRegistered(Event):
    """An organization became known to the platform."""

    code: ClassVar[str] = "identity.organization_registered"

    organization_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened(Event):
    """Somebody or something got an account."""

    code: ClassVar[str] = "identity.account_opened"

    account_id: UUID
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSignedIn(Event):
    """A provider vouched for a person."""

    code: ClassVar[str] = "identity.person_signed_in"

    person_id: UUID
    provider: str
    assurance: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerSignedIn(Event):
    """An officer passed both factors and took a token."""

    code: ClassVar[str] = "identity.officer_signed_in"

    account_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationGranted(Event):
    """A principal let somebody act in the principal's name."""

    code: ClassVar[str] = "identity.representation_granted"

    representation_id: UUID
    principal_id: UUID
    representative_id: UUID
    scopes: tuple[str, ...]
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationRevoked(Event):
    """A mandate ended before its time."""

    code: ClassVar[str] = "identity.representation_revoked"

    representation_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineRegistered(Event):
    """A machine got the right to call the platform."""

    code: ClassVar[str] = "identity.machine_registered"

    client_id: UUID
    name: str
    scopes: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIssued(Event):
    """A bearer token was issued; the token itself is nowhere written."""

    code: ClassVar[str] = "identity.token_issued"

    token_id: UUID
    holder_id: UUID
    scopes: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(Event):
    """A bearer token was made worthless."""

    code: ClassVar[str] = "identity.token_revoked"

    token_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OldAccess:
    """A note of a read whose time may be over: of whose data, about what."""

    id: UUID
    person_id: UUID
    subject: str
