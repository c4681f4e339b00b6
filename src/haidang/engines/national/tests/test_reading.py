"""The safe reading promises nothing that is not sure; a wrong reading is told whole."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.national import (
    FEES,
    UNITS,
    Lists,
    NationalRecord,
    Reading,
    check_reading,
    reading_of,
    safe_reading,
)
from haidang.engines.national.tests.samples import JSON, paper, record, row

NONE = Lists()


def of_channel(reading: Reading, channel: str) -> tuple[int, str, str, int]:
    """Return limit, unit, fee and sum of a channel."""
    one = next(each for each in reading.channels if each.channel == channel)
    return one.value, one.unit, one.fee, one.amount


@pytest.mark.parametrize(
    ("given_row", "meant"),
    [
        (row(), (3, "working_day", "free", 0)),
        (row(value=15, unit="day"), (15, "calendar_day", "free", 0)),
        (row(value=2, unit="month"), (60, "calendar_day", "free", 0)),
        (row(value=8, unit="hour"), (8, "hour", "free", 0)),
        (row(value=1, unit="other"), (0, "none", "free", 0)),
        (row(value=0.5), (0, "none", "free", 0)),
        (row(fee="Miễn phí (135.000 đồng/lần)", free=False), (3, "working_day", "told", 0)),
        (row(fee="70,000 VNĐ (70.000 đồng/Giấy chứng nhận)", free=False, amounts=[70_000]),
         (3, "working_day", "amount", 70_000)),
        (row(fee="10,000 VNĐ (10.000 đồng/khẩu-chiếc.)", free=False, amounts=[10_000]),
         (3, "working_day", "told", 0)),
        (row(fee="700 VNĐ", free=False), (3, "working_day", "told", 0)),
        (row(fee="500,000 VNĐ (HĐND quyết định)", free=False, amounts=[500_000]),
         (3, "working_day", "told", 0)),
    ],
)  # fmt: skip
def test_only_what_is_sure_is_read(
    given_row: dict[str, JSON], meant: tuple[int, str, str, int]
) -> None:
    assert of_channel(safe_reading(record(channels=[given_row]), NONE), "online") == meant


def test_the_longest_limit_holds_where_cases_differ_in_one_unit() -> None:
    rows: list[JSON] = [row(value=3), row(value=9)]
    assert of_channel(safe_reading(record(channels=rows), NONE), "online")[:2] == (
        9,
        "working_day",
    )
    rows = [row(value=3), row(value=9, unit="day")]
    assert of_channel(safe_reading(record(channels=rows), NONE), "online")[:2] == (0, "none")


def test_a_procedure_without_online_channel_is_taken_online_all_the_same() -> None:
    found = safe_reading(record(channels=[row(channel="counter", value=20)]), NONE)
    assert of_channel(found, "online") == (20, "working_day", "free", 0)
    empty = safe_reading(record(channels=[]), NONE)
    assert of_channel(empty, "online") == (0, "none", "told", 0)


def test_rows_are_papers_headings_and_remarks() -> None:
    documents: list[JSON] = [
        paper("Đơn đề nghị"),
        paper("Giấy tờ phải nộp:", original=0),
        paper("Lưu ý: bản sao phải rõ", original=0),
        paper("Văn bản uỷ quyền (nếu có)"),
        paper("Quyết định cho phép", original=0),
        paper("Tờ khai", original=0, form="Mẫu 01.docx"),
    ]
    found = safe_reading(record(documents=documents), NONE).papers
    assert [(one.kind, one.required) for one in found] == [
        ("paper", True), ("heading", False), ("remark", False), ("paper", False),
        ("paper", False), ("paper", False),
    ]  # fmt: skip


def test_everything_wrong_with_a_reading_is_told_at_once() -> None:
    one = record()
    good = safe_reading(one, NONE)
    first, *others = good.channels
    wrong = replace(
        good,
        channels=(replace(first, unit="week", fee="amount", amount=700), *others),
        papers=(replace(good.papers[0], kind="heading", required=True),),
    )
    codes = {problem.code.partition(".")[2] for problem in check_reading(one, wrong)}
    assert codes == {
        "unknown_unit", "unlikely_amount", "fee_without_law", "other_rows", "not_to_be_asked",
    }  # fmt: skip
    assert check_reading(one, good) == ()


@given(
    value=st.none() | st.integers(-5, 9_999) | st.floats(0, 400, allow_nan=False),
    unit=st.sampled_from(["working_day", "day", "hour", "month", "other"]),
    fee=st.sampled_from(["Miễn phí", "20 VNĐ", "1.000.000 đồng/hồ sơ", "100 USD", "HĐND", ""]),
    free=st.booleans(),
    amounts=st.lists(st.sampled_from([0, 500, 20_000, 1_000_000]), max_size=2),
    channels=st.lists(st.sampled_from(["online", "post", "counter"]), max_size=4),
)
def test_a_safe_reading_is_whole_and_comes_back_from_json(
    value: float | None,
    unit: str,
    fee: str,
    *,
    free: bool,
    amounts: list[int],
    channels: list[str],
) -> None:
    sums: list[JSON] = [*amounts]
    rows: list[JSON] = [
        row(channel=name, value=value, unit=unit, fee=fee, free=free, amounts=sums)
        for name in channels
    ]
    one = record(channels=rows)
    found = safe_reading(one, NONE)
    assert reading_of(found.to_json()) == found
    assert any(each.channel == "online" for each in found.channels)
    assert all(each.unit in UNITS and each.fee in FEES for each in found.channels)
    left = {problem.code for problem in check_reading(one, found)}
    assert left <= {"national.fee_without_law"}


def test_no_real_record_is_promised_what_it_does_not_say(
    records: dict[str, NationalRecord], lists: Lists
) -> None:
    for one in records.values():
        reading = safe_reading(one, lists)
        for channel in reading.channels:
            rows = [each for each in one.channels if each.channel == channel.channel]
            if channel.unit != "none" and rows:
                assert all(each.unit != "other" for each in rows), one.code
            if channel.fee == "amount" and rows:
                assert all(channel.amount in each.amounts for each in rows), one.code
            if channel.fee == "free" and rows:
                assert all(each.free for each in rows), one.code


def test_real_sums_are_the_published_ones(
    record_of: Callable[[str], NationalRecord], lists: Lists
) -> None:
    licence = safe_reading(record_of("3.000347"), lists)
    assert of_channel(licence, "online")[2:] == ("told", 0)
    land = safe_reading(record_of("1.012784"), lists)
    assert of_channel(land, "counter")[:2] == (22, "working_day")
    assert of_channel(land, "online")[:2] == (12, "working_day")
