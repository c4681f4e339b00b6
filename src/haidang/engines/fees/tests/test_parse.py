"""Faulty fee files: every fault is told, with its place."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from haidang.engines.fees import parse_fees, parse_tariffs

BASIS = {"number": "97/2015/QH13", "valid_from": date(2017, 1, 1)}
FEE: dict[str, object] = {
    "key": "one",
    "name": {"vi": "Lệ phí"},
    "kind": "duty",
    "amount": 8000,
    "legal_basis": BASIS,
}


def per(*steps: dict[str, int]) -> dict[str, object]:
    return {"amount": None, "per": {"count": "answers.copies", "steps": list(steps)}}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "tax"}, ("fees.invalid", "/fees/0/kind")),
        ({"amount": "8.000"}, ("fees.invalid", "/fees/0/amount")),
        ({"amount": 0.5}, ("fees.invalid", "/fees/0/amount")),
        ({"amount": True}, ("fees.invalid", "/fees/0/amount")),
        ({"amount": -1}, ("fees.invalid", "/fees/0/amount")),
        ({"amount": None}, ("fees.no_price", "/fees/0")),
        ({"price": 1}, ("fees.unknown_key", "/fees/0/price")),
        ({"name": {"en": "Duty"}}, ("fees.missing", "/fees/0/name/vi")),
        ({"channels": {"fax": 8000}}, ("fees.unknown_channel", "/fees/0/channels/fax")),
        ({"channels": {"online": {}}}, ("fees.no_price", "/fees/0/channels/online")),
        ({"when": "answers. >"}, ("fees.expression", "/fees/0/when")),
        (
            {"exempt": [{"when": "(", "reason": {"vi": "A"}, "law": "B"}]},
            ("fees.expression", "/fees/0/exempt/0/when"),
        ),
        (
            {"exempt": [{"when": "true", "reason": {"vi": "A"}}]},
            ("fees.missing", "/fees/0/exempt/0/law"),
        ),
        (per({"up_to": 2, "each": 2000}), ("fees.steps_out_of_order", "/fees/0/per/steps")),
        (per({"each": 2000}, {"each": 1000}), ("fees.steps_out_of_order", "/fees/0/per/steps")),
        (
            per({"up_to": 5, "each": 2000}, {"up_to": 3, "each": 1500}, {"each": 1000}),
            ("fees.steps_out_of_order", "/fees/0/per/steps"),
        ),
        (
            {"legal_basis": {**BASIS, "valid_until": date(2016, 1, 1)}},
            ("fees.dates_reversed", "/fees/0/legal_basis/valid_until"),
        ),
    ],
)
def test_a_fault_names_its_place(change: dict[str, object], fault: tuple[str, str]) -> None:
    schedule, problems = parse_fees({"fees": [{**FEE, **change}]})

    assert schedule is None
    assert fault in [(problem.code, problem.path) for problem in problems]
    assert all(problem.message["vi"] and problem.message["en"] for problem in problems)


def test_two_fees_of_one_key_are_a_fault() -> None:
    schedule, problems = parse_fees({"fees": [FEE, FEE]})

    assert schedule is None
    assert [problem.code for problem in problems] == ["fees.repeated_key"]


def test_seven_hundred_dong_is_suspicious_but_readable() -> None:
    schedule, problems = parse_fees({"fees": [{**FEE, "amount": 700}]})

    assert schedule is not None
    assert [problem.code for problem in problems] == ["fees.unlikely_amount"]


def test_all_faults_are_told_at_once() -> None:
    wrong = {**FEE, "kind": "tax", "amount": "8", "collect": "never"}

    _, problems = parse_fees({"fees": [wrong]})

    assert {problem.path for problem in problems} == {
        "/fees/0/kind",
        "/fees/0/amount",
        "/fees/0/collect",
    }


def test_a_condition_may_be_a_plain_true() -> None:
    schedule, problems = parse_fees({"fees": [{**FEE, "when": True}]})

    assert problems == []
    assert schedule is not None


def test_no_fees_at_all_is_a_schedule() -> None:
    schedule, problems = parse_fees({"fees": []})

    assert problems == []
    assert schedule is not None
    assert schedule.fees == ()


def test_a_tariff_needs_a_city_and_a_legal_basis() -> None:
    row = {"key": "one", "name": {"vi": "Lệ phí"}, "amount": 8000}

    tariffs, problems = parse_tariffs({"tariffs": [row]})

    assert tariffs == ()
    assert {problem.path for problem in problems} == {"/city", "/tariffs/0/legal_basis"}


def test_a_tariff_without_a_price_is_a_fault() -> None:
    row = {"key": "one", "name": {"vi": "Lệ phí"}, "legal_basis": BASIS}

    tariffs, problems = parse_tariffs({"city": "haiphong", "tariffs": [row]})

    assert tariffs == ()
    assert [problem.code for problem in problems] == ["fees.no_price"]


@pytest.mark.parametrize("city", ["haiphong", "quangninh"])
def test_the_tariffs_of_a_city_are_clean_and_clearly_samples(city: str) -> None:
    path = Path(__file__).parents[5] / "content" / "cities" / city / "tariffs.yaml"

    tariffs, problems = parse_tariffs(yaml.safe_load(path.read_text("utf-8")))

    assert problems == []
    assert {tariff.city for tariff in tariffs} == {city}
    assert all(tariff.legal_basis.is_sample for tariff in tariffs)
    assert all("mẫu" in tariff.legal_basis.number for tariff in tariffs)
