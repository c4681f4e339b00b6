"""People sign in through the VNeID twin, officers by two factors."""

import ssl
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django.fixtures import Settings

from haidang.blocks.identity import public as identity
from haidang.blocks.identity.testing import LAN_ID, PASSWORD, open_sample_account, totp_code
from haidang.kernel.errors import NotAllowed, ProviderRefused, ProviderUnavailable
from twins.sandbox import RunningTwin
from twins.vneid.app import make_vneid
from twins.vneid.people import load_people

OTHERS = ("django.", "allauth.")
BACK = "http://testserver/tai-khoan/vneid/login/callback/"


def who(request: HttpRequest) -> HttpResponse:
    actor = identity.actor_for_request(request)
    return HttpResponse(f"{actor.kind}|{actor.name}|{actor.assurance}")


@identity.require_officer_second_factor
def desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse(identity.actor_for_request(request).name)


urlpatterns = [
    path("", who),
    path("desk/", desk),
    path("tai-khoan/", include("haidang.config.sign_in_urls")),
    path("", include("haidang.ui.urls")),
]


@pytest.fixture(scope="module")
def server() -> Iterator[RunningTwin]:
    with RunningTwin(make_vneid(people=load_people())) as running:
        yield running


@pytest.fixture(autouse=True)
def twin(server: RunningTwin, settings: Settings) -> RunningTwin:
    httpx.post(f"{server.url}/twin/reset")
    cache.clear()
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name.startswith(OTHERS)]
    settings.HAIDANG_VNEID_URL = server.url
    settings.HAIDANG_VNEID_CLIENT_ID = "haidang"
    settings.HAIDANG_VNEID_CLIENT_SECRET = "sandbox-secret"  # noqa: S105 - the twin's
    return server


def switch_on(twin: RunningTwin, kind: str, *, path: str = "", delay_ms: int = 0) -> None:
    fault = {"kind": kind, "count": 1, "path": path, "delay_ms": delay_ms}
    httpx.post(f"{twin.url}/twin/faults", json=fault)


def go_to_vneid(client: Client, *, hint: str = "lan", onward: str = "/") -> str:
    start = client.get("/tai-khoan/vneid/login/", {"login_hint": hint, "next": onward})
    return httpx.get(start["Location"]).headers["location"]


def come_back(client: Client, address: str) -> HttpResponse:
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")  # type: ignore[return-value]  # the test client's answer is one


@pytest.mark.django_db
class TestPeopleInABrowser:
    def test_lan_signs_in_and_comes_back_to_where_she_was(self, client: Client) -> None:
        answer = come_back(client, go_to_vneid(client, onward="/?ho-so=1"))

        assert (answer.status_code, answer["Location"]) == (302, "/?ho-so=1")
        assert client.get("/").content.decode() == "person|Nguyễn Thị Lan|2"

    def test_a_sign_in_does_not_read_the_certificates_of_the_machine_again(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        address = go_to_vneid(client)
        monkeypatch.delattr(ssl, "create_default_context")

        assert come_back(client, address).status_code == 302

    def test_the_second_sign_in_is_the_same_account(self, client: Client) -> None:
        come_back(client, go_to_vneid(client))
        come_back(Client(), "/")
        other = Client()
        come_back(other, go_to_vneid(other))

        assert SocialAccount.objects.count() == 1
        assert other.get("/").content.decode() == "person|Nguyễn Thị Lan|2"

    def test_allauths_tables_learn_nothing_personal(self, client: Client) -> None:
        come_back(client, go_to_vneid(client))

        account = SocialAccount.objects.get()

        assert account.extra_data == {"assurance": 2, "kind": "person"}
        assert LAN_ID not in account.uid
        assert not SocialToken.objects.exists()

    def test_the_request_carries_state_nonce_and_pkce(self, client: Client) -> None:
        start = client.get("/tai-khoan/vneid/login/")

        asked = parse_qs(urlsplit(start["Location"]).query)

        assert asked["code_challenge_method"] == ["S256"]
        assert asked["redirect_uri"] == [BACK]
        assert all(len(asked[name][0]) >= 40 for name in ("state", "nonce", "code_challenge"))

    def test_an_answer_for_another_session_signs_nobody_in(self, client: Client) -> None:
        address = go_to_vneid(Client())

        answer = come_back(client, address)

        assert answer.status_code == 401
        assert client.get("/").content.decode().startswith("anonymous")

    def test_an_answer_is_good_once(self, client: Client) -> None:
        address = go_to_vneid(client)
        come_back(client, address)

        assert come_back(client, address).status_code == 401

    def test_a_wrong_nonce_signs_nobody_in(self, client: Client, twin: RunningTwin) -> None:
        switch_on(twin, "wrong")

        answer = come_back(client, go_to_vneid(client))

        assert answer.status_code == 401
        assert client.get("/").content.decode().startswith("anonymous")

    def test_a_dead_vneid_gives_a_kind_page_before_the_person_leaves(
        self, client: Client, twin: RunningTwin
    ) -> None:
        switch_on(twin, "down")

        answer = client.get("/tai-khoan/vneid/login/")

        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert "identity_vneid/not_signed_in.html" in [one.name for one in answer.templates]

    def test_a_vneid_that_dies_on_the_way_gives_the_same_page(
        self, client: Client, twin: RunningTwin
    ) -> None:
        address = go_to_vneid(client)
        switch_on(twin, "down", path="/token")

        assert come_back(client, address).status_code == 503

    def test_who_cancels_is_told_that_nothing_happened(self, client: Client) -> None:
        answer = come_back(client, go_to_vneid(client, hint="nobody"))

        assert answer.status_code == 200
        assert client.get("/").content.decode().startswith("anonymous")


@pytest.mark.django_db
class TestPeopleOverREST:
    def test_a_code_becomes_a_token(self) -> None:
        start = identity.start_provider_sign_in(
            provider="vneid", redirect_uri=BACK, login_hint="minh"
        )
        back = parse_qs(urlsplit(httpx.get(start.url).headers["location"]).query)

        issued = identity.exchange_code_for_token(
            provider="vneid",
            code=back["code"][0],
            code_verifier=start.code_verifier,
            nonce=start.nonce,
            redirect_uri=BACK,
        )

        actor = identity.actor_for_token(issued.token)
        assert actor is not None
        assert (actor.name, actor.assurance) == ("Trần Văn Minh", 2)

    def test_a_wrong_verifier_is_refused(self) -> None:
        start = identity.start_provider_sign_in(
            provider="vneid", redirect_uri=BACK, login_hint="minh"
        )
        back = parse_qs(urlsplit(httpx.get(start.url).headers["location"]).query)

        with pytest.raises(ProviderRefused):
            identity.exchange_code_for_token(
                provider="vneid",
                code=back["code"][0],
                code_verifier="x" * 64,
                nonce=start.nonce,
                redirect_uri=BACK,
            )

    def test_no_answer_at_all_is_unavailable(self, settings: Settings) -> None:
        settings.HAIDANG_VNEID_URL = "http://127.0.0.1:9"

        with pytest.raises(ProviderUnavailable):
            identity.start_provider_sign_in(provider="vneid", redirect_uri=BACK)

    def test_an_unknown_provider_is_told_so(self) -> None:
        with pytest.raises(identity.ProviderUnknown):
            identity.start_provider_sign_in(provider="facebook", redirect_uri=BACK)


@pytest.mark.django_db
class TestOfficers:
    def test_hoa_reaches_the_desk_after_both_factors(self, client: Client) -> None:
        open_sample_account("hoa")

        first = client.post("/tai-khoan/login/", {"login": "hoa", "password": PASSWORD})
        second = client.post(first["Location"], {"code": totp_code()})
        after = client.get("/desk/")

        assert first["Location"].startswith("/tai-khoan/2fa/authenticate/")
        assert second.status_code == 302
        assert after.content.decode() == "Đỗ Thị Hoa"

    def test_the_password_alone_opens_nothing(self, client: Client) -> None:
        open_sample_account("hoa")
        client.post("/tai-khoan/login/", {"login": "hoa", "password": PASSWORD})

        answer = client.get("/desk/")

        assert answer["Location"] == "/tai-khoan/login/?next=/desk/"

    def test_an_officer_without_a_second_factor_must_set_one_up(self, client: Client) -> None:
        account_id = open_sample_account("hoa")
        Authenticator.objects.filter(user=account_id).delete()
        client.post("/tai-khoan/login/", {"login": "hoa", "password": PASSWORD})

        answer = client.get("/desk/")

        assert answer["Location"] == "/tai-khoan/2fa/totp/activate/"

    def test_a_second_factor_just_set_up_is_asked_for_once(self, client: Client) -> None:
        account_id = open_sample_account("hoa")
        Authenticator.objects.filter(user=account_id).delete()
        client.post("/tai-khoan/login/", {"login": "hoa", "password": PASSWORD})
        client.get("/tai-khoan/2fa/totp/activate/")
        code = totp_code(client.session["mfa.totp.secret"])

        client.post("/tai-khoan/2fa/totp/activate/", {"code": code})
        detour = client.get("/desk/")
        client.post(detour["Location"], {"code": code})

        assert detour["Location"] == "/tai-khoan/2fa/reauthenticate/?next=/desk/"
        assert client.get("/desk/").content.decode() == "Đỗ Thị Hoa"

    def test_a_person_has_nothing_to_do_at_the_desk(self, client: Client) -> None:
        come_back(client, go_to_vneid(client))

        with pytest.raises(NotAllowed):
            client.get("/desk/")

    @pytest.mark.parametrize("page", ["signup/", "email/", "password/reset/", "3rdparty/"])
    def test_nobody_opens_or_mends_an_account_by_a_form(self, client: Client, page: str) -> None:
        assert client.get(f"/tai-khoan/{page}").status_code == 404
        assert client.post(f"/tai-khoan/{page}").status_code == 404

    def test_vneid_is_never_connected_to_the_account_that_is_signed_in(
        self, client: Client
    ) -> None:
        officer = get_user_model().objects.get(pk=open_sample_account("hoa"))
        client.force_login(officer)
        start = client.get("/tai-khoan/vneid/login/", {"login_hint": "lan", "process": "connect"})

        come_back(client, httpx.get(start["Location"]).headers["location"])

        assert not SocialAccount.objects.filter(user=officer).exists()
        assert client.get("/").content.decode() == "person|Nguyễn Thị Lan|2"


@pytest.mark.django_db
class TestGuessing:
    def test_after_five_wrong_passwords_the_right_one_waits(self, client: Client) -> None:
        open_sample_account("hoa")
        for _ in range(5):
            client.post("/tai-khoan/login/", {"login": "hoa", "password": "wrong"})

        answer = client.post("/tai-khoan/login/", {"login": "hoa", "password": PASSWORD})

        assert answer.status_code == 200
        assert client.get("/").content.decode().startswith("anonymous")

    def test_a_code_is_good_once(self, client: Client) -> None:
        open_sample_account("hoa")
        code = totp_code()
        other = Client()
        for browser in (client, other):
            first = browser.post("/tai-khoan/login/", {"login": "hoa", "password": PASSWORD})
            browser.post(first["Location"], {"code": code})

        assert client.get("/").content.decode().startswith("officer|")
        assert other.get("/").content.decode().startswith("anonymous")

    def test_a_code_is_good_once_even_when_allauth_has_forgotten_it(self, client: Client) -> None:
        account_id = open_sample_account("hoa")
        code = totp_code(step=1)
        identity.use_code(account_id=account_id, code=code)

        first = client.post("/tai-khoan/login/", {"login": "hoa", "password": PASSWORD})
        client.post(first["Location"], {"code": code})

        assert client.get("/").content.decode().startswith("anonymous")
        with pytest.raises(identity.SignInRefused):
            identity.exchange_password_for_token(username="hoa", password=PASSWORD, otp=code)

    def test_attempts_are_counted_where_every_process_sees_them(self, settings: Settings) -> None:
        kept = settings.CACHES

        assert kept["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
        assert settings.SESSION_CACHE_ALIAS != "default"
