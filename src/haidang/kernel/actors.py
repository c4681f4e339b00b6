"""Who acts. Every write and every read of personal data names its actor."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

ActorKind = Literal["person", "officer", "machine", "system", "anonymous"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A post that an officer holds at an agency at this moment."""

    agency: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, an officer on duty, a machine with scopes, or the system itself.

    ``id`` is the person's id, the officer's id or the machine's client id;
    ``account_id`` the account that signed in, if any.
    """

    kind: ActorKind
    id: str
    name: str
    person_id: UUID | None = None
    account_id: UUID | None = None
    duties: frozenset[Duty] = frozenset()
    scopes: frozenset[str] = frozenset()
    assurance: int = 0
    on_behalf_of: frozenset[UUID] = frozenset()

    @property
    def is_officer(self) -> bool:
        """Tell whether an officer acts."""
        return self.kind == "officer"

    @property
    def agencies(self) -> frozenset[str]:
        """Return the codes of the agencies where the officer holds a post."""
        return frozenset(duty.agency for duty in self.duties)

    def holds(self, post: str, *, agency: str) -> bool:
        """Tell whether the officer holds a post at an agency."""
        return Duty(agency=agency, post=post) in self.duties

    def may(self, scope: str) -> bool:
        """Tell whether a machine was granted a scope; the system may do everything."""
        return self.kind == "system" or scope in self.scopes


def system(name: str) -> Actor:
    """Return the platform itself as actor; the name says which part of it acts."""
    return Actor(kind="system", id=f"system:{name}", name=name)


ANONYMOUS = Actor(kind="anonymous", id="anonymous", name="anonymous")
