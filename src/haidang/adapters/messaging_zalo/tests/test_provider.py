from collections.abc import Iterator

import httpx
import pytest
from pytest_django import Settings

from haidang.adapters.messaging_zalo import Provider, mapping
from haidang.blocks.messaging.testing import LETTER, MessageProviderConformance
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable
from twins.messages.app import make_gateway
from twins.sandbox import RunningTwin


@pytest.fixture(scope="module")
def gateway() -> Iterator[str]:
    with RunningTwin(make_gateway()) as twin:
        yield twin.url


@pytest.fixture(autouse=True)
def _connected(settings: Settings, gateway: str) -> None:
    settings.HAIDANG_MESSAGES_URL = gateway
    httpx.post(f"{gateway}/twin/reset")


class TestZalo(MessageProviderConformance):
    @pytest.fixture(autouse=True)
    def _twin(self, gateway: str) -> None:
        self.url = gateway

    def provider(self) -> Provider:
        return Provider()

    def received(self) -> list[str]:
        answer = httpx.get(f"{self.url}/messages", params={"to": self.address}).json()
        return [message["text"] for message in answer["messages"]]

    def switch_on(self, fault: str) -> None:
        httpx.post(f"{self.url}/twin/faults", json={"kind": fault, "path": "/v3.0"})


def test_a_gateway_that_is_not_there_is_unavailable(settings: Settings) -> None:
    settings.HAIDANG_MESSAGES_URL = "http://127.0.0.1:9"

    with pytest.raises(ProviderUnavailable):
        Provider().send(LETTER)


def test_a_wrong_token_is_refused(settings: Settings) -> None:
    settings.HAIDANG_MESSAGES_SECRET = "other"  # noqa: S105 - sample

    with pytest.raises(ProviderRefused):
        Provider().send(LETTER)


@pytest.mark.parametrize("answer", [None, [], {}, {"error": 0}, {"error": 0, "data": 1}])
def test_an_answer_without_a_number_is_not_taken_as_sent(answer: object) -> None:
    with pytest.raises((ProviderUnavailable, ProviderRefused)):
        mapping.read_number(answer)


@pytest.mark.parametrize(("fault", "kind"), [(-32, ProviderUnavailable), (-213, ProviderRefused)])
def test_faults_hide_in_an_answer_that_says_200(fault: int, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        mapping.read_number({"error": fault, "message": "x"})
