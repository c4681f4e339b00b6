"""One person's way through the portal without a script, against the real domain."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import Settings

from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.blocks.payments.testing import MemoryBank
from haidang.channels.portal.tests.browser import Browser
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    BIRTH,
    BUSINESS,
    World,
    finish,
    install_world,
    make_submitted,
    providers_in_memory,
    scenario_answers,
    take_step,
)
from haidang.domain.cases.types import SupplementItem
from haidang.kernel import clock
from haidang.kernel.actors import Actor
from haidang.kernel.events import JSON

pytestmark = [pytest.mark.django_db, pytest.mark.urls("haidang.channels.portal.tests.urls")]

NOTICE: dict[str, JSON] = {
    "found": True,
    "record": {"number": "CS-MAU-2026-0001", "child_name": "Trần Nguyễn Hải An"},
}


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    for name, value in providers_in_memory(NOTICE).items():
        setattr(settings, name, value)
    with clock.stopped_at(datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)):
        yield install_world()


def browser_of(actor: Actor | None) -> Browser:
    client = Client()
    if actor is not None and actor.account_id is not None:
        client.force_login(
            get_user_model().objects.get(pk=actor.account_id),
            backend="django.contrib.auth.backends.ModelBackend",
        )
    return Browser(client)


def test_a_search_without_accents_leads_to_the_procedure(world: World) -> None:
    found = browser_of(None).open("/tim-kiem?q=dang ky khai sinh cho con")

    assert found.links()[0] == f"/thu-tuc/{BIRTH}/"
    assert found.open(f"/thu-tuc/{BIRTH}/").status == 200
    assert "60/2014/QH13" in found.text()


def test_a_stranger_is_asked_to_sign_in_and_comes_back(world: World) -> None:
    asked = browser_of(None).open(f"/thu-tuc/{BIRTH}/nop")

    assert asked.path == f"/dang-nhap?next=%2Fthu-tuc%2F{BIRTH}%2Fnop"


def test_a_birth_is_handed_in_page_by_page(world: World) -> None:
    answers = scenario_answers(BIRTH, "on-time")
    lan = browser_of(world.lan).open(f"/thu-tuc/{BIRTH}/nop").press({"unit": "11560"})
    pages = 0
    while "/to-khai/" in lan.path and pages < 20:
        lan.press(answers, _go="next")
        pages += 1

    assert lan.path.endswith("/xem-lai"), lan.text()
    lan.press()

    number = lan.path.split("/")[2]
    assert lan.status == 200
    assert number.startswith("H24.")
    assert cases.get_case(number, actor=world.lan).status == cases.Status.REGISTERED


def test_mistakes_are_told_at_once_and_what_was_typed_stays(world: World) -> None:
    lan = browser_of(world.lan).open(f"/thu-tuc/{BIRTH}/nop").press({"unit": "11560"})
    lan.press({"declarant_name": "An 2", "declarant_phone": "12"}, _go="next")

    faults = lan.page.xpath("//*[@id='errors']//a/@href")
    assert lan.status == 422
    assert {"#f-declarant_name", "#f-declarant_phone"} <= set(faults)
    assert lan.page.xpath("//input[@name='declarant_phone']/@value") == ["12"]
    targets = {fault.removeprefix("#") for fault in faults}
    assert targets <= set(lan.page.xpath("//@id"))


def test_a_supplement_is_answered_on_one_page(world: World) -> None:
    number = make_submitted(applicant=world.lan)
    items = (SupplementItem(text="Ghi rõ số nhà.", field="declarant_phone"),)
    take_step(number, action="supplement", by=world.hoa, note="Thiếu.", items=items)

    lan = browser_of(world.lan).open(f"/ho-so/{number}/")
    assert "Ghi rõ số nhà." in lan.text()
    lan.press({"declarant_phone": "0900000009"})

    case = cases.get_case(number, actor=world.lan)
    assert case.status == cases.Status.REGISTERED
    assert case.answers["declarant_phone"] == "+84900000009" or "900000009" in str(
        case.answers["declarant_phone"]
    )


def test_a_result_is_received_verified_and_rated(world: World) -> None:
    number = make_submitted(applicant=world.lan)
    take_step(number, action="accept", by=world.hoa)
    finish(number, world)
    run_jobs()

    lan = browser_of(world.lan).open(f"/ho-so/{number}/")
    verify = next(href for href in lan.links() if href.startswith("/xac-minh/"))
    assert lan.page.xpath("//form[contains(@action, '/danh-gia')]")
    lan.press(stars="6")
    assert lan.status == 422
    assert cases.get_case(number, actor=world.lan).rating is None
    lan.open(f"/ho-so/{number}/").press(stars="5")
    assert cases.get_case(number, actor=world.lan).rating == 5

    stranger = browser_of(None).open(verify)
    assert stranger.status == 200
    assert stranger.page.xpath("//section[contains(@class, 'panel-good')]")
    assert "Hải An" not in stranger.text()
    assert lan.open("/kho-giay-to/").page.xpath("//main//li")


def test_a_fee_is_paid_by_the_code_on_the_page(world: World) -> None:
    number = make_submitted(applicant=world.lan, procedure=BUSINESS, scenario="individual")
    run_jobs()
    take_step(number, action="accept", by=world.hoa)
    order = payments.list_orders(subject=number)[-1]

    lan = browser_of(world.lan).open(f"/ho-so/{number}/")
    assert order.reference in lan.text()
    assert lan.page.xpath("//figure[contains(@class, 'qr')]//*[local-name()='path']")

    MemoryBank.take_money(reference=order.reference, dong=order.amount.dong)
    lan.client.post(f"/ho-so/{number}/thanh-toan")
    assert payments.get_order(order_id=order.id).status == payments.OrderStatus.PAID


def test_the_public_sees_only_number_and_progress(world: World) -> None:
    number = make_submitted(applicant=world.lan)

    shown = browser_of(None).open(f"/tra-cuu?number={number}")

    assert number in shown.text()
    assert "Lan" not in shown.text()
    assert browser_of(None).open("/tra-cuu?number=H24-0").status == 200


def test_somebody_elses_case_is_not_there(world: World) -> None:
    number = make_submitted(applicant=world.lan)

    assert browser_of(world.binh).open(f"/ho-so/{number}/").status == 404
    assert browser_of(world.binh).open(f"/ho-so/{number}/to-khai/child").status == 404


def test_a_case_is_withdrawn(world: World) -> None:
    number = make_submitted(applicant=world.lan)
    lan = browser_of(world.lan).open(f"/ho-so/{number}/")

    lan.client.post(f"/ho-so/{number}/rut", {"reason": "Nhầm nơi nộp."})

    assert cases.get_case(number, actor=world.lan).status == cases.Status.WITHDRAWN


def test_every_fixed_page_is_there(world: World) -> None:
    lan = browser_of(world.lan)
    paths = ("/", "/tim-kiem", "/ho-so/", "/toi/nhat-ky", "/toi/nhat-ky?xem=tin-nhan")
    public = ("/xac-minh", "/dang-nhap", "/kha-nang-tiep-can", "/du-lieu-ca-nhan")

    assert [lan.open(path).status for path in paths] == [200] * len(paths)
    assert [browser_of(None).open(path).status for path in public] == [200] * len(public)
    assert browser_of(None).open("/xac-minh/KHONG-CO").status == 404
