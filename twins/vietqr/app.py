"""The bank twin over HTTP: for the platform (JSON) and for a person's phone (pages)."""

import secrets
from html import escape
from typing import Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from twins.page import page
from twins.sandbox import SANDBOX_SECRET, Twin, make_app
from twins.vietqr.bank import Bank
from twins.vietqr.qr import Code, UnreadableError, read_code

CALLBACK_PATH: Final = "/api/payments/vietqr/notices"


def make_bank(
    *, platform: str, secret: str = SANDBOX_SECRET, callback_path: str = CALLBACK_PATH
) -> Starlette:
    """Build the twin; notices go to the platform's callback address."""
    twin = Twin("vietqr", "Ngân hàng mô phỏng: đọc mã VietQR, ghi có, báo có (HMAC-SHA256).")
    bank = Bank(twin, platform.rstrip("/") + callback_path, secret)
    twin.on_reset.append(bank.forget)
    pages = _Pages(bank, platform=platform)
    machine = _Machine(bank)
    return make_app(
        twin,
        [
            Route("/", pages.start),
            Route("/app", pages.confirm),
            Route("/app", pages.pay, methods=["POST"]),
            Route("/pay", machine.pay, methods=["POST"]),
            Route("/payments", machine.announce, methods=["POST"]),
            Route("/payments/{reference}", machine.show),
            Route("/refunds", machine.refund, methods=["POST"]),
        ],
    )


class _Machine:
    """What programs ask of the bank."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank

    async def announce(self, request: Request) -> Response:
        """Note that a payment is expected, so that it can be paid by its reference alone."""
        if not self._is_platform(request):
            return _refuse(401, "wrong secret")
        asked = await _object(request)
        reference, amount = str(asked.get("reference", "")), asked.get("amount")
        if not reference or not isinstance(amount, int) or amount <= 0:
            return _refuse(422, "reference and a positive whole amount are needed")
        known = self.bank.expected.setdefault(
            reference,
            {
                "id": self.bank.number("PO"),
                "reference": reference,
                "amount": amount,
                "purpose": str(asked.get("purpose", "")),
                "qr_payload": str(asked.get("qr_payload", "")),
            },
        )
        return JSONResponse(known, status_code=201)

    async def pay(self, request: Request) -> Response:
        """Pay as a person's phone does: a scanned payload, or the reference of an order."""
        asked = await _object(request)
        if asked.get("payload"):
            try:
                code = read_code(str(asked["payload"]))
            except UnreadableError as error:
                return _refuse(422, f"the code cannot be read: {error}")
        else:
            order = self.bank.expected.get(str(asked.get("reference", "")))
            if order is None:
                return _refuse(404, "no such order; send the payload of the code")
            code = Code(
                bank="", account="", amount=int(str(order["amount"])),
                content=str(order["reference"]), name="",
            )  # fmt: skip
        if code.amount <= 0:
            return _refuse(422, "the code carries no amount")
        booking = self.bank.book(content=code.content, amount=code.amount, account=code.account)
        return JSONResponse(booking, status_code=201)

    async def show(self, request: Request) -> Response:
        """Tell which money with a reference came; the answer of polling."""
        if not self._is_platform(request):
            return _refuse(401, "wrong secret")
        reference = request.path_params["reference"]
        return JSONResponse({"reference": reference, "bookings": self.bank.find(reference)})

    async def refund(self, request: Request) -> Response:
        """Give money back; the same Idempotency-Key gives back once."""
        if not self._is_platform(request):
            return _refuse(401, "wrong secret")
        asked = await _object(request)
        amount = asked.get("amount")
        made = self.bank.refund(
            key=request.headers.get("Idempotency-Key", ""),
            transaction_id=str(asked.get("transaction_id", "")),
            amount=amount if isinstance(amount, int) else 0,
        )
        if made is None:
            return _refuse(422, "there is not so much money to give back")
        return JSONResponse(made, status_code=201)

    def _is_platform(self, request: Request) -> bool:
        given = request.headers.get("Authorization", "")
        return secrets.compare_digest(given.encode(), f"Bearer {self.bank.secret}".encode())


class _Pages:
    """What a person sees on the phone."""

    def __init__(self, bank: Bank, *, platform: str) -> None:
        self.bank = bank
        self.platform = platform

    async def start(self, _request: Request) -> Response:
        """Show the last bookings and a place to paste a code."""
        rows = "".join(
            f"<tr><td>{escape(str(item['booked_at']))}</td><td>{escape(str(item['content']))}</td>"
            f"<td>{_dong(int(str(item['amount'])))}</td></tr>"
            for item in reversed(self.bank.bookings[-50:])
        )
        body = (
            "<form action='/app'><label for='payload'>Nội dung mã VietQR</label> "
            "<input id='payload' name='payload' required size='60'> <button>Mở mã</button></form>"
            "<h2>Giao dịch đã ghi có</h2><table><thead><tr><th scope='col'>Thời điểm</th>"
            "<th scope='col'>Nội dung</th><th scope='col'>Số tiền</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )
        return page(title="Ngân hàng mô phỏng", body=body)

    async def confirm(self, request: Request) -> Response:
        """Show what a code asks for, with one button that pays."""
        payload = request.query_params.get("payload", "")
        back = self._way_back(request.query_params.get("return_to", ""))
        try:
            code = read_code(payload)
        except UnreadableError:
            return page(
                title="Không đọc được mã", body="<p>Mã VietQR không hợp lệ.</p>", status=422
            )
        body = (
            f"<dl><dt>Người nhận</dt><dd>{escape(code.name)}</dd>"
            f"<dt>Tài khoản</dt><dd>{escape(code.account)} ({escape(code.bank)})</dd>"
            f"<dt>Số tiền</dt><dd>{_dong(code.amount)}</dd>"
            f"<dt>Nội dung</dt><dd>{escape(code.content)}</dd></dl>"
            "<form method='post' action='/app'>"
            f"<input type='hidden' name='payload' value='{escape(payload)}'>"
            f"<input type='hidden' name='return_to' value='{escape(back)}'>"
            "<button>Thanh toán thử nghiệm - Pay (sandbox)</button></form>"
        )
        return page(title="Xác nhận chuyển tiền", body=body)

    async def pay(self, request: Request) -> Response:
        """Pay, then send the person back to where the code was shown."""
        async with request.form() as form:
            payload, back = str(form.get("payload", "")), str(form.get("return_to", ""))
        try:
            code = read_code(payload)
        except UnreadableError:
            return page(
                title="Không đọc được mã", body="<p>Mã VietQR không hợp lệ.</p>", status=422
            )
        self.bank.book(content=code.content, amount=code.amount, account=code.account)
        if way_back := self._way_back(back):
            return RedirectResponse(way_back, status_code=303)
        return page(title="Đã chuyển tiền", body=f"<p>{_dong(code.amount)} đã được ghi có.</p>")

    def _way_back(self, address: str) -> str:
        same = urlsplit(address).netloc == urlsplit(self.platform).netloc
        return address if same and address.startswith(("http://", "https://")) else ""


async def _object(request: Request) -> dict[str, object]:
    try:
        content = await request.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _refuse(status: int, reason: str) -> Response:
    return JSONResponse({"error": reason}, status_code=status)


def _dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " đồng"
