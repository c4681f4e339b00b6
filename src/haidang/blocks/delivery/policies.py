"""Who may send parcels."""

from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed

SENDING_POSTS = ("reception", "return", "clerk", "head")


def check_can_order(actor: Actor) -> None:
    """Let the system, and officers who hand results out or take papers in, send parcels.

    That the case is the officer's was checked by the caller, who knows the subject.
    """
    if not can_order(actor):
        raise NotAllowed


def can_order(actor: Actor) -> bool:
    """Tell whether the actor may send a parcel."""
    if actor.kind == "system":
        return True
    return actor.is_officer and any(duty.post in SENDING_POSTS for duty in actor.duties)
