"""Who may scan, and see what was scanned."""

from typing import Final

from haidang.blocks.scanning.errors import StackUnknown
from haidang.blocks.scanning.models import Stack
from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed

SCANNING_POSTS: Final = ("reception", "digitisation")


def check_can_scan(agency: str, actor: Actor) -> None:
    """Let officers at an agency's counter scan papers there."""
    if not any(actor.holds(post, agency=agency) for post in SCANNING_POSTS):
        raise NotAllowed


def check_can_handle(stack: Stack, actor: Actor) -> None:
    """Let officers at the agency's counter see and split a stack; nobody else knows of it."""
    if not any(actor.holds(post, agency=stack.agency) for post in SCANNING_POSTS):
        raise StackUnknown
