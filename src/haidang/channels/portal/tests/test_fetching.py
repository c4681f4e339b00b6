"""Beside the number of a paper a button fetches its data, without a script."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import Settings

from haidang.blocks.agencies.testing import WARD
from haidang.blocks.exchange.testing import MemoryRegister
from haidang.channels.portal.tests.browser import Browser
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    BIRTH,
    CITY,
    MONDAY,
    World,
    install_world,
    providers_in_memory,
    sample_record,
)
from haidang.kernel import clock
from haidang.kernel.actors import Actor
from haidang.kernel.events import JSON

pytestmark = [pytest.mark.django_db, pytest.mark.urls("haidang.channels.portal.tests.urls")]

BUTTON = "//main//button[@name='_fetch']"
NUMBER = {"birth_notice_number": "CS-MAU-2026-0001"}


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    notice: dict[str, JSON] = {"found": True, "record": sample_record("health.birth_notice")}
    for name, value in providers_in_memory(notice).items():
        setattr(settings, name, value)
    with clock.stopped_at(MONDAY):
        yield install_world()


@pytest.fixture
def draft(world: World) -> cases.CaseId:
    """Return Lan's draft, in which she said that there is an electronic notice."""
    draft = cases.start_draft(
        procedure=BIRTH, unit=WARD, city=CITY, channel="online", actor=world.lan
    )
    said = {"birth_case": "ordinary", "birth_proof": "notice_data"}
    cases.save_answers(draft, answers=said, actor=world.lan)
    return draft


def browser_of(actor: Actor, draft: cases.CaseId) -> Browser:
    client = Client()
    if actor.account_id is not None:
        user = get_user_model().objects.get(pk=actor.account_id)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return Browser(client).open(f"/ho-so/{draft}/to-khai/birth")


def test_the_button_fills_in_the_following_pages(world: World, draft: cases.CaseId) -> None:
    lan = browser_of(world.lan, draft)
    assert [button.get("value") for button in lan.page.xpath(BUTTON)] == ["birth_notice_number"]

    lan.press(NUMBER, _fetch="birth_notice_number")

    assert (lan.status, lan.path) == (200, f"/ho-so/{draft}/to-khai/birth")
    assert "11" in lan.page.xpath("string(//*[contains(@class, 'notice-good')])")
    answers = cases.get_case(draft, actor=world.lan).answers
    assert answers["child_name"] == "Trần Nguyễn Hải An"
    assert answers["birth_notice_number"] == "CS-MAU-2026-0001"
    child = lan.open(f"/ho-so/{draft}/to-khai/child")
    assert child.page.xpath("//input[@name='child_name']/@value") == ["Trần Nguyễn Hải An"]
    assert child.page.xpath("//p[contains(@class, 'field-source')]")


def test_answers_that_differ_stay_and_are_told(world: World, draft: cases.CaseId) -> None:
    cases.save_answers(draft, answers={"child_name": "Trần Hải An"}, actor=world.lan)

    lan = browser_of(world.lan, draft).press(NUMBER, _fetch="birth_notice_number")

    assert lan.page.xpath("//*[contains(@class, 'notice-warn')]")
    assert cases.get_case(draft, actor=world.lan).answers["child_name"] == "Trần Hải An"


def test_an_unknown_number_is_told_at_its_question(world: World, draft: cases.CaseId) -> None:
    MemoryRegister.reset({"found": False})

    lan = browser_of(world.lan, draft).press(
        {"birth_notice_number": "CS-KHONG-CO"}, _fetch="birth_notice_number"
    )

    assert lan.status == 422
    assert lan.page.xpath("//a[@href='#f-birth_notice_number']")
    assert lan.page.xpath("//input[@name='birth_notice_number']/@value") == ["CS-KHONG-CO"]
    kept = cases.get_case(draft, actor=world.lan).answers
    assert kept["birth_notice_number"] == "CS-KHONG-CO"


def test_a_silent_register_loses_nothing(world: World, draft: cases.CaseId) -> None:
    MemoryRegister.faults.extend(["down"] * 3)

    lan = browser_of(world.lan, draft).press(NUMBER, _fetch="birth_notice_number")

    assert lan.status == 200
    assert lan.page.xpath("//*[contains(@class, 'notice-warn')]")
    assert lan.page.xpath("//input[@name='birth_notice_number']/@value") == ["CS-MAU-2026-0001"]


def test_a_question_without_a_register_fetches_nothing(world: World, draft: cases.CaseId) -> None:
    lan = browser_of(world.lan, draft).press(NUMBER, _fetch="birth_case")

    assert lan.status == 404
    assert MemoryRegister.asked == []
