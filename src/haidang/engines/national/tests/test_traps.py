"""Each trap: on a record bent into it, and on real records quoted by their codes."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.national import TRAPS, Lists, NationalRecord, flag_of, judge
from haidang.engines.national.tests.samples import JSON, paper, record, row
from haidang.engines.packages.context import DeadLaw, Paper

DEAD = DeadLaw(number="61/2018/NĐ-CP", replaced_by="118/2025/NĐ-CP", since="-")
OWN = Lists(
    dead_laws={"61/2018/NĐ-CP": DEAD},
    held=(Paper(words=("thẻ căn cước",), law="66.7/2025/NQ-CP"),),
    abolished=(Paper(words=("sổ hộ khẩu",), law="68/2020/QH14"),),
    shared_results=frozenset({"KQ.G15.000031"}),
)

BENT: list[tuple[str, dict[str, JSON]]] = [
    ("time_placeholder", {"channels": [row(value=1, unit="other", text="1")]}),
    ("time_unit_missing", {"channels": [row(value=7, unit="other", text="7")]}),
    ("time_in_words", {"channels": [row(value=None, unit="other", text="Theo kế hoạch")]}),
    ("time_by_case", {"channels": [row(value=3), row(value=9)]}),
    ("time_by_channel", {"channels": [row(value=12), row(channel="counter", value=22)]}),
    ("time_unlikely", {"channels": [row(value=300, unit="day")]}),
    (
        "fee_free_contradicted",
        {"channels": [row(fee="Miễn phí (Lệ phí 135.000 đồng)", free=False)]},
    ),
    ("fee_of_council", {"channels": [row(fee="Miễn phí (do HĐND tỉnh quy định)", free=False)]}),
    ("fee_lost_thousands", {"channels": [row(fee="700 VNĐ", free=False)]}),
    ("fee_in_dollars", {"channels": [row(fee="50 USD", free=False)]}),
    ("fee_unknown", {"channels": [row(fee="Không có thông tin", free=False)]}),
    (
        "fee_by_case",
        {"channels": [row(fee="10.000 VNĐ 20.000 VNĐ", free=False, amounts=[10_000, 20_000])]},
    ),
    ("evidence_not_paper", {"documents": [paper("Giấy tờ phải nộp:", original=0)]}),
    ("evidence_missing", {"documents": []}),
    ("part_not_cut", {"documents": [], "raw_documents": "Đơn, bản vẽ"}),
    ("result_code_bad", {"results": [{"name": "Giấy", "code": "rjwegefu"}]}),
    ("result_code_shared", {"results": [{"name": "Giấy", "code": "KQ.G15.000031"}]}),
    ("result_missing", {"results": []}),
    ("district_in_title", {"name": "Trình báo mất hộ chiếu (thực hiện tại cấp huyện)"}),
    ("internal", {"code": "6.000001"}),
    ("internal", {"name": "Thủ tục nội bộ về thi đua"}),
    ("no_online_channel", {"channels": [row(channel="counter")]}),
    ("channels_missing", {"channels": [], "raw_channels": "Trực tiếp 5 ngày"}),
    ("lookalike_letters", {"name": "Cấp Giấ\u0443 xác nhận"}),
    ("code_in_name", {"name": "Cấp giấy phép môi trường (1.010719)"}),
    ("dead_law", {"legal_basis": [{"title": "Nghị định", "number": "61/2018/NĐ-CP"}]}),
    ("paper_held", {"documents": [paper("Thẻ căn cước của người nộp")]}),
    ("paper_abolished", {"documents": [paper("Sổ hộ khẩu")]}),
    ("customs_at_commune", {"field": "Hải quan"}),
    ("level_missing", {"level": [], "raw_level": "Cơ quan khác"}),
    ("law_missing", {"legal_basis": []}),
    ("name_too_long", {"name": "Thủ tục " + "rất dài " * 80}),
]

REAL = [
    ("1.004873", "time_unit_missing"),
    ("1.004873", "fee_free_contradicted"),
    ("1.004873", "fee_of_council"),
    ("1.001193", "time_placeholder"),
    ("3.000347", "fee_free_contradicted"),
    ("2.001827", "fee_lost_thousands"),
    ("1.012784", "time_by_channel"),
    ("1.012784", "fee_free_contradicted"),
    ("1.010719", "code_in_name"),
    ("1.010385", "district_in_title"),
    ("1.000005", "customs_at_commune"),
    ("1.010387", "lookalike_letters"),
    ("1.010390", "lookalike_letters"),
    ("2.002797", "channels_missing"),
    ("2.002797", "part_not_cut"),
    ("6.003500", "internal"),
    ("6.003500", "part_not_cut"),
    ("2.000639", "internal"),
    ("1.005103", "level_missing"),
    ("1.010992", "evidence_missing"),
    ("1.011606", "no_online_channel"),
    ("1.011606", "time_placeholder"),
    ("1.000014", "result_missing"),
]


def test_a_sound_record_has_no_flag() -> None:
    assert judge(record(), OWN) == ()


@pytest.mark.parametrize(("trap", "changes"), BENT, ids=[trap for trap, _ in BENT])
def test_a_rule_finds_its_trap(trap: str, changes: dict[str, JSON]) -> None:
    found = {flag.code for flag in judge(record(**changes), OWN)}
    assert trap in found


def test_every_trap_has_a_test_words_and_a_safe_reading() -> None:
    assert {trap for trap, _changes in BENT} == set(TRAPS)
    for code in TRAPS:
        flag = flag_of({"code": code, "field": "x", "detail": "y"})
        assert all(flag.message[language] and flag.reading[language] for language in ("vi", "en"))
        assert flag_of(flag.to_json()) == flag


@pytest.mark.parametrize(("code", "trap"), REAL)
def test_a_real_record_shows_its_trap(
    record_of: Callable[[str], NationalRecord], lists: Lists, code: str, trap: str
) -> None:
    assert trap in {flag.code for flag in judge(record_of(code), lists)}


def test_what_the_data_leave_open_is_counted(
    records: dict[str, NationalRecord], lists: Lists
) -> None:
    counts: dict[str, int] = {}
    for one in records.values():
        for code in {flag.code for flag in judge(one, lists)}:
            counts[code] = counts.get(code, 0) + 1
    assert counts["fee_free_contradicted"] == 321
    assert counts["fee_in_dollars"] == 24
    assert counts["no_online_channel"] == 524
    assert counts["level_missing"] == 28
    assert counts["evidence_missing"] == 23
    assert counts["channels_missing"] == 1


@given(
    value=st.none() | st.integers(-3, 5000) | st.floats(0.1, 90),
    unit=st.sampled_from(["working_day", "day", "hour", "month", "other"]),
    fee=st.text(max_size=40),
    free=st.booleans(),
    amounts=st.lists(st.integers(0, 10**7), max_size=3),
    name=st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip())),
)
def test_no_record_whatever_makes_a_rule_raise(
    value: float | None, unit: str, fee: str, *, free: bool, amounts: list[int], name: str
) -> None:
    sums: list[JSON] = [*amounts]
    one = record(
        name=name,
        channels=[row(value=value, unit=unit, text="x", fee=fee, free=free, amounts=sums)],
        documents=[paper(name, original=0)],
    )
    for flag in judge(one, OWN):
        assert flag.code in TRAPS
        assert flag.message["vi"]
