"""The pages of sign-in stand in our own frame, and let in only whom they should."""

from typing import Protocol

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from haidang.blocks.identity.testing import PASSWORD, make_lan, open_sample_account, totp_code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempt_was_counted() -> None:
    cache.clear()


class Page(Protocol):
    """What a browser receives."""

    status_code: int
    content: bytes


class TestPages:
    """Every page of sign-in stands in our own frame, without inline styles or scripts."""

    @pytest.mark.parametrize("page", ["login/", "logout/", "inactive/", "3rdparty/login/error/"])
    def test_pages_before_sign_in(self, client: Client, page: str) -> None:
        client.force_login(get_user_model().objects.get(pk=open_sample_account("hoa")))
        if page != "logout/":
            client.logout()

        assert_is_ours(client.get(f"/tai-khoan/{page}"))

    def test_pages_of_the_second_factor(self, client: Client) -> None:
        open_sample_account("hoa")
        first = client.post("/tai-khoan/login/", {"login": "hoa", "password": PASSWORD})
        assert_is_ours(client.get(first["Location"]))
        assert_is_ours(client.post(first["Location"], {"code": "000000"}))
        client.post(first["Location"], {"code": totp_code()})
        client.post("/tai-khoan/reauthenticate/", {"password": PASSWORD})

        for page in ("", "reauthenticate/", "recovery-codes/generate/", "totp/deactivate/"):
            assert_is_ours(client.get(f"/tai-khoan/2fa/{page}"))
        assert_is_ours(client.get("/tai-khoan/reauthenticate/"))

    def test_who_sets_up_a_second_factor_gets_recovery_codes_that_work_once(
        self, client: Client
    ) -> None:
        account_id = open_sample_account("hoa")
        Authenticator.objects.filter(user=account_id).delete()
        client.post("/tai-khoan/login/", {"login": "hoa", "password": PASSWORD})
        assert_is_ours(client.get("/tai-khoan/2fa/totp/activate/"))
        code = totp_code(client.session["mfa.totp.secret"])

        done = client.post("/tai-khoan/2fa/totp/activate/", {"code": code})
        detour = client.get(done["Location"])
        shown = client.post(detour["Location"], {"code": code}, follow=True)

        assert detour["Location"].startswith("/tai-khoan/2fa/reauthenticate/")
        assert_is_ours(shown)
        codes = client.get("/tai-khoan/2fa/recovery-codes/download/").content.decode().split()
        assert len(codes) == 10
        assert all(one in shown.content.decode() for one in codes)
        browsers = (Client(), Client())
        for browser in browsers:
            first = browser.post("/tai-khoan/login/", {"login": "hoa", "password": PASSWORD})
            browser.post(first["Location"], {"code": codes[0]})
        assert [browser.get("/tai-khoan/2fa/").status_code for browser in browsers] == [200, 302]

    @pytest.mark.parametrize(
        "page", ["", "recovery-codes/", "recovery-codes/download/", "totp/deactivate/"]
    )
    def test_the_password_alone_shows_no_recovery_code_and_removes_no_factor(
        self, client: Client, page: str
    ) -> None:
        client.force_login(get_user_model().objects.get(pk=open_sample_account("hoa")))
        client.post("/tai-khoan/reauthenticate/", {"password": PASSWORD})

        answer = client.get(f"/tai-khoan/2fa/{page}")

        assert answer["Location"].startswith("/tai-khoan/2fa/reauthenticate/")

    @pytest.mark.parametrize("page", ["", "totp/activate/", "reauthenticate/"])
    def test_people_have_no_second_factor_here(self, client: Client, page: str) -> None:
        client.force_login(get_user_model().objects.get(pk=str(make_lan().account_id)))

        assert client.get(f"/tai-khoan/2fa/{page}").status_code == 403

    def test_the_page_that_says_vneid_does_not_answer(
        self, client: Client, settings: Settings
    ) -> None:
        settings.HAIDANG_VNEID_URL = "http://127.0.0.1:9"

        assert_is_ours(client.get("/tai-khoan/vneid/login/"))


def assert_is_ours(answer: Page) -> None:
    """Assert that a page has the frame of the design system and nothing inline."""
    page = answer.content.decode()

    assert answer.status_code in {200, 401, 503}
    assert 'id="main"' in page
    assert "style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert "onload=" not in page
