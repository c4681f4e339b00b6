"""Issue and revoke bearer tokens."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.identity import policies
from haidang.blocks.identity.models import AccessToken, digest_of_token, make_token
from haidang.blocks.identity.types import IssuedToken, TokenIssued, TokenRevoked
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.errors import NotAllowed, NotFound


def issue_token(
    *,
    scopes: Iterable[str],
    expires_at: datetime,
    actor: Actor,
    account_id: UUID | None = None,
    client_id: UUID | None = None,
    assurance: int = 0,
) -> IssuedToken:
    """Issue a bearer token to an account or to a machine; it is shown this once only."""
    wanted = frozenset(scopes)
    policies.check_can_issue_token(actor, account_id=account_id, scopes=wanted)
    token = make_token()
    with transaction.atomic():
        row = AccessToken.objects.create(
            digest=digest_of_token(token),
            account_id=account_id,
            client_id=client_id,
            scopes=sorted(wanted),
            assurance=assurance,
            expires_at=expires_at,
        )
        event = TokenIssued(
            token_id=row.pk,
            holder_id=account_id or client_id or row.pk,
            scopes=tuple(row.scopes),
            expires_at=expires_at,
        )
        audit.announce(event, actor=actor)
    return IssuedToken(token=token, expires_at=expires_at, scopes=wanted)


def revoke_token(token: str, *, actor: Actor) -> TokenRevoked:
    """Make a bearer token worthless; whoever holds the token may do so."""
    with transaction.atomic():
        rows = AccessToken.objects.select_for_update(of=("self",))
        row = rows.filter(digest=digest_of_token(token)).first()
        if row is None:
            raise NotFound
        policies.check_can_revoke_token(actor, account_id=row.account_id)
        row.revoked_at = row.revoked_at or now()
        row.save(update_fields=["revoked_at"])
        event = TokenRevoked(token_id=row.pk, at=row.revoked_at)
        audit.announce(event, actor=actor)
    return event


def count_ended_tokens(*, before: datetime) -> int:
    """Return how many tokens ended before an instant."""
    return AccessToken.objects.filter(expires_at__lt=before).count()


def forget_tokens(*, before: datetime, actor: Actor, limit: int = 500) -> int:
    """Delete the digests of some tokens that ended before an instant; return how many."""
    if actor.kind != "system":
        raise NotAllowed
    ended = AccessToken.objects.filter(expires_at__lt=before).order_by("pk")
    ids = list(ended.values_list("pk", flat=True)[:limit])
    count, _by_table = AccessToken.objects.filter(pk__in=ids).delete()
    return count
