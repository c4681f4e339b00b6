"""What holds of every fee result, whatever the answers."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from haidang.engines.fees import (
    Exemption,
    Fee,
    FeeSchedule,
    Step,
    compute_fees,
    parse_fees,
    parse_tariffs,
)
from haidang.engines.fees.run import split
from haidang.kernel.money import Money

SAMPLE = {
    "fees": [
        {
            "key": key,
            "name": {"vi": "Phí"},
            "kind": "charge",
            "when": when,
            "per": {
                "count": "answers.pages",
                "times": "answers.copies",
                "steps": [{"up_to": 2, "each": 2000}, {"each": 1000}],
                "cap": 200000,
            },
            "exempt": [
                {
                    "when": "answers.poor",
                    "reason": {"vi": "Hộ nghèo"},
                    "law": "Mẫu",
                    "percent": percent,
                }
            ],
            "refundable_on_refusal": key == "b",
            "legal_basis": {"number": "Mẫu", "valid_from": date(2020, 1, 1)},
        }
        for key, when, percent in (("a", "true", 33), ("b", "answers.copies > 1", 100))
    ]
}
SCHEDULE = parse_fees(SAMPLE)[0] or FeeSchedule(())

values = (
    st.none()
    | st.booleans()
    | st.integers(-5, 10**12)
    | st.floats(allow_nan=True)
    | st.text(max_size=5)
    | st.lists(st.integers(), max_size=2)
)
names = st.dictionaries(
    st.sampled_from(["answers", "case", "facts"]),
    values | st.dictionaries(st.sampled_from(["pages", "copies", "poor"]), values),
)
days = st.dates(date(2019, 1, 1), date(2030, 1, 1))
channels = st.sampled_from(["online", "post", "counter", "fax", ""])
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["fees", "key", "name", "amount", "per", "city", "tariffs", "vi"])
            | st.text(max_size=8),
            inner,
            max_size=5,
        )
    ),
    max_leaves=14,
)


@given(names, channels, days)
@settings(max_examples=300)
def test_the_total_is_the_sum_of_the_lines_whatever_was_answered(
    names: dict[str, object], channel: str, on: date
) -> None:
    result = compute_fees(SCHEDULE, names=names, channel=channel, on=on)

    assert result.total.dong == sum(line.amount.dong for line in result.lines)
    assert all(0 <= line.amount.dong <= line.full_amount.dong for line in result.lines)
    assert 0 <= result.refundable.dong <= result.total.dong


@given(names, channels, days)
def test_the_same_case_owes_the_same(names: dict[str, object], channel: str, on: date) -> None:
    once = compute_fees(SCHEDULE, names=names, channel=channel, on=on)
    again = compute_fees(SCHEDULE, names=names, channel=channel, on=on)

    assert once == again


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_more_pages_never_cost_less(fewer: int, more: int) -> None:
    pages = sorted((fewer, more))

    one, two = (
        compute_fees(
            SCHEDULE,
            names={"answers": {"pages": count, "copies": 1, "poor": False}},
            channel="counter",
            on=date(2026, 1, 1),
        ).total.dong
        for count in pages
    )

    assert one <= two


@given(st.integers(0, 10**6), st.lists(st.integers(1, 10**5), unique=True, max_size=5))
def test_the_steps_together_hold_every_unit_once(count: int, bounds: list[int]) -> None:
    steps = [Step(each=Money(1), up_to=bound) for bound in sorted(bounds)]

    parts = list(split(count, [*steps, Step(each=Money(1))]))

    assert sum(units for units, _ in parts) == count
    assert all(units > 0 for units, _ in parts)


@given(json)
@settings(max_examples=300)
def test_reading_never_raises(data: object) -> None:
    schedule, fee_problems = parse_fees(data)
    tariffs, tariff_problems = parse_tariffs(data)

    assert schedule is not None or fee_problems
    assert not (tariffs and any(p.severity == "error" for p in tariff_problems))


def test_the_sample_schedule_is_whole() -> None:
    assert [type(fee) for fee in SCHEDULE.fees] == [Fee, Fee]
    assert all(isinstance(item, Exemption) for fee in SCHEDULE.fees for item in fee.exempt)
