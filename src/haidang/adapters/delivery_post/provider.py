"""The provider of the public postal service."""

from urllib.parse import quote

from haidang.adapters.delivery_post import client, mapping
from haidang.adapters.delivery_post.settings import read_options
from haidang.blocks.delivery.public import Movement, Order
from haidang.kernel.errors import ProviderUnavailable


class Provider:
    """Parcels by the public postal service."""

    def order(self, order: Order) -> str:
        """Have a parcel fetched; the post knows a repeated key and orders once."""
        options = read_options()
        answer = client.post(
            f"{options.url}/orders",
            secret=options.secret,
            key=order.key,
            content=mapping.to_order(order),
        )
        tracking = answer.get("tracking") if isinstance(answer, dict) else None
        if not isinstance(tracking, str) or not tracking:
            raise ProviderUnavailable("The post's answer cannot be read.")
        return tracking

    def movements(self, *, tracking: str) -> tuple[Movement, ...]:
        """Return everything that the post tells of a parcel."""
        options = read_options()
        answer = client.get(
            f"{options.url}/parcels/{quote(tracking, safe='')}", secret=options.secret
        )
        events = answer.get("events") if isinstance(answer, dict) else None
        if not isinstance(events, list):
            raise ProviderUnavailable("The post's answer cannot be read.")
        return tuple(mapping.to_movement(event) for event in events)
