"""A household business is paid for: by the bank's page, and when the bank's word is lost."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import expect

from haidang.config.demo.office import Story
from haidang.config.demo.run import Layout
from haidang.config.demo.samples import business_answers
from haidang.config.demo.visitors import Company
from tests.journeys.officers import Codes, at_the_desk, do
from tests.journeys.people import begin, complete, hand_in
from tests.journeys.visits import DESK, PATIENCE_MS, Visit

pytestmark = pytest.mark.journey


def test_a_household_business_is_paid_for_at_the_bank(
    visit: Callable[..., Visit], codes: Codes
) -> None:
    lan = visit()
    number = _owe(lan, name="Lan Biển")
    hoa = at_the_desk(visit(width=DESK), "hoa", codes=codes)
    do(hoa, number, "accept")
    _see_the_code(lan)
    lan.look("portal-case-payment")
    _pay(lan)
    lan.look("portal-case-paid")
    do(hoa, number, "approve")
    thang = at_the_desk(visit(width=DESK), "thang", codes=codes)
    do(thang, number, "approve")
    do(at_the_desk(visit(width=DESK), "khanh", codes=codes), number, "approve")
    do(at_the_desk(visit(width=DESK), "mai", codes=codes), number, "approve")
    lan.reload_until(lambda: lan.page.locator("main .panel-good").count() > 0, what="the result")
    lan.look("portal-business-result")


def test_a_payment_counts_although_the_banks_word_is_lost(
    visit: Callable[..., Visit], city: Layout, company: Company
) -> None:
    lan = visit()
    number = _owe(lan, name="Sóng Xanh")
    Story(company, city.data, "lost", number=number).do("hoa", "accept", step="reception")
    _see_the_code(lan)
    bank = f"http://localhost:{city.twins['vietqr']}"
    httpx.post(f"{bank}/twin/faults", json={"kind": "lose"}, trust_env=False).raise_for_status()
    _pay(lan)


def _owe(lan: Visit, *, name: str) -> str:
    begin(lan, "1.001612")
    answers = business_answers(name)
    while "business" not in lan.page.url:
        lan.complete_page(answers)
    if not lan.page.locator("[name='business_lines.0.name']").count():
        lan.page.locator("button[name=_add_entry][value=business_lines]").click()
    lan.fill_in(answers)
    lan.look("portal-form-business")
    complete(lan, answers)
    lan.look("portal-business-review")
    return hand_in(lan)


def _see_the_code(lan: Visit) -> None:
    lan.reload_until(lambda: lan.page.locator("main .pay svg").count() > 0, what="the QR code")
    lan.sees("đồng")


def _pay(lan: Visit) -> None:
    """Pay on the bank's page, which leads back; then the portal says that it was paid."""
    lan.follow("Thanh toán qua ngân hàng")
    lan.page.locator("main button").click()
    lan.page.wait_for_url(f"{lan.city.url}/ho-so/**")
    lan.reload_until(lambda: lan.page.locator("main .pay").count() == 0, what="the receipt")
    expect(lan.page.locator("main")).to_contain_text("Đã nộp phí, lệ phí", timeout=PATIENCE_MS)
