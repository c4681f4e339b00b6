"""The post twin over HTTP: for the platform (JSON) and for people who play the postman (pages)."""

import secrets
from html import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from twins.page import page
from twins.post.office import WORDS, PostOffice
from twins.sandbox import SANDBOX_SECRET, Twin, make_app


def make_post(*, secret: str = SANDBOX_SECRET) -> Starlette:
    """Build the twin."""
    about = "Bưu chính công ích: hệ thống mô phỏng việc thu gom, vận chuyển, phát bưu gửi."
    twin = Twin("post", about)
    office = PostOffice(twin, secret)
    twin.on_reset.append(office.forget)
    machine, pages = _Machine(office), _Pages(office)
    return make_app(
        twin,
        [
            Route("/", pages.start),
            Route("/parcels/{tracking}/go", pages.go, methods=["POST"]),
            Route("/orders", machine.order, methods=["POST"]),
            Route("/parcels/{tracking}", machine.show),
            Route("/parcels/{tracking}/events", machine.tell, methods=["POST"]),
        ],
    )


class _Machine:
    """What programs ask of the post."""

    def __init__(self, office: PostOffice) -> None:
        self.office = office

    async def order(self, request: Request) -> Response:
        """Take an order; the same Idempotency-Key orders once."""
        if not self._is_platform(request):
            return _refuse(401, "wrong secret")
        try:
            asked = await request.json()
        except ValueError:
            asked = None
        if not isinstance(asked, dict) or not _address(asked.get("receiver")):
            return _refuse(422, "a receiver with an address is needed")
        parcel = self.office.order(key=request.headers.get("Idempotency-Key", ""), content=asked)
        return JSONResponse(parcel, status_code=201)

    async def show(self, request: Request) -> Response:
        """Tell everything of a parcel."""
        if not self._is_platform(request):
            return _refuse(401, "wrong secret")
        tracking = request.path_params["tracking"]
        if tracking not in self.office.parcels:
            return _refuse(404, "no such parcel")
        return JSONResponse({"tracking": tracking, "events": self.office.events[tracking]})

    async def tell(self, request: Request) -> Response:
        """Let a parcel move, for tests: ``{"status": "delivered"}``."""
        tracking = request.path_params["tracking"]
        asked = await request.json()
        status = str(asked.get("status", "")) if isinstance(asked, dict) else ""
        if tracking not in self.office.parcels or status not in WORDS:
            return _refuse(422, f"status is one of {', '.join(WORDS)}")
        return JSONResponse(self.office.tell(tracking, status), status_code=201)

    def _is_platform(self, request: Request) -> bool:
        given = request.headers.get("Authorization", "")
        return secrets.compare_digest(given.encode(), f"Bearer {self.office.secret}".encode())


class _Pages:
    """What somebody sees who plays the postman."""

    def __init__(self, office: PostOffice) -> None:
        self.office = office

    async def start(self, _request: Request) -> Response:
        """Show the parcels, each with one button for its next step and one for failure."""
        rows = "".join(self._row(tracking) for tracking in reversed(self.office.parcels))
        body = (
            "<table><thead><tr><th scope='col'>Số hiệu</th><th scope='col'>Hồ sơ</th>"
            "<th scope='col'>Người nhận</th><th scope='col'>Trạng thái</th>"
            f"<th scope='col'>Bước tiếp theo</th></tr></thead><tbody>{rows}</tbody></table>"
        )
        return page(title="Bưu chính công ích: hệ thống mô phỏng", body=body)

    async def go(self, request: Request) -> Response:
        """Let a parcel take a step."""
        tracking = request.path_params["tracking"]
        async with request.form() as form:
            status = str(form.get("status", ""))
        if tracking in self.office.parcels and status in WORDS:
            self.office.tell(tracking, status)
        return RedirectResponse("/", status_code=303)

    def _row(self, tracking: str) -> str:
        parcel, told = self.office.parcels[tracking], self.office.events[tracking]
        last = told[-1]["text"] if told else ""
        step = self.office.next_step(tracking)
        buttons = "".join(
            f"<button name='status' value='{status}'>{escape(WORDS[status])}</button> "
            for status in ((step, "returned") if step else ())
        )
        return (
            f"<tr><td>{escape(tracking)}</td><td>{escape(str(parcel.get('reference', '')))}</td>"
            f"<td>{escape(_address(parcel.get('receiver')))}</td><td>{escape(last)}</td>"
            f"<td><form method='post' action='/parcels/{escape(tracking)}/go'>{buttons}</form>"
            "</td></tr>"
        )


def _address(place: object) -> str:
    if not isinstance(place, dict):
        return ""
    return str(place.get("address") or "").strip()


def _refuse(status: int, reason: str) -> Response:
    return JSONResponse({"error": reason}, status_code=status)
