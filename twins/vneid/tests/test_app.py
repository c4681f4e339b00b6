"""The VNeID twin behaves as an OpenID provider must."""

import base64
import hashlib
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from twins.sandbox import RunningTwin
from twins.vneid.app import make_vneid
from twins.vneid.people import load_people

VERIFIER = "v" * 64
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)
ASKED = {
    "response_type": "code",
    "client_id": "haidang",
    "redirect_uri": "http://platform.example/back",
    "scope": "openid profile",
    "state": "s1",
    "nonce": "n1",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


@pytest.fixture(scope="module")
def running() -> Iterator[httpx.Client]:
    app = make_vneid(people=load_people())
    with RunningTwin(app) as server, httpx.Client(base_url=server.url) as client:
        yield client


@pytest.fixture
def twin(running: httpx.Client) -> httpx.Client:
    running.post("/twin/reset")
    return running


def sign_in(twin: httpx.Client, hint: str = "lan") -> dict[str, list[str]]:
    answer = twin.get("/authorize", params={**ASKED, "login_hint": hint}, follow_redirects=False)
    return parse_qs(urlsplit(answer.headers["location"]).query)


def exchange(twin: httpx.Client, code: str, **changes: str) -> httpx.Response:
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": VERIFIER,
        "redirect_uri": ASKED["redirect_uri"],
        "client_id": "haidang",
        "client_secret": "sandbox-secret",
        **changes,
    }
    return twin.post("/token", data=asked)


def test_a_code_becomes_a_signed_identity_with_vneids_claims(twin: httpx.Client) -> None:
    back = sign_in(twin)

    tokens = exchange(twin, back["code"][0]).json()

    keys = KeySet.import_key_set(twin.get("/jwks").json())
    claims = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims
    assert back["state"] == ["s1"]
    assert claims["iss"] == str(twin.base_url).rstrip("/")
    assert claims["nonce"] == "n1"
    assert claims["SoDinhDanh"] == "031194000001"
    assert claims["IAL"] == "IAL2"


def test_the_access_token_opens_the_claims(twin: httpx.Client) -> None:
    token = exchange(twin, sign_in(twin)["code"][0]).json()["access_token"]

    known = twin.get("/userinfo", headers={"Authorization": f"Bearer {token}"})
    unknown = twin.get("/userinfo", headers={"Authorization": "Bearer wrong"})

    assert known.json()["HoVaTen"] == "Nguyễn Thị Lan"
    assert unknown.status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "x" * 64},
        {"redirect_uri": "http://elsewhere.example/back"},
        {"client_secret": "wrong"},
        {"grant_type": "password"},
    ],
)
def test_a_code_is_worth_nothing_when_anything_differs(
    twin: httpx.Client, changes: dict[str, str]
) -> None:
    code = sign_in(twin)["code"][0]

    answer = exchange(twin, code, **changes)

    assert answer.status_code in {400, 401}


def test_a_code_is_good_once(twin: httpx.Client) -> None:
    code = sign_in(twin)["code"][0]
    exchange(twin, code)

    assert exchange(twin, code).status_code == 400


def test_the_page_lists_the_people_and_says_that_it_is_a_sandbox(
    twin: httpx.Client,
) -> None:
    answer = twin.get("/authorize", params=ASKED)

    assert "Nguyễn Thị Lan" in answer.text
    assert "DỮ LIỆU MẪU" in answer.text
    assert "Sandbox twin" in answer.text
    assert answer.headers["x-sandbox-twin"] == "vneid"


def test_a_choice_on_the_page_signs_in_without_scripts(twin: httpx.Client) -> None:
    answer = twin.post("/authorize", data={**ASKED, "person": "minh"}, follow_redirects=False)

    assert answer.status_code == 303
    assert "code=" in answer.headers["location"]


def test_who_cancels_is_sent_back_with_the_reason(twin: httpx.Client) -> None:
    answer = twin.post("/authorize", data={**ASKED, "cancel": "1"}, follow_redirects=False)

    assert "error=access_denied" in answer.headers["location"]


def test_an_unknown_client_gets_a_page_and_no_redirect(twin: httpx.Client) -> None:
    answer = twin.get("/authorize", params={**ASKED, "client_id": "other"})

    assert answer.status_code == 400


def test_made_up_people_of_the_reserved_numbers_can_sign_in(twin: httpx.Client) -> None:
    token = exchange(twin, sign_in(twin, "031185000123")["code"][0]).json()["access_token"]

    claims = twin.get("/userinfo", headers={"Authorization": f"Bearer {token}"}).json()

    assert claims["SoDinhDanh"] == "031185000123"


def test_faults_make_it_unavailable_as_often_as_asked(twin: httpx.Client) -> None:
    twin.post("/twin/faults", json={"kind": "down", "count": 1})

    first = twin.get("/.well-known/openid-configuration")
    second = twin.get("/.well-known/openid-configuration")

    assert (first.status_code, second.status_code) == (503, 200)
