from collections.abc import Iterator

import httpx
import pytest
from pytest_django import Settings

from haidang.adapters.messaging_smtp import Provider
from haidang.blocks.messaging.public import Letter
from haidang.blocks.messaging.testing import MessageProviderConformance
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable
from twins.messages.app import make_gateway
from twins.sandbox import RunningTwin


@pytest.fixture(scope="module")
def gateway() -> Iterator[str]:
    with RunningTwin(make_gateway()) as twin:
        yield twin.url


@pytest.fixture(autouse=True)
def _connected(settings: Settings, gateway: str) -> None:
    port = httpx.get(f"{gateway}/messages").json()["smtp_port"]
    settings.HAIDANG_SMTP_URL = f"smtp://127.0.0.1:{port}"
    httpx.post(f"{gateway}/twin/reset")


class TestMail(MessageProviderConformance):
    address = "lan@sample.example"

    @pytest.fixture(autouse=True)
    def _twin(self, gateway: str) -> None:
        self.url = gateway

    def provider(self) -> Provider:
        return Provider()

    def received(self) -> list[str]:
        answer = httpx.get(f"{self.url}/messages", params={"to": self.address}).json()
        return [message["text"] for message in answer["messages"]]

    def switch_on(self, fault: str) -> None:
        httpx.post(f"{self.url}/twin/faults", json={"kind": fault, "path": "/smtp"})

    def test_accents_survive_the_way(self) -> None:
        self.provider().send(self.letter())

        assert self.received() == [
            self.letter().body.replace("\n", "\r\n")
        ] or self.received() == [self.letter().body]

    def test_people_can_read_what_was_sent(self) -> None:
        self.provider().send(self.letter())

        assert "Hồ sơ đã được tiếp nhận" in httpx.get(self.url).text


def test_a_name_that_is_no_address_is_refused() -> None:
    letter = Letter(to="not an address", name="x", title="x", body="x", short="x", key="x")

    with pytest.raises(ProviderRefused):
        Provider().send(letter)


def test_a_line_break_in_a_title_is_refused() -> None:
    letter = Letter(
        to="a@b.example", name="x", title="x\nBcc: c@d.example", body="x", short="x", key="x"
    )

    with pytest.raises(ProviderRefused):
        Provider().send(letter)


def test_a_server_that_is_not_there_is_unavailable(settings: Settings) -> None:
    settings.HAIDANG_SMTP_URL = "smtp://127.0.0.1:9"
    letter = Letter(to="a@b.example", name="x", title="x", body="x", short="x", key="x")

    with pytest.raises(ProviderUnavailable):
        Provider().send(letter)
