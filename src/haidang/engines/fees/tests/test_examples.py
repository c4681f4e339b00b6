"""Fee lines of the golden examples, and what each line says."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml

from haidang.engines.fees import (
    Collect,
    FeeResult,
    FeeSchedule,
    Tariff,
    compute_fees,
    parse_fees,
    parse_tariffs,
)
from haidang.kernel.money import Money

BOOK = yaml.safe_load((Path(__file__).parent / "examples.yaml").read_text("utf-8"))
TARIFFS: tuple[Tariff, ...] = parse_tariffs(BOOK["tariffs"])[0]


def schedule() -> FeeSchedule:
    parsed, problems = parse_fees(BOOK["schedule"])
    assert problems == []
    assert parsed is not None
    return parsed


def reckoned(example: Mapping[str, object]) -> FeeResult:
    day, unit = example.get("day"), example.get("unit")
    return compute_fees(
        schedule(),
        names={"answers": example["answers"]},
        channel=str(example["channel"]),
        on=day if isinstance(day, date) else date(2026, 11, 2),
        tariffs=TARIFFS if example.get("tariffs") else (),
        unit=str(unit) if unit else None,
    )


@pytest.mark.parametrize("example", BOOK["cases"], ids=lambda example: example["name"])
def test_the_lines_are_right(example: Mapping[str, object]) -> None:
    result = reckoned(example)

    assert {line.key: line.amount.dong for line in result.lines} == example["lines"]


@pytest.mark.parametrize("example", BOOK["cases"], ids=lambda example: example["name"])
def test_every_line_gives_its_reason_in_both_languages(example: Mapping[str, object]) -> None:
    reasons = [line.reason for line in reckoned(example).lines]

    assert all(reason["vi"].endswith(".") and reason["en"].endswith(".") for reason in reasons)


def test_unknown_answers_are_named() -> None:
    result = reckoned({"channel": "counter", "answers": {"pages": 2}})

    assert result.unknown == ("answers.copies", "answers.poor_household", "answers.veteran")
    assert [line.key for line in result.lines] == ["registration"]


def test_an_answer_that_is_no_count_is_named_too() -> None:
    result = reckoned({"channel": "counter", "answers": {"pages": 2, "copies": "hai"}})

    assert "answers.copies" in result.unknown


def test_a_line_tells_steps_copies_and_cap() -> None:
    result = reckoned({"channel": "counter", "answers": {"pages": 500, "copies": 2}})

    told = result.lines[-1].reason
    assert "2.000 đồng + 498" in told["vi"]
    assert "tối đa 200.000 đồng" in told["vi"]
    assert told["en"].endswith("= VND 400,000.")


def test_a_tariff_brings_its_own_legal_basis() -> None:
    result = reckoned({"channel": "counter", "answers": {}, "tariffs": True})

    assert result.lines[0].legal_basis.number == "Nghị quyết mẫu 2"
    assert result.lines[0].legal_basis.is_sample


def test_an_exempt_line_shows_the_full_amount_and_the_law() -> None:
    result = reckoned({"channel": "counter", "answers": {"poor_household": True}})

    line = result.lines[0]
    assert (line.amount, line.full_amount) == (Money(0), Money(150000))
    assert line.reason["vi"] == "Được miễn: Hộ nghèo (Nghị quyết mẫu)."


def test_lines_are_collected_and_paid_back_as_the_package_says() -> None:
    result = reckoned({"channel": "counter", "answers": {"pages": 2, "copies": 1}})

    assert [line.key for line in result.collected_at(Collect.RETURN)] == ["certified_copies"]
    assert [line.key for line in result.collected_at(Collect.SUBMISSION)] == ["registration"]
    assert result.refundable == Money(4000)
    assert result.total == Money(154000)


def test_a_duty_that_only_a_council_sets_is_not_owed_without_a_resolution() -> None:
    data = {
        "fees": [
            {
                "key": "late",
                "name": {"vi": "Lệ phí"},
                "kind": "duty",
                "amount": 0,
                "tariff": {"key": "household_business"},
                "legal_basis": {"number": "85/2019/TT-BTC", "valid_from": date(2020, 1, 13)},
            }
        ]
    }
    parsed, _ = parse_fees(data)
    assert parsed is not None
    day = date(2026, 11, 2)

    without = compute_fees(parsed, names={}, channel="counter", on=day)
    with_tariff = compute_fees(parsed, names={}, channel="counter", on=day, tariffs=TARIFFS)

    assert without.lines == ()
    assert with_tariff.total == Money(120000)


def test_a_schedule_names_all_that_it_reads() -> None:
    assert schedule().names_read == {
        "answers.copies",
        "answers.pages",
        "answers.poor_household",
        "answers.veteran",
    }


def test_a_fixed_part_is_added_to_the_price_by_copies() -> None:
    data = {
        "fees": [
            {
                "key": "copies",
                "name": {"vi": "Phí"},
                "kind": "charge",
                "amount": 0,
                "channels": {
                    "post": {"amount": 5000, "per": {"count": "2", "steps": [{"each": 8000}]}}
                },
                "legal_basis": {"number": "281/2016/TT-BTC", "valid_from": date(2017, 1, 1)},
            }
        ]
    }
    parsed, problems = parse_fees(data)
    assert parsed is not None
    assert parsed.names_read == frozenset()
    day = date(2026, 11, 2)

    by_post = compute_fees(parsed, names={}, channel="post", on=day)
    free = compute_fees(parsed, names={}, channel="online", on=day)

    assert problems == []
    assert by_post.lines[0].reason["vi"].startswith("5.000 đồng + 2")
    assert by_post.total == Money(21000)
    assert free.lines[0].reason["vi"] == "Không thu."
