"""The counter's and the kiosk's part of the table of who reaches what."""

from typing import Final

from haidang.blocks.agencies.testing import WARD, WARD_CENTRE
from haidang.blocks.payments import public as payments
from haidang.blocks.scanning import public as scanning
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import BIRTH, CITY, World, id_of
from haidang.domain.queue import public as queue
from haidang.engines.scans.tests.scans import as_pdf, text_page
from haidang.kernel.actors import system
from haidang.kernel.money import Money

_RECEPTION = "302 403 403 403 200 200"
_RECEPTION_MOVES_ON = "302 403 403 403 302 302"
_OWN_COUNTER = "302 403 403 403 200 404"
_OWN_COUNTER_MOVES_ON = "302 403 403 403 302 404"
_ANYBODY = "200 200 200 200 200 200"
_ANYBODY_MOVES_ON = "302 302 302 302 302 302"
_NOBODY = "404 404 404 404 404 404"
_INTAKE = "/ban-lam-viec/tiep-nhan-truc-tiep/"
_SHEET = _INTAKE + "{intake}/"
_STACK = _SHEET + "xap/{stack}/"
_QUEUE = "/ban-lam-viec/quay/"
_CASH = "/ban-lam-viec/thu-tien/"
_KIOSK = "/kiosk/{kiosk}/"

ROWS: Final = (
    ("GET", "counter:start", _INTAKE, _RECEPTION),
    ("POST", "counter:start", _INTAKE, _RECEPTION, {"_do": "find", "words": "khai sinh"}),
    ("GET", "counter:start", _INTAKE + "?so={ticket}", _OWN_COUNTER),
    ("GET", "counter:separators", _INTAKE + "to-phan-cach/", _RECEPTION),
    ("GET", "counter:sheet", _SHEET, _OWN_COUNTER),
    ("POST", "counter:sheet", _SHEET, _OWN_COUNTER_MOVES_ON, {"_do": "save"}),
    ("GET", "counter:stack", _STACK, _OWN_COUNTER),
    ("GET", "counter:page", _STACK + "trang/1/", _OWN_COUNTER),
    ("GET", "counter:done", _INTAKE + "xong/{finished}/", _OWN_COUNTER),
    ("GET", "counter:paper", _INTAKE + "xong/{finished}/giay/{document}/", _OWN_COUNTER),
    ("GET", "counter:queue", _QUEUE, _RECEPTION),
    ("POST", "counter:call", _QUEUE + "goi/", _RECEPTION_MOVES_ON),
    ("POST", "counter:again", _QUEUE + "{called}/goi-lai/", _OWN_COUNTER_MOVES_ON),
    ("POST", "counter:end", _QUEUE + "{called}/xong/", _OWN_COUNTER_MOVES_ON, {"came": "1"}),
    ("GET", "counter:cash", _CASH, _RECEPTION),
    ("POST", "counter:collect", _CASH + "{order}/", "302 403 403 403 403 403"),
    ("GET", "kiosk:places", "/kiosk/", _ANYBODY),
    ("GET", "kiosk:home", _KIOSK, _ANYBODY),
    ("GET", "kiosk:home", "/kiosk/H24.182.01/guessed/", _NOBODY),
    ("GET", "kiosk:draw", _KIOSK + "lay-so/", _ANYBODY),
    ("POST", "kiosk:draw", _KIOSK + "lay-so/", _ANYBODY_MOVES_ON, {"kind": "ask"}),
    ("GET", "kiosk:ticket", _KIOSK + "so/{ticket}/", _ANYBODY),
    ("GET", "kiosk:card", _KIOSK + "the/", _ANYBODY),
    ("GET", "kiosk:track", _KIOSK + "tra-cuu/", _ANYBODY),
    ("POST", "kiosk:track", _KIOSK + "tra-cuu/", _ANYBODY, {"number": "{submitted}"}),
    ("GET", "kiosk:find", _KIOSK + "thu-tuc/", _ANYBODY),
    ("GET", "kiosk:procedure", _KIOSK + "thu-tuc/1.001193/", _ANYBODY),
    ("GET", "kiosk:end", _KIOSK + "ket-thuc/", _ANYBODY),
    ("GET", "kiosk:board", _KIOSK + "bang/", _ANYBODY),
    ("POST", "kiosk:draw", "/kiosk/H24.182.01/guessed/lay-so/", _NOBODY, {"kind": "ask"}),
)
"""Method, name, address, statuses by role, what is sent."""


def names_of(world: World) -> dict[str, str]:
    """Make what the rows name: an intake with scans, two numbers, a fee, a kiosk's key."""
    draft = cases.start_at_counter(
        procedure=BIRTH, unit=WARD, agency=WARD_CENTRE, applicant_id=id_of(world.lan),
        city=CITY, actor=world.hoa,
    )  # fmt: skip
    stack = scanning.take_stack(
        [("quet.pdf", as_pdf(text_page()))],
        agency=WARD_CENTRE, matter=str(draft), actor=world.hoa,
    )  # fmt: skip
    kiosk = system("kiosk")
    called = queue.draw_ticket(agency=WARD_CENTRE, kind=queue.TicketKind.ASK, actor=kiosk)
    queue.call_next(agency=WARD_CENTRE, window=1, actor=world.hoa)
    waiting = queue.draw_ticket(agency=WARD_CENTRE, kind=queue.TicketKind.ASK, actor=kiosk)
    order = payments.open_order(
        subject=str(draft),
        payer_name=world.lan.name,
        payee=payments.Payee(agency=WARD_CENTRE, name="Trung tâm"),
        lines=[payments.PaymentLine(key="fee", name="Phí", kind="charge", amount=Money(8_000))],
        actor=system("tests"),
        idempotency_key="access",
    )
    return {
        "intake": str(draft),
        "stack": str(stack.id),
        "called": str(called.id),
        "ticket": str(waiting.id),
        "order": str(order.id),
        "kiosk": f"{WARD_CENTRE}/{queue.kiosk_key(WARD_CENTRE)}",
    }
