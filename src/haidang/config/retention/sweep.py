"""Sweep: count or delete what the rules let go, and write down how many."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.contrib.sessions.models import Session

from haidang.blocks.audit import public as audit
from haidang.blocks.identity import public as identity
from haidang.config.retention.logs import ACCESSES, ACTOR, BATCH, NOTICES, REQUESTS
from haidang.config.retention.rules import Kind, Rule, Rules
from haidang.domain.cases import public as cases
from haidang.kernel.clock import now
from haidang.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionSwept(Event):
    """Things of a kind whose time was over were deleted; drafts are told one by one as well."""

    code: ClassVar[str] = "retention.swept"
    kind: str
    count: int
    before: datetime
    holds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What one rule did, or would do."""

    rule: Rule
    before: datetime
    count: int


@dataclass(frozen=True, slots=True)
class _Broom:
    count: Callable[[datetime, frozenset[str]], int]
    delete: Callable[[datetime, frozenset[str]], int]


def sweep(rules: Rules, *, dry_run: bool) -> Iterator[Swept]:
    """Apply every rule; with ``dry_run`` only count."""
    for rule in rules.rules:
        before = now() - timedelta(days=rule.days)
        broom = _BROOMS[rule.kind]
        if dry_run:
            yield Swept(rule=rule, before=before, count=broom.count(before, rules.held))
            continue
        count = broom.delete(before, rules.held)
        if count:
            event = RetentionSwept(
                kind=rule.kind.value, count=count, before=before, holds=len(rules.holds)
            )
            audit.announce(event, actor=ACTOR)
        yield Swept(rule=rule, before=before, count=count)


def _count_sessions(before: datetime, _held: frozenset[str]) -> int:
    return Session.objects.filter(expire_date__lt=before).count()


def _delete_sessions(before: datetime, _held: frozenset[str]) -> int:
    def some() -> int:
        ended = Session.objects.filter(expire_date__lt=before).values_list("pk", flat=True)
        count, _by_table = Session.objects.filter(pk__in=list(ended[:BATCH])).delete()
        return count

    return _until_none(some)


def _delete_tokens(before: datetime, _held: frozenset[str]) -> int:
    return _until_none(lambda: identity.forget_tokens(before=before, actor=ACTOR, limit=BATCH))


def _delete_drafts(before: datetime, held: frozenset[str]) -> int:
    return _until_none(
        lambda: cases.forget_drafts(before=before, actor=ACTOR, held=held, limit=BATCH)
    )


def _until_none(some: Callable[[], int]) -> int:
    """Delete batch by batch, each in a transaction of its own."""
    total = 0
    while count := some():
        total += count
    return total


_BROOMS: Final[Mapping[Kind, _Broom]] = {
    Kind.SESSION: _Broom(_count_sessions, _delete_sessions),
    Kind.TOKEN: _Broom(
        lambda before, _held: identity.count_ended_tokens(before=before), _delete_tokens
    ),
    Kind.DRAFT: _Broom(
        lambda before, held: cases.count_old_drafts(before=before, held=held), _delete_drafts
    ),
    Kind.NOTICE: _Broom(NOTICES.count, NOTICES.delete),
    Kind.EXCHANGE: _Broom(REQUESTS.count, REQUESTS.delete),
    Kind.ACCESS: _Broom(ACCESSES.count, ACCESSES.delete),
}
