"""Sweep what was told and asked: notices, calls of the exchange, notes of who read what.

They are gone through by id, some hundred at a time, each hundred in a transaction of its own.
What is about a case that has not ended stays, and what is about a case or a person in a hold.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from haidang.blocks.exchange import public as exchange
from haidang.blocks.identity import public as identity
from haidang.blocks.messaging import public as messaging
from haidang.domain.cases import public as cases
from haidang.kernel.actors import Actor, system

ACTOR: Final = system("retention")
BATCH: Final = 500
Going = tuple[UUID, str, bool]
"""Something old: its id, what it is about, and whether its person is held."""


class Forget(Protocol):
    """Delete, in one transaction, those of some ids that are older than an instant."""

    def __call__(self, ids: Collection[UUID], *, before: datetime, actor: Actor) -> int:
        """Delete them; return how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A kind of things that lie in the order of time."""

    look: Callable[[datetime, UUID | None, frozenset[str]], Sequence[Going]]
    forget: Forget

    def count(self, before: datetime, held: frozenset[str]) -> int:
        """Return how many would go."""
        return self._walk(before, held, len)

    def delete(self, before: datetime, held: frozenset[str]) -> int:
        """Delete what is old; return how many."""
        return self._walk(before, held, lambda ids: self.forget(ids, before=before, actor=ACTOR))

    def _walk(
        self, before: datetime, held: frozenset[str], act: Callable[[list[UUID]], int]
    ) -> int:
        total, after = 0, None
        while rows := self.look(before, after, held):
            spared = cases.find_spared({subject for _id, subject, _held in rows}, held=held)
            total += act([id_ for id_, subject, is_held in rows
                          if not is_held and subject not in spared])  # fmt: skip
            after = rows[-1][0]
        return total


def _notices(before: datetime, after: UUID | None, held: frozenset[str]) -> list[Going]:
    rows = messaging.list_old_notices(before=before, after=after, limit=BATCH)
    return [(row.id, row.subject, row.person_id in held) for row in rows]


def _requests(before: datetime, after: UUID | None, held: frozenset[str]) -> list[Going]:
    rows = exchange.list_old_requests(before=before, after=after, limit=BATCH)
    people = _digests(held) if rows else frozenset()
    return [(row.id, row.subject, bool(row.people & people)) for row in rows]


def _accesses(before: datetime, after: UUID | None, held: frozenset[str]) -> list[Going]:
    rows = identity.list_old_accesses(before=before, after=after, limit=BATCH)
    return [(row.id, row.subject, str(row.person_id) in held) for row in rows]


def _digests(held: frozenset[str]) -> frozenset[bytes]:
    """Return under which digests the exchange knows the people who are held."""
    found = set()
    for subject in held:
        try:
            person = identity.get_person(UUID(subject), actor=ACTOR, purpose="retention")
        except identity.PersonUnknown:  # an organization or a case
            continue
        found.add(exchange.digest_person(person.personal_id))
    return frozenset(found)


NOTICES: Final = Log(look=_notices, forget=messaging.forget_notices)
REQUESTS: Final = Log(look=_requests, forget=exchange.forget_requests)
ACCESSES: Final = Log(look=_accesses, forget=identity.forget_accesses)
