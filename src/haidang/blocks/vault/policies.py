"""Who may put in, read, share and revoke."""

from collections.abc import Collection
from uuid import UUID

from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed


def check_can_store(actor: Actor, *, owner_id: UUID | None) -> None:
    """Let people store for themselves and whom they represent, officers at work for anybody."""
    if _is_own(actor, owner_id) or _is_granted(actor, "vault.store"):
        return
    if not (actor.is_officer and actor.duties):
        raise NotAllowed


def check_can_read(
    actor: Actor, *, owner_id: UUID | None, stored_by: str, agencies: Collection[str]
) -> None:
    """Let the owner, the representatives, who stored it and the agencies let in read."""
    if _is_own(actor, owner_id) or _is_granted(actor, "vault.read"):
        return
    is_let_in = actor.is_officer and not actor.agencies.isdisjoint(agencies)
    if not (is_let_in or (stored_by == actor.id and actor.kind != "anonymous")):
        raise NotAllowed


def can_read(
    actor: Actor, *, owner_id: UUID | None, stored_by: str, agencies: Collection[str]
) -> bool:
    """Tell whether the actor may read a file."""
    try:
        check_can_read(actor, owner_id=owner_id, stored_by=stored_by, agencies=agencies)
    except NotAllowed:
        return False
    return True


def check_can_carry(actor: Actor) -> None:
    """Let the platform alone take all files along or bring them in."""
    if actor.kind != "system":
        raise NotAllowed


def check_can_deposit(actor: Actor) -> None:
    """Let the system and officers at work put results into persons' keeping."""
    if not (_is_granted(actor, "vault.deposit") or (actor.is_officer and actor.duties)):
        raise NotAllowed


def check_can_revoke(actor: Actor, *, issued_by: str) -> None:
    """Let the system and the issuing agency's officers take a document's force."""
    if not (_is_granted(actor, "vault.revoke") or issued_by in actor.agencies):
        raise NotAllowed


def check_can_list(actor: Actor, *, person_id: UUID) -> None:
    """Let only the person and the representatives see the person's documents."""
    if not (_is_own(actor, person_id) or _is_granted(actor, "vault.read")):
        raise NotAllowed


def check_can_shred(actor: Actor) -> None:
    """Let only the system shred, by the rules of retention."""
    if not _is_granted(actor, "vault.shred"):
        raise NotAllowed


def check_can_copy(actor: Actor) -> None:
    """Let only the system carry files from one store to another."""
    if not _is_granted(actor, "vault.copy"):
        raise NotAllowed


def _is_own(actor: Actor, owner_id: UUID | None) -> bool:
    return owner_id is not None and (actor.person_id == owner_id or owner_id in actor.on_behalf_of)


def _is_granted(actor: Actor, scope: str) -> bool:
    return actor.kind in {"system", "machine"} and actor.may(scope)
