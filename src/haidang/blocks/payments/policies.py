"""Who may touch money."""

from haidang.blocks.payments.models import PaymentOrder
from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed

_MONEY_POSTS = ("cashier", "head", "leader")


def check_can_refund(order: PaymentOrder, actor: Actor) -> None:
    """Give money back: the system, or the cashier or a head of the collecting agency."""
    if not can_refund(order, actor):
        raise NotAllowed


def can_refund(order: PaymentOrder, actor: Actor) -> bool:
    """Tell whether the actor may give the money of an order back."""
    return _answers_for(order, actor, posts=_MONEY_POSTS)


def check_can_cancel(order: PaymentOrder, actor: Actor) -> None:
    """Stop asking: the system, the agency's reception, cashier or head, or the payer.

    That a person is the payer, or acts for the payer, was checked by the caller, who knows
    the subject; this block does not.
    """
    if not can_cancel(order, actor):
        raise NotAllowed


def can_cancel(order: PaymentOrder, actor: Actor) -> bool:
    """Tell whether the actor may stop asking for the money."""
    return actor.kind == "person" or _answers_for(
        order, actor, posts=("reception", "processing", *_MONEY_POSTS)
    )


def check_can_take_cash(order: PaymentOrder, actor: Actor) -> None:
    """Take money in hand: only a cashier of the collecting agency."""
    if not (actor.is_officer and actor.holds("cashier", agency=order.agency)):
        raise NotAllowed


def check_can_reconcile(agency: str, actor: Actor) -> None:
    """See what an agency's money did: the system, or those who answer for its money."""
    if actor.kind != "system" and not any(
        actor.holds(post, agency=agency) for post in _MONEY_POSTS
    ):
        raise NotAllowed


def _answers_for(order: PaymentOrder, actor: Actor, *, posts: tuple[str, ...]) -> bool:
    if actor.kind == "system":
        return True
    return actor.is_officer and any(actor.holds(post, agency=order.agency) for post in posts)
