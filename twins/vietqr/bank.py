"""The bank behind the twin: orders announced, bookings, refunds, and notices sent."""

import asyncio
import hashlib
import hmac
import json
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx

from twins.sandbox import Twin, now


@dataclass(slots=True)
class Bank:
    """Everything that the bank knows; kept in memory, forgotten on reset."""

    twin: Twin
    callback_url: str
    secret: str
    expected: dict[str, dict[str, object]] = field(default_factory=dict)
    bookings: list[dict[str, object]] = field(default_factory=list)
    refunds: dict[str, dict[str, object]] = field(default_factory=dict)
    numbers: Counter[str] = field(default_factory=Counter)
    notices: set[asyncio.Task[None]] = field(default_factory=set)

    def forget(self) -> None:
        """Forget all money and all orders."""
        self.expected.clear()
        self.bookings.clear()
        self.refunds.clear()

    def number(self, kind: str) -> str:
        """Return the next number of a kind, unlike those before a restart."""
        self.numbers[kind] += 1
        return f"{kind}{int(time.time() * 1000):013d}{self.numbers[kind]:05d}"

    def book(self, *, content: str, amount: int, account: str) -> dict[str, object]:
        """Book money that a person sent, then tell the platform in the background."""
        if self.twin.take("wrong", path="/pay") is not None:
            amount = max(amount - 1000, 1)
        booking: dict[str, object] = {
            "event_id": self.number("EV"),
            "transaction_id": self.number("FT"),
            "content": f"{content} chuyen tien".strip(),
            "amount": amount,
            "currency": "VND",
            "account": account,
            "booked_at": now().isoformat(timespec="seconds"),
            "sandbox": "true",
        }
        self.bookings.append(booking)
        self.twin.note("booked", content=content, amount=amount)
        self._tell(booking)
        return booking

    def find(self, reference: str) -> list[dict[str, object]]:
        """Return the bookings whose text names a reference."""
        wanted = reference.upper()
        return [item for item in self.bookings if wanted in str(item["content"]).upper()]

    def refund(self, *, key: str, transaction_id: str, amount: int) -> dict[str, object] | None:
        """Give money back once per key; nothing when there is not so much money."""
        if key in self.refunds:
            return self.refunds[key]
        received = sum(
            int(str(item["amount"]))
            for item in self.bookings
            if item["transaction_id"] == transaction_id
        )
        returned = sum(
            int(str(item["amount"]))
            for item in self.refunds.values()
            if item["transaction_id"] == transaction_id
        )
        if not 0 < amount <= received - returned:
            return None
        made: dict[str, object] = {
            "refund_id": self.number("RF"),
            "transaction_id": transaction_id,
            "amount": amount,
            "booked_at": now().isoformat(timespec="seconds"),
        }
        self.refunds[key] = made
        self.twin.note("refunded", transaction_id=transaction_id, amount=amount)
        return made

    def _tell(self, booking: dict[str, object]) -> None:
        if self.twin.take("lose", path="/pay") is not None:
            self.twin.note("fault: notice lost", event_id=booking["event_id"])
            return
        times = 2 if self.twin.take("double", path="/pay") is not None else 1
        late = self.twin.take("late", path="/pay")
        delay = late.delay_ms / 1000 if late is not None else 0.0
        for _time in range(times):
            task = asyncio.get_running_loop().create_task(self._send(booking, delay=delay))
            self.notices.add(task)
            task.add_done_callback(self.notices.discard)

    async def _send(self, booking: dict[str, object], *, delay: float) -> None:
        await asyncio.sleep(delay)
        body = json.dumps(booking, ensure_ascii=False).encode()
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            for pause in (0.5, 1, 2, 4, 8, 0):
                answer = await self._post(client, body=body, event_id=str(booking["event_id"]))
                self.twin.note("notice sent", event_id=booking["event_id"], answer=answer)
                if answer.startswith("2"):
                    return
                await asyncio.sleep(pause)

    async def _post(self, client: httpx.AsyncClient, *, body: bytes, event_id: str) -> str:
        stamp = str(int(time.time()))
        signature = hmac.new(
            self.secret.encode(), stamp.encode() + b"." + body, hashlib.sha256
        ).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "X-VietQR-Event": event_id,
            "X-VietQR-Timestamp": stamp,
            "X-VietQR-Signature": signature,
        }
        try:
            response = await client.post(self.callback_url, content=body, headers=headers)
        except httpx.HTTPError as error:
            return type(error).__name__
        return str(response.status_code)
