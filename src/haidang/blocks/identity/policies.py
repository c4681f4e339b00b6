"""Who may see and change what identity knows."""

from typing import Final
from uuid import UUID

from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed

PERSONAL_SCOPES: Final = frozenset({"api"})
"""What a token may carry that a person or officer takes for themselves."""


def check_can_register(actor: Actor) -> None:
    """Let the system, officers at work and machines with the scope make persons known."""
    if not (_is_granted(actor, "identity.register") or (actor.is_officer and actor.duties)):
        raise NotAllowed


def check_can_open_accounts(actor: Actor) -> None:
    """Let the system, or a machine with the scope, open accounts and register machines."""
    if not _is_granted(actor, "identity.accounts"):
        raise NotAllowed


def check_can_read_person(person_id: UUID, actor: Actor) -> None:
    """Let a person, the representatives, officers at work and entitled machines read."""
    if actor.person_id == person_id or person_id in actor.on_behalf_of:
        return
    if not (_is_granted(actor, "identity.read") or (actor.is_officer and actor.duties)):
        raise NotAllowed


def can_read_person(person_id: UUID, actor: Actor) -> bool:
    """Tell whether the actor may read what is known of a person."""
    try:
        check_can_read_person(person_id, actor)
    except NotAllowed:
        return False
    return True


def check_can_list_accesses(person_id: UUID, actor: Actor) -> None:
    """Let only the person see who read the person's data (NĐ 320/2026/NĐ-CP)."""
    if actor.person_id != person_id and actor.kind != "system":
        raise NotAllowed


def check_can_grant_representation(principals: frozenset[UUID], actor: Actor) -> None:
    """Let the principal, or an organization's legal representative, give a mandate."""
    if actor.person_id not in principals and not _is_granted(actor, "identity.represent"):
        raise NotAllowed


def check_can_revoke_representation(parties: frozenset[UUID], actor: Actor) -> None:
    """Let the principal take a mandate back, and the representative lay it down."""
    check_can_grant_representation(parties, actor)


def check_can_issue_token(
    actor: Actor, *, account_id: UUID | None, scopes: frozenset[str]
) -> None:
    """Let the system issue any token, and people only a plain one for themselves."""
    is_own = account_id is not None and actor.account_id == account_id
    if not (_is_granted(actor, "identity.tokens") or (is_own and scopes <= PERSONAL_SCOPES)):
        raise NotAllowed


def check_can_revoke_token(actor: Actor, *, account_id: UUID | None) -> None:
    """Let the holder and the system make a token worthless."""
    check_can_issue_token(actor, account_id=account_id, scopes=frozenset())


def _is_granted(actor: Actor, scope: str) -> bool:
    return actor.kind in {"system", "machine"} and actor.may(scope)
