"""Who comes to the desk, and how they sign in."""

import pytest
from django.test import Client

from haidang.blocks.identity.testing import PASSWORD
from haidang.channels.desk.tests.officers import DESK, act_url, browser_of, open_task, signed_in
from haidang.domain.cases.testing import (
    World,
    make_submitted,
)

pytestmark = pytest.mark.django_db


class TestWhoComesIn:
    @pytest.mark.parametrize("place", ["", "tim/", "ho-so/H24.182.01-261123-0001/"])
    def test_a_visitor_is_sent_to_sign_in(self, place: str) -> None:
        answer = Client().get(DESK + place)

        assert answer.status_code == 302
        assert answer["Location"].startswith("/tai-khoan/login/")

    def test_a_person_is_refused(self, world: World) -> None:
        assert browser_of(world.lan).get(DESK).status_code == 403

    def test_an_officer_of_another_ward_finds_no_such_case(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        tuan = signed_in("tuan")

        assert tuan.get(f"{DESK}ho-so/{number}/").status_code == 404
        assert tuan.get(act_url(number, "accept")).status_code == 404
        assert tuan.post(act_url(number, "accept")).status_code == 404
        assert number not in tuan.get(DESK).content.decode()
        assert number not in tuan.get(f"{DESK}tim/", {"q": number[-4:]}).content.decode()

    def test_an_officer_of_another_ward_cannot_take_or_assign_a_task(self, world: World) -> None:
        task = open_task(make_submitted(applicant=world.lan))
        tuan = signed_in("tuan")

        assert tuan.post(f"{DESK}nhan-viec/", {"only": str(task.id)}).status_code == 403
        assert tuan.post(f"{DESK}viec/{task.id}/tra-lai/").status_code == 403
        assert tuan.get(f"{DESK}viec/{task.id}/giao/").status_code == 403

    def test_the_officer_in_charge_cannot_give_out_tasks(self, world: World) -> None:
        task = open_task(make_submitted(applicant=world.lan))

        assert signed_in("hoa").get(f"{DESK}viec/{task.id}/giao/").status_code == 403


class TestSignIn:
    def test_the_page_wears_the_design_and_tells_what_is_wrong(self, world: World) -> None:
        browser = Client()

        empty = browser.get("/tai-khoan/login/")
        wrong = browser.post("/tai-khoan/login/", {"login": "hoa", "password": "wrong"})

        assert "ui/ui.css" in empty.content.decode()
        assert 'class="errors"' in wrong.content.decode()

    def test_the_second_factor_is_asked_for_on_a_page_of_ours(self, world: World) -> None:
        browser = Client()
        first = browser.post("/tai-khoan/login/", {"login": "hoa", "password": PASSWORD})

        answer = browser.get(first["Location"])

        assert 'autocomplete="one-time-code"' in answer.content.decode()
