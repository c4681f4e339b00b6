"""What is owed for a case and how to pay it; the bank's notices."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router

from haidang.blocks.payments import public as payments
from haidang.channels.rest.limits import CallsAMinute, CaseKey
from haidang.channels.rest.presenting import order_answer
from haidang.channels.rest.schemas.cases import OrderOut, OutcomeOut
from haidang.channels.rest.security import actor_of, anybody_with
from haidang.domain.cases import public as cases

router = Router()


@router.get("/cases/{key}/payments", response=list[OrderOut], auth=anybody_with("cases:read"))
def list_orders(request: HttpRequest, key: CaseKey) -> list[OrderOut]:
    """List what was asked for a case, with the code to pay and the receipt."""
    case = cases.get_case(key, actor=actor_of(request))
    orders = payments.list_orders(subject=case.number) if case.number else []
    return [order_answer(order) for order in orders]


@router.post(
    "/payments/{provider}/notices",
    response=OutcomeOut,
    throttle=CallsAMinute("notices", most=6_000),
)
def take_notice(
    request: HttpRequest, provider: Annotated[str, Path(pattern=r"^[a-z0-9_]{1,40}$")]
) -> OutcomeOut:
    """Take a bank's word that money came: signed over the raw body, acted on once."""
    outcome = payments.record_notice(
        provider=provider, headers=dict(request.headers), body=request.body
    )
    return OutcomeOut(outcome=str(outcome))
