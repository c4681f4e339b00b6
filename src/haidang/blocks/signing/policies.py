"""Who may sign for whom, and who may manage keys."""

from typing import Final

from django.conf import settings

from haidang.blocks.signing.errors import SigningNotAllowed
from haidang.blocks.signing.types import Holder
from haidang.kernel.actors import Actor

SEAL_POSTS: Final = ("clerk", "leader")
"""Posts that put the agency's signature under a document (NĐ 30/2020/NĐ-CP, Article 32)."""


def check_can_sign(holder: Holder, actor: Actor) -> None:
    """Raise unless the actor is the person, keeps the agency's seal, or is the platform."""
    if actor.kind == "system":
        return
    if holder.kind == "person" and actor.is_officer and actor.id == holder.code:
        return
    if holder.kind == "agency" and any(
        actor.holds(post, agency=holder.code) for post in SEAL_POSTS
    ):
        return
    raise SigningNotAllowed


def can_sign(holder: Holder, actor: Actor) -> bool:
    """Tell whether the actor may sign for the holder."""
    try:
        check_can_sign(holder, actor)
    except SigningNotAllowed:
        return False
    return True


def check_can_manage_keys(actor: Actor) -> None:
    """Raise unless the actor is the platform or was granted the care of keys."""
    if not actor.may("signing.manage_keys"):
        raise SigningNotAllowed("The actor may not manage signing keys.")


def check_can_make_samples(actor: Actor) -> None:
    """Raise where an installation holds real data: there is no sample key beside it."""
    check_can_manage_keys(actor)
    if not settings.HAIDANG_SAMPLE:
        raise SigningNotAllowed("Sample keys exist only beside sample data.")
