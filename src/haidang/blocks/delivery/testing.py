"""A post in memory, for the tests of everybody."""

from typing import ClassVar

from haidang.blocks.delivery.types import Movement, Order, ParcelStatus
from haidang.kernel.clock import now
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable


class MemoryPost:
    """A provider in memory; set it up as ``DELIVERY_PROVIDERS['post']``."""

    orders: ClassVar[dict[str, Order]] = {}
    told: ClassVar[dict[str, list[Movement]]] = {}
    is_down: ClassVar[bool] = False
    refuses: ClassVar[bool] = False

    @classmethod
    def reset(cls) -> None:
        """Forget everything."""
        cls.orders.clear()
        cls.told.clear()
        cls.is_down = cls.refuses = False

    @classmethod
    def tell(cls, tracking: str, status: ParcelStatus, *, event_id: str = "") -> None:
        """Let a parcel move."""
        movements = cls.told.setdefault(tracking, [])
        movements.append(
            Movement(
                event_id=event_id or f"{tracking}-{len(movements) + 1}",
                status=status,
                at=now(),
                text=f"Bưu gửi {tracking}: {status}",
                place="Bưu cục mẫu",
            )
        )

    def order(self, order: Order) -> str:
        """Take an order once per key."""
        if self.is_down:
            raise ProviderUnavailable
        if self.refuses:
            raise ProviderRefused("Địa chỉ không phục vụ")
        self.orders.setdefault(order.key, order)
        return f"BC{list(self.orders).index(order.key) + 1:09d}VN"

    def movements(self, *, tracking: str) -> tuple[Movement, ...]:
        """Return what was told of a parcel."""
        if self.is_down:
            raise ProviderUnavailable
        return tuple(self.told.get(tracking, ()))
