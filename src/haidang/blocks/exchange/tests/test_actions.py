from collections.abc import Mapping
from typing import Final

import pytest
from pytest_django import Settings

from haidang.blocks.audit import public as audit
from haidang.blocks.exchange import public as exchange
from haidang.blocks.exchange.actions.call_service import ROUNDS, TRIES
from haidang.blocks.exchange.models import ExchangeRequest
from haidang.blocks.exchange.testing import MemoryRegister
from haidang.kernel.actors import system
from haidang.kernel.errors import ProviderUnavailable
from haidang.kernel.events import JSON
from haidang.kernel.ids import new_id

pytestmark = pytest.mark.django_db
SUBJECT = "H24.182-260915-0001"
LAN = "031194000001"
MANIFEST: Final[Mapping[str, JSON]] = {
    "code": "civil.extract",
    "name": {"vi": "Trích lục hộ tịch", "en": "Civil status extract"},
    "provider": {"owner": {"vi": "Bộ Tư pháp", "en": "Ministry of Justice"}},
    "path": "/civil/extracts/query",
    "request": {
        "type": "object",
        "required": ["personal_id", "purpose", "case_number"],
        "additionalProperties": False,
        "properties": {
            "personal_id": {"type": "string"},
            "purpose": {"type": "string"},
            "case_number": {"type": "string"},
        },
    },
    "response": {
        "type": "object",
        "required": ["found"],
        "properties": {"found": {"type": "boolean"}},
    },
}


@pytest.fixture(autouse=True)
def register(settings: Settings) -> type[MemoryRegister]:
    settings.EXCHANGE_PROVIDERS = {"http": "haidang.blocks.exchange.testing.MemoryRegister"}
    MemoryRegister.reset({"found": True, "record": {"name": "Nguyễn Thị Lan"}})
    exchange.install_service(MANIFEST)
    return MemoryRegister


def call(*, payload: Mapping[str, JSON] | None = None) -> exchange.ExchangeAnswer:
    return exchange.call_service(
        service="civil.extract",
        payload={"personal_id": LAN} if payload is None else payload,
        purpose="2.000635",
        subject=SUBJECT,
        actor=system("cases"),
        idempotency_key="k",
    )


class TestCallService:
    def test_an_answer_comes_back_and_is_logged_with_its_hashes(self) -> None:
        answer = call()

        (entry,) = audit.list_entries(subject=SUBJECT)
        assert answer.found
        assert answer.outcome is exchange.Outcome.ANSWERED
        assert answer.payload["record"] == {"name": "Nguyễn Thị Lan"}
        assert entry.code == "exchange.service_answered"
        assert len(str(entry.facts["answer_sha256"])) == 64

    def test_the_same_key_asks_once(self, register: type[MemoryRegister]) -> None:
        first, second = call(), call()

        assert first == second
        assert len(register.asked) == 1

    def test_personal_data_stand_in_the_log_only_sealed(self) -> None:
        call()

        row = ExchangeRequest.objects.get()
        assert LAN.encode() not in bytes(row.request_sealed)
        assert b"Lan" not in bytes(row.answer_sealed)

    def test_a_silent_service_is_tried_three_times_within_a_round(
        self, register: type[MemoryRegister]
    ) -> None:
        register.faults.extend(["down", "down"])

        assert call().found
        assert len(register.asked) == 3

    def test_a_service_that_stays_silent_is_tried_in_rounds_then_given_up(
        self, register: type[MemoryRegister]
    ) -> None:
        register.faults.extend(["down"] * TRIES * ROUNDS)
        for _round in range(ROUNDS - 1):
            with pytest.raises(ProviderUnavailable):
                call()

        answer = call()

        assert answer.outcome is exchange.Outcome.UNAVAILABLE
        assert answer.payload == {"found": False}

    def test_a_refusal_is_not_tried_again(self, register: type[MemoryRegister]) -> None:
        register.faults.append("refuse")

        assert call().outcome is exchange.Outcome.REFUSED
        assert len(register.asked) == 1

    def test_an_answer_against_its_schema_is_not_believed(
        self, register: type[MemoryRegister]
    ) -> None:
        register.reset({"wrong": True})

        assert call().outcome is exchange.Outcome.FAULTY

    def test_a_request_that_lacks_something_is_not_sent(
        self, register: type[MemoryRegister]
    ) -> None:
        answer = call(payload={})

        assert answer.outcome is exchange.Outcome.INCOMPLETE
        assert register.asked == []

    def test_an_unknown_service_is_told(self) -> None:
        with pytest.raises(exchange.ServiceNotFound):
            exchange.call_service(
                service="x", payload={}, purpose="x", subject="x",
                actor=system("x"), idempotency_key="x",
            )  # fmt: skip


class TestQueries:
    def test_the_citizen_sees_who_asked_and_why(self) -> None:
        call()

        (note,) = exchange.list_requests_about(personal_id=LAN)
        assert (note.purpose, note.subject, note.outcome) == ("2.000635", SUBJECT, "answered")
        assert note.owner["en"] == "Ministry of Justice"
        assert exchange.list_requests_about(personal_id="031088000003") == []
        assert exchange.list_requests_of(subject=SUBJECT) == [note]

    def test_an_answer_is_read_again_by_its_request(self) -> None:
        answer = call()

        assert exchange.get_answer(request_id=answer.request_id) == answer

    def test_an_unknown_request_is_told(self) -> None:
        with pytest.raises(exchange.RequestNotFound):
            exchange.get_answer(request_id=new_id())


class TestInstallService:
    def test_installing_the_same_twice_is_one_act(self) -> None:
        exchange.install_service(MANIFEST)

        assert len(audit.list_entries(subject="civil.extract")) == 1
        assert [item.code for item in exchange.list_services()] == ["civil.extract"]

    def test_every_fault_is_told_at_once(self) -> None:
        with pytest.raises(exchange.ServiceFaulty) as raised:
            exchange.install_service({"code": "", "request": {"type": 5}})

        assert [item.path for item in raised.value.problems] == [
            "/code",
            "/path",
            "/request",
            "/response",
        ]
