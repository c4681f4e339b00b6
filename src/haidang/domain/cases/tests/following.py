"""How the tests follow a case: to where it stands, and what was written about it."""

from haidang.blocks.audit import public as audit
from haidang.blocks.messaging import public as messaging
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.blocks.payments.testing import MemoryBank
from haidang.domain.cases.testing import (
    BUSINESS,
    World,
    make_submitted,
    take_step,
)
from haidang.domain.cases.types import SupplementItem
from haidang.domain.worklist import public as worklist

ITEM = SupplementItem(text="Bản chụp Giấy chứng sinh rõ nét", clause="Luật Hộ tịch, Điều 16")


def codes_of(number: str) -> list[str]:
    return [entry.code for entry in audit.list_entries(subject=number)]


def templates_of(number: str) -> list[str]:
    return [notice.template for notice in messaging.list_notices_about(subject=number)]


def statuses_of(number: str) -> list[str]:
    entries = audit.list_entries(subject=number)
    return [str(one.facts["after"]) for one in entries if one.code == "case.status_changed"]


def posts_of(number: str) -> list[str]:
    return [task.post for task in worklist.list_open_tasks_of(number)]


def accepted_birth(world: World) -> str:
    number = make_submitted(applicant=world.lan)
    take_step(number, action="accept", by=world.hoa)
    return number


def accepted_business(world: World) -> str:
    number = make_submitted(applicant=world.binh, procedure=BUSINESS, scenario="individual")
    take_step(number, action="accept", by=world.hoa)
    return number


def pay(number: str) -> payments.Order:
    """Pay what is asked for the case, as the bank tells it."""
    (order,) = payments.list_orders(subject=number)
    MemoryBank.take_money(reference=order.reference, dong=order.amount.dong)
    paid = payments.poll_order(order_id=order.id)
    run_jobs()
    return paid
