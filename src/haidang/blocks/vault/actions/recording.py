"""The last step of every write of the vault."""

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.kernel.actors import Actor
from haidang.kernel.events import Event


def record(event: Event, *, actor: Actor) -> None:
    """Write an event down and tell it to who subscribed, in the caller's transaction."""
    audit.record(event, actor=actor)
    outbox.publish(event)
