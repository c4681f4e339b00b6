"""Background work of delivery."""

from haidang.blocks.delivery import actions
from haidang.blocks.outbox import public as outbox


@outbox.task(name=actions.SEND.name, queue=actions.SEND.queue)
def send_parcel(*, parcel_id: str) -> None:
    """Tell the post of one parcel."""
    actions.SEND(parcel_id=parcel_id)


@outbox.task(name=actions.POLL.name, queue=actions.POLL.queue)
def follow_parcel(*, parcel_id: str) -> None:
    """Ask the post about one parcel."""
    actions.POLL(parcel_id=parcel_id)


@outbox.periodic(name="delivery.follow_moving_parcels", cron="* * * * * */15")
def follow_moving_parcels() -> None:
    """Ask about the parcels of which nothing is heard."""
    actions.follow_moving_parcels()
