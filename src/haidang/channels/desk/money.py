"""Present what a case costs and what was paid."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from haidang.blocks.payments import public as payments
from haidang.channels.desk.material import Material
from haidang.channels.desk.pages import Money
from haidang.channels.desk.words import FINANCE, exact, say
from haidang.ui.parts import Cell, Table, Tone

_TONES: Final[Mapping[str, Tone]] = {
    "none": "idle",
    "awaiting": "warn",
    "paid": "good",
    "exempt": "good",
    "refunded": "info",
}
_ORDERS: Final[Mapping[str, tuple[str | Promise, Tone]]] = {
    "pending": (pgettext_lazy("order", "Waiting"), "warn"),
    "paid": (pgettext_lazy("order", "Paid"), "good"),
    "expired": (pgettext_lazy("order", "Expired"), "idle"),
    "cancelled": (pgettext_lazy("order", "Cancelled"), "idle"),
    "refunded": (pgettext_lazy("order", "Refunded"), "info"),
}


def money(material: Material) -> Money:
    """Return the fee lines with their legal basis, and the orders with their receipts."""
    finance = material.case.finance
    is_ahead = finance == "none" and bool(material.case.total)
    return Money(
        state=_("Not asked for yet.") if is_ahead else str(FINANCE.get(finance, finance)),
        tone=_TONES.get(finance, "idle"),
        lines=_lines(material) if material.case.fees else None,
        orders=_orders(material.orders) if material.orders else None,
    )


def _lines(material: Material) -> Table:
    case = material.case
    return Table(
        caption=_("Fees"),
        columns=(
            pgettext("fee", "Fee"),
            pgettext("fee", "Quantity"),
            pgettext("fee", "Amount"),
            _("Legal basis"),
        ),
        rows=tuple(
            (
                Cell(text="\n".join(part for part in (say(fee.name), say(fee.reason)) if part)),
                Cell(text=str(fee.quantity), number=True),
                Cell(text=str(fee.amount), number=True),
                Cell(text=fee.legal_basis),
            )
            for fee in case.fees
        ),
        total=(
            Cell(text=pgettext("fee", "Total")),
            Cell(text="", number=True),
            Cell(text=str(case.total), number=True),
            Cell(text=""),
        ),
        hide_caption=True,
    )


def _orders(orders: tuple[payments.Order, ...]) -> Table:
    return Table(
        caption=_("Payments"),
        columns=(
            pgettext("order", "Reference"),
            pgettext("fee", "Amount"),
            pgettext("order", "State"),
            pgettext("order", "Paid at"),
            pgettext("order", "Receipt"),
        ),
        rows=tuple(
            (
                Cell(text=order.reference),
                Cell(text=str(order.amount), number=True),
                Cell(text=str(_ORDERS[order.status][0]), tone=_ORDERS[order.status][1]),
                Cell(text=exact(order.paid_at)),
                Cell(text=order.receipt_number),
            )
            for order in orders
        ),
        hide_caption=True,
    )
