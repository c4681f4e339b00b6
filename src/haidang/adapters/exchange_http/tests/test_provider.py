from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import jsonschema_rs
import pytest
import yaml
from pytest_django import Settings

from haidang.adapters.exchange_http import Provider, mapping
from haidang.blocks.exchange.public import ServiceDescription
from haidang.blocks.exchange.testing import ENVELOPE, ExchangeProviderConformance
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable
from haidang.kernel.events import JSON
from twins.registers.app import make_registers
from twins.sandbox import RunningTwin

SERVICES = Path(__file__).resolve().parents[5] / "content" / "services"
MANIFESTS = {
    path.parent.name: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(SERVICES.glob("*/manifest.yaml"))
}


def describe(code: str, seconds: int = 1) -> ServiceDescription:
    manifest = MANIFESTS[code]
    return ServiceDescription(
        code=code,
        name=manifest["name"],
        owner={},
        provider="http",
        path=manifest["path"],
        method=manifest["method"],
        request=manifest["request"],
        response=manifest["response"],
        timeout_seconds=seconds,
    )


@pytest.fixture(scope="module")
def registers() -> Iterator[str]:
    with RunningTwin(make_registers()) as twin:
        yield twin.url


@pytest.fixture(autouse=True)
def _connected(settings: Settings, registers: str) -> None:
    settings.HAIDANG_REGISTERS_URL = registers
    httpx.post(f"{registers}/twin/reset")


def ask(code: str, payload: Mapping[str, JSON]) -> Mapping[str, JSON]:
    return Provider().call(service=describe(code, 5), payload=payload, envelope=ENVELOPE)


class TestHTTP(ExchangeProviderConformance):
    @pytest.fixture(autouse=True)
    def _twin(self, registers: str) -> None:
        self.url = registers

    def provider(self) -> Provider:
        return Provider()

    def service(self) -> ServiceDescription:
        return describe("civil.extract")

    def known(self) -> Mapping[str, JSON]:
        return {"personal_id": "031194000001", "name": "Nguyễn Thị Lan", "kind": "birth"}

    def unknown(self) -> Mapping[str, JSON]:
        return {"personal_id": "001194999999", "name": "Không Có", "kind": "birth"}

    def switch_on(self, fault: str, *, delay_ms: int = 0) -> None:
        httpx.post(
            f"{self.url}/twin/faults", json={"kind": fault, "delay_ms": delay_ms, "path": "/"}
        )


@pytest.mark.parametrize(
    ("code", "payload"),
    [
        ("civil.extract", {"personal_id": "031194000001", "kind": "birth"}),
        ("civil.extract", {"personal_id": "031194000001", "kind": "marriage"}),
        ("civil.extract", {"personal_id": "031090000500", "kind": "birth"}),
        ("civil.extract", {"personal_id": "031090000501", "kind": "marriage"}),
        ("civil.extract", {"name": "nguyễn thị lan", "born_on": "1994", "kind": "birth"}),
        ("health.birth_notice", {"number": "CS-MAU-2026-0001"}),
        ("health.birth_notice", {"mother_personal_id": "031194000001"}),
        ("health.birth_notice", {"mother_personal_id": "031194000500"}),
        ("health.death_notice", {"number": "BT-MAU-2026-0001"}),
        ("health.death_notice", {"personal_id": "031041000031"}),
        ("health.driver_certificate", {"personal_id": "031088000003"}),
        ("health.driver_certificate", {"personal_id": "031088000500"}),
    ],
)
def test_what_is_found_agrees_with_the_service_description(
    code: str, payload: Mapping[str, JSON]
) -> None:
    answer = ask(code, payload)

    validator = jsonschema_rs.Draft202012Validator(MANIFESTS[code]["response"])
    assert answer["found"] is True
    assert [error.message for error in validator.iter_errors(answer)] == []


@pytest.mark.parametrize(
    ("code", "payload"),
    [
        ("civil.extract", {"personal_id": "031194000001", "name": "Lê Văn Bình"}),
        ("civil.extract", {"personal_id": "031090000500", "kind": "death"}),
        ("civil.extract", {"personal_id": "031090000500", "name": "Không Phải"}),
        ("civil.extract", {"name": "Nguyễn Thị Lan"}),
        ("health.birth_notice", {"number": "không có"}),
        ("health.birth_notice", {"mother_personal_id": "031090000500"}),
        ("health.death_notice", {"number": "không có"}),
        ("health.driver_certificate", {"personal_id": "001000000000"}),
    ],
)
def test_what_is_not_known_is_not_found(code: str, payload: Mapping[str, JSON]) -> None:
    assert ask(code, payload)["found"] is False


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"personal_id": "031194000001", "name": "NGUYEN THI LAN"}, "match"),
        ({"personal_id": "031194000001", "name": "Nguyễn Thị Lan", "born_on": "1994-05-12",
          "marital_status": "married"}, "match"),
        ({"personal_id": "031194000001", "marital_status": "never_married"}, "no_match"),
        ({"personal_id": "031088000003", "marital_status": "never_married"}, "match"),
        ({"personal_id": "031194000001", "name": "Lê Văn Bình"}, "no_match"),
        ({"personal_id": "031194000001"}, "not_enough"),
        ({"personal_id": "001194999999", "name": "x"}, "no_data"),
        ({"personal_id": "031090000500", "born_on": "1990"}, "match"),
    ],
)  # fmt: skip
def test_the_population_answers_in_four_ways(payload: Mapping[str, JSON], expected: str) -> None:
    answer = ask("population.match", payload)

    validator = jsonschema_rs.Draft202012Validator(MANIFESTS["population.match"]["response"])
    assert answer["answer"] == expected
    assert validator.is_valid(answer)


def test_the_health_sector_speaks_its_own_words_too() -> None:
    answer = ask("health.birth_notice", {"number": "CS-MAU-2026-0001"})

    record = answer["record"]
    assert isinstance(record, dict)
    source = record["source"]
    assert isinstance(source, dict)
    assert source["HO_TEN_CON"] == "Trần Nguyễn Hải An"
    assert source["NGAY_SINH_CON"] == "202611100635"


def test_a_call_without_a_case_is_refused(registers: str) -> None:
    answer = httpx.post(
        f"{registers}/population/match",
        json={},
        headers={"Authorization": "Bearer sandbox-secret", "X-Request-Id": "1"},
    )

    assert answer.status_code == 400


def test_a_wrong_token_is_refused(settings: Settings) -> None:
    settings.HAIDANG_REGISTERS_SECRET = "other"  # noqa: S105 - sample

    with pytest.raises(ProviderRefused):
        ask("population.match", {})


def test_the_purpose_may_be_vietnamese() -> None:
    headers = mapping.to_headers(ENVELOPE, token="t")  # noqa: S106 - sample

    assert all(value.isascii() for value in headers.values())


@pytest.mark.parametrize("answer", [None, [], "x"])
def test_an_answer_that_is_no_object_is_not_believed(answer: object) -> None:
    with pytest.raises(ProviderUnavailable):
        mapping.read_answer(answer)
