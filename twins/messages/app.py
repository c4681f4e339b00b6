"""The message twin over HTTP: SMS and Zalo as their gateways take them, and what was sent."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from html import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from twins.messages.smtp import listen
from twins.page import page
from twins.sandbox import SANDBOX_SECRET, Twin, make_app, now

_KEPT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One message that a person would have received."""

    id: str
    channel: str
    to: str
    title: str
    text: str
    key: str
    at: str


class Outbox:
    """Everything that was sent, newest last; one message per key of the sender."""

    def __init__(self, twin: Twin) -> None:
        self.twin = twin
        self.sent: list[Sent] = []
        self.by_key: dict[str, Sent] = {}
        self.count = 0

    def keep(self, *, channel: str, to: str, title: str, text: str, key: str) -> Sent:
        """Keep a message; a repeated key is the same message again."""
        known = self.by_key.get(f"{channel}:{key}")
        if key and known is not None:
            self.twin.note("repeated", channel=channel, key=key)
            return known
        self.count += 1
        message = Sent(
            id=f"{channel}-{self.count:08d}",
            channel=channel,
            to=to,
            title=title,
            text=text,
            key=key,
            at=now().isoformat(timespec="milliseconds"),
        )
        self.sent.append(message)
        self.by_key[f"{channel}:{key}"] = message
        if len(self.sent) > _KEPT:
            oldest = self.sent.pop(0)
            self.by_key.pop(f"{oldest.channel}:{oldest.key}", None)
        return message

    def forget(self) -> None:
        """Forget every message."""
        self.sent.clear()
        self.by_key.clear()

    def keep_letter(self, letter: EmailMessage, recipients: list[str]) -> str:
        """Keep a mail for each of its recipients; answer as a mail server."""
        if self.twin.take("down", path="/smtp") is not None:
            return "451 sandbox fault: try again"
        if self.twin.take("refuse", path="/smtp") is not None:
            return "550 sandbox fault: refused"
        part = letter.get_body(preferencelist=("plain", "html"))
        text = part.get_content() if part is not None else ""
        for recipient in recipients:
            self.keep(
                channel="email",
                to=recipient,
                title=str(letter["Subject"] or ""),
                text=str(text).strip(),
                key=str(letter["Message-ID"] or ""),
            )
        return "250 kept"


def make_gateway(*, secret: str = SANDBOX_SECRET, smtp_port: int = 0) -> Starlette:
    """Build the twin; its mail listener starts and stops with it (port 0: a free one)."""
    twin = Twin("messages", "Cổng tin nhắn mô phỏng: thư điện tử (SMTP), SMS, Zalo OA.")
    outbox = Outbox(twin)
    twin.on_reset.append(outbox.forget)
    gateway = _Gateway(outbox, secret=secret)

    @contextlib.asynccontextmanager
    async def mail_too(app: Starlette) -> AsyncIterator[None]:
        try:
            server = await listen(host="127.0.0.1", port=smtp_port, keep=outbox.keep_letter)
        except OSError:
            # The port is taken: the other channels still work, and /messages tells the port.
            server = await listen(host="127.0.0.1", port=0, keep=outbox.keep_letter)
        app.state.smtp_port = server.sockets[0].getsockname()[1]
        yield
        server.close()

    app = make_app(
        twin,
        [
            Route("/", gateway.show_page),
            Route("/messages", gateway.show),
            Route("/sms/send", gateway.take_sms, methods=["POST"]),
            Route("/v3.0/oa/message/transaction", gateway.take_zalo, methods=["POST"]),
        ],
    )
    app.router.lifespan_context = mail_too
    return app


class _Gateway:
    """What platforms and people ask of the gateways."""

    def __init__(self, outbox: Outbox, *, secret: str) -> None:
        self.outbox = outbox
        self.secret = secret

    async def take_sms(self, request: Request) -> Response:
        """Take a short message: ``{to, text, sender, request_id}``."""
        if request.headers.get("Authorization") != f"Bearer {self.secret}":
            return JSONResponse({"error": "wrong token"}, status_code=401)
        asked = await request.json()
        if not str(asked.get("to", "")).lstrip("+").isdigit() or not asked.get("text"):
            return JSONResponse({"error": "to and text are needed"}, status_code=422)
        kept = self.outbox.keep(
            channel="sms", to=str(asked["to"]), title=str(asked.get("sender", "")),
            text=str(asked["text"]), key=str(asked.get("request_id", "")),
        )  # fmt: skip
        return JSONResponse({"message_id": kept.id}, status_code=202)

    async def take_zalo(self, request: Request) -> Response:
        """Take a message of an official account; faults are told in ``error``, as Zalo does."""
        if request.headers.get("access_token") != self.secret:
            return JSONResponse({"error": -216, "message": "Access token is invalid"})
        asked = await request.json()
        to = str(asked.get("recipient", {}).get("user_id", ""))
        text = str(asked.get("message", {}).get("text", ""))
        if not to or not text:
            return JSONResponse({"error": -201, "message": "Params is invalid"})
        kept = self.outbox.keep(
            channel="zalo", to=to, title="", text=text, key=str(asked.get("tracking_id", ""))
        )
        data = {"message_id": kept.id, "user_id": to}
        return JSONResponse({"error": 0, "message": "Success", "data": data})

    async def show(self, request: Request) -> Response:
        """Tell what was sent, to whom, by which channel, newest last."""
        messages = [asdict(item) for item in self._chosen(request)]
        port = getattr(request.app.state, "smtp_port", 0)
        return JSONResponse({"sandbox": True, "smtp_port": port, "messages": messages})

    async def show_page(self, request: Request) -> Response:
        """Show what was sent as a person reads it, newest first."""
        shown = "".join(_article(item) for item in reversed(self._chosen(request)[-100:]))
        form = (
            "<form><label for='to'>Người nhận</label> "
            f"<input id='to' name='to' value='{escape(request.query_params.get('to', ''))}'> "
            "<button>Lọc</button></form>"
        )
        return page(title="Tin đã gửi", body=form + (shown or "<p>Chưa có tin nào.</p>"))

    def _chosen(self, request: Request) -> list[Sent]:
        to, channel = request.query_params.get("to"), request.query_params.get("channel")
        return [
            item
            for item in self.outbox.sent
            if (not to or item.to == to) and (not channel or item.channel == channel)
        ]


def _article(item: Sent) -> str:
    return (
        f"<article><h2>{escape(item.title or item.channel.upper())}</h2>"
        f"<p>{escape(item.channel)} → {escape(item.to)} · {escape(item.at)}</p>"
        f"<pre>{escape(item.text)}</pre></article>"
    )
