"""The receipt, and the fee in cash."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haidang.blocks.payments import public as payments
from haidang.channels.counter.frame import actor_of, for_officers, for_reception, show
from haidang.channels.counter.pages import DonePage, Owed
from haidang.domain.cases import public as cases
from haidang.kernel.actors import Actor
from haidang.kernel.clock import local
from haidang.ui.parts import Link
from haidang.ui.questions import said

RECEIPTS = ("mau_01", "mau_02")
WHY = "Tiếp nhận hồ sơ trực tiếp"


@require_safe
@for_reception
def done(request: HttpRequest, number: str) -> HttpResponse:
    """Show the number, the date and the receipt; wait for the receipt while it is made."""
    actor = actor_of(request)
    case = cases.get_case(number, actor=actor, purpose=WHY)
    page = _done_page(case, actor=actor)
    response = show(request, "done", page)
    if not page.receipt:
        response.headers["Refresh"] = "1"
    return response


@require_safe
@for_reception
def paper(request: HttpRequest, number: str, document_id: UUID) -> HttpResponse:
    """Show a paper of the case in the browser, to be printed."""
    name, content = cases.read_document(number, document_id=document_id, actor=actor_of(request))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=False, filename=name) or "inline"
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@for_officers
def collect(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Note that the cashier took the fee in cash; the receipt follows by itself."""
    order = payments.take_cash(order_id, actor=actor_of(request))
    words = _("%(amount)s was taken in cash; receipt %(receipt)s.")
    said_words = words % {"amount": order.amount, "receipt": order.receipt_number}
    messages.success(request, said_words, extra_tags="good")
    return redirect("counter:cash")


@require_http_methods(["GET"])
@for_officers
def cash(request: HttpRequest) -> HttpResponse:
    """Show the fees that wait at the officer's cash desk, the oldest first."""
    actor = actor_of(request)
    owed = payments.list_waiting_at(_cash_desks(actor))
    page = tuple(_owed(order) for order in owed)
    return show(request, "cash", page)


def _done_page(case: cases.CaseView, *, actor: Actor) -> DonePage:
    receipts = [one for one in case.documents if one.kind in RECEIPTS]
    orders = payments.list_orders(subject=case.number)
    pending = [one for one in orders if one.status is payments.OrderStatus.PENDING]
    asked = case.accepted_at is None
    return DonePage(
        number=case.number,
        procedure=said(case.procedure_name),
        applicant=str(case.applicant.get("full_name", "")),
        title=_("The request to complete the case is ready.") if asked else _("Taken in."),
        due=f"{local(case.due.due_at):%H:%M %d/%m/%Y}" if case.due.due_at else "",
        seconds=_seconds(case),
        receipt=_paper_href(case, receipts[-1]) if receipts else "",
        others=tuple(
            Link(text=said(one.title), href=_paper_href(case, one))
            for one in case.documents
            if one not in receipts[-1:]
        ),
        owed=tuple(_owed(one) for one in pending),
        can_collect=any(actor.holds("cashier", agency=one.payee.agency) for one in pending),
        is_paid=any(one.status is payments.OrderStatus.PAID for one in orders),
        case_href=reverse("desk:case", args=[case.number]),
    )


def _seconds(case: cases.CaseView) -> int:
    end = next((one.made_at for one in case.documents if one.kind in RECEIPTS), case.submitted_at)
    return int((end - case.created_at).total_seconds()) if end else 0


def _paper_href(case: cases.CaseView, document: cases.DocumentView) -> str:
    return reverse("counter:paper", args=[case.number, document.id])


def _owed(order: payments.Order) -> Owed:
    return Owed(
        id=str(order.id),
        amount=str(order.amount),
        lines=(order.subject, order.payer_name, *(line.name for line in order.lines)),
    )


def _cash_desks(actor: Actor) -> frozenset[str]:
    return frozenset(duty.agency for duty in actor.duties if duty.post == "cashier")
