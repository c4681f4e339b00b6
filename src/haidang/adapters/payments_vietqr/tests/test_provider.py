import time
from collections.abc import Callable, Iterator, Mapping

import httpx
import pytest
from pytest_django import Settings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from haidang.adapters.payments_vietqr import Provider
from haidang.blocks.payments.testing import PaymentProviderConformance
from haidang.kernel.errors import ProviderUnavailable
from haidang.kernel.money import Money
from twins.sandbox import RunningTwin
from twins.vietqr.app import CALLBACK_PATH, make_bank


class Platform:
    def __init__(self) -> None:
        self.notices: list[tuple[dict[str, str], bytes]] = []
        self.app = Starlette(routes=[Route(CALLBACK_PATH, self.take, methods=["POST"])])

    async def take(self, request: Request) -> Response:
        self.notices.append((dict(request.headers), await request.body()))
        return Response(status_code=204)


@pytest.fixture(scope="module")
def platform() -> Platform:
    return Platform()


@pytest.fixture(scope="module")
def bank_url(platform: Platform) -> Iterator[str]:
    with RunningTwin(platform.app) as ours, RunningTwin(make_bank(platform=ours.url)) as bank:
        yield bank.url


@pytest.fixture(autouse=True)
def _connected(settings: Settings, bank_url: str, platform: Platform) -> None:
    settings.HAIDANG_VIETQR_URL = bank_url
    httpx.post(f"{bank_url}/twin/reset")
    platform.notices.clear()


class TestVietQR(PaymentProviderConformance):
    @pytest.fixture(autouse=True)
    def _twin(self, bank_url: str, platform: Platform) -> None:
        self.url = bank_url
        self.platform = platform

    def provider(self) -> Provider:
        return Provider()

    def pay(self, payload: str) -> None:
        answer = httpx.post(f"{self.url}/pay", json={"payload": payload})
        assert answer.headers["X-Sandbox-Twin"] == "vietqr"
        answer.raise_for_status()

    def last_notice(self) -> tuple[Mapping[str, str], bytes]:
        wait_for(lambda: len(self.platform.notices) > 0)
        return self.platform.notices[-1]

    def switch_on(self, fault: str) -> None:
        httpx.post(f"{self.url}/twin/faults", json={"kind": fault, "path": "/payments"})


def wait_for(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    assert condition()


def pay(bank_url: str, reference: str, fault: Mapping[str, str | int] | None = None) -> None:
    if fault is not None:
        httpx.post(f"{bank_url}/twin/faults", json=fault)
    payload = Provider().make_payload(reference=reference, amount=Money(8_000))
    httpx.post(f"{bank_url}/pay", json={"payload": payload}).raise_for_status()


def test_a_doubled_notice_comes_twice_with_one_event_id(bank_url: str, platform: Platform) -> None:
    pay(bank_url, "HDABCDEFGHJK", {"kind": "double"})

    wait_for(lambda: len(platform.notices) == 2)
    assert len({headers["x-vietqr-event"] for headers, _body in platform.notices}) == 1


def test_a_lost_notice_never_comes_but_the_money_is_there(
    bank_url: str, platform: Platform
) -> None:
    pay(bank_url, "HDABCDEFGHJK", {"kind": "lose"})

    assert len(Provider().find_payments(reference="HDABCDEFGHJK")) == 1
    assert platform.notices == []


def test_a_wrong_amount_can_be_had(bank_url: str) -> None:
    pay(bank_url, "HDABCDEFGHJK", {"kind": "wrong"})

    (money,) = Provider().find_payments(reference="HDABCDEFGHJK")
    assert money.amount == Money(7_000)


def test_a_late_notice_comes_in_the_end(bank_url: str, platform: Platform) -> None:
    pay(bank_url, "HDABCDEFGHJK", {"kind": "late", "delay_ms": 50})

    wait_for(lambda: bool(platform.notices))

    assert len(platform.notices) == 1


def test_a_person_pays_with_one_button(bank_url: str) -> None:
    link = Provider().pay_link(
        payload=Provider().make_payload(reference="HDABCDEFGHJK", amount=Money(8_000)),
        return_to="https://elsewhere.example/",
    )
    page = httpx.get(link)
    payload = str(httpx.URL(link).params["payload"])

    paid = httpx.post(f"{bank_url}/app", data={"payload": payload})

    assert "8.000 đồng" in page.text
    assert "elsewhere.example" not in page.text
    assert paid.status_code == 200
    assert len(Provider().find_payments(reference="HDABCDEFGHJK")) == 1


def test_an_announced_order_is_paid_by_its_reference(bank_url: str) -> None:
    httpx.post(
        f"{bank_url}/payments",
        json={"reference": "HDABCDEFGHJK", "amount": 8000},
        headers={"Authorization": "Bearer sandbox-secret"},
    ).raise_for_status()

    httpx.post(f"{bank_url}/pay", json={"reference": "HDABCDEFGHJK"}).raise_for_status()

    assert len(Provider().find_payments(reference="HDABCDEFGHJK")) == 1


def test_a_damaged_code_is_refused(bank_url: str) -> None:
    answer = httpx.post(f"{bank_url}/pay", json={"payload": "0002016304FFFF"})

    assert answer.status_code == 422


def test_a_bank_that_is_not_there_is_unavailable(settings: Settings) -> None:
    settings.HAIDANG_VIETQR_URL = "http://127.0.0.1:9"

    with pytest.raises(ProviderUnavailable):
        Provider().find_payments(reference="HDABCDEFGHJK")


def test_a_twin_says_that_it_is_one(bank_url: str) -> None:
    shown = httpx.get(f"{bank_url}/twin").json()

    assert shown["sandbox"] is True
    assert shown["twin"] == "vietqr"
