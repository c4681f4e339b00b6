"""Who may change the public bodies."""

from uuid import UUID

from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed

ADMINISTRATOR = "administrator"
"""The post that keeps the list of an agency's officers."""

HEAD = "head"
"""The post that gives out the work of an agency, and finds a substitute for who is away."""

LEADER = "leader"
"""The post that signs; only its holder can let another sign (NĐ 30/2020/NĐ-CP, Article 13)."""


def check_can_install_city(actor: Actor) -> None:
    """Let the system, or a machine with the scope, install a city's package."""
    if not _is_granted(actor, "agencies.install"):
        raise NotAllowed


def check_can_assign(actor: Actor, *, agency: str) -> None:
    """Let the system and the agency's administrator change who holds which post there."""
    is_administrator = actor.holds(ADMINISTRATOR, agency=agency)
    if not (is_administrator or _is_granted(actor, "agencies.assign")):
        raise NotAllowed


def can_assign(actor: Actor, *, agency: str) -> bool:
    """Tell whether the actor may change who holds which post at an agency."""
    try:
        check_can_assign(actor, agency=agency)
    except NotAllowed:
        return False
    return True


def check_can_delegate(actor: Actor, *, holder_id: UUID, agency: str, post: str = "") -> None:
    """Let the holder delegate the post, and the agency's administrator in the holder's name.

    The agency's head finds a substitute for any post but the one that signs.
    """
    if actor.is_officer and actor.id == str(holder_id):
        return
    if post not in {"", LEADER} and actor.holds(HEAD, agency=agency):
        return
    check_can_assign(actor, agency=agency)


def can_delegate(actor: Actor, *, holder_id: UUID, agency: str, post: str = "") -> bool:
    """Tell whether the actor may delegate a post of this holder."""
    try:
        check_can_delegate(actor, holder_id=holder_id, agency=agency, post=post)
    except NotAllowed:
        return False
    return True


def _is_granted(actor: Actor, scope: str) -> bool:
    return actor.kind in {"system", "machine"} and actor.may(scope)
