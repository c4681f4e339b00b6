"""The post behind the twin: parcels ordered once per key, and what happened to each."""

import time
from collections import Counter
from dataclasses import dataclass, field

from twins.sandbox import Twin, now

STEPS = ("picked_up", "in_transit", "out_for_delivery", "delivered")
WORDS = {
    "accepted": "Đã nhận yêu cầu thu gom",
    "picked_up": "Bưu tá đã nhận bưu gửi",
    "in_transit": "Bưu gửi đang được vận chuyển",
    "out_for_delivery": "Bưu tá đang đi phát",
    "delivered": "Đã phát cho người nhận",
    "failed_attempt": "Phát không thành công, sẽ phát lại",
    "returned": "Không phát được, chuyển hoàn người gửi",
}


@dataclass(slots=True)
class PostOffice:
    """Everything that the post knows; kept in memory, forgotten on reset."""

    twin: Twin
    secret: str
    parcels: dict[str, dict[str, object]] = field(default_factory=dict)
    by_key: dict[str, str] = field(default_factory=dict)
    events: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    numbers: Counter[str] = field(default_factory=Counter)

    def forget(self) -> None:
        """Forget all parcels."""
        self.parcels.clear()
        self.by_key.clear()
        self.events.clear()

    def order(self, *, key: str, content: dict[str, object]) -> dict[str, object]:
        """Take an order once per key; return the parcel with its tracking number."""
        known = self.by_key.get(key)
        if known is not None:
            self.twin.note("order repeated", tracking=known)
            return self.parcels[known]
        self.numbers["BC"] += 1
        tracking = f"BC{int(time.time() * 1000) % 10**8:08d}{self.numbers['BC']:03d}VN"
        parcel: dict[str, object] = {**content, "tracking": tracking, "sandbox": "true"}
        self.parcels[tracking] = parcel
        if key:
            self.by_key[key] = tracking
        self.events[tracking] = []
        self.tell(tracking, "accepted")
        self.twin.note("ordered", tracking=tracking, reference=content.get("reference", ""))
        return parcel

    def tell(self, tracking: str, status: str) -> dict[str, str]:
        """Write down that a parcel moved; the fault "lose" swallows it."""
        told = self.events[tracking]
        event = {
            "event_id": f"{tracking}-{len(told) + 1}",
            "status": status,
            "text": WORDS[status],
            "place": "Bưu cục mẫu",
            "at": now().isoformat(timespec="seconds"),
        }
        if self.twin.take("lose", path="/parcels") is not None:
            self.twin.note("fault: movement lost", tracking=tracking, status=status)
            return event
        told.append(event)
        if self.twin.take("double", path="/parcels") is not None:
            told.append(event)
        return event

    def next_step(self, tracking: str) -> str:
        """Return the step that comes next, or nothing when the parcel came to its end."""
        done = [event["status"] for event in self.events[tracking]]
        if done and done[-1] in {"delivered", "returned"}:
            return ""
        return next((step for step in STEPS if step not in done), "delivered")
