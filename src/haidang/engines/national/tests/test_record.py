"""Reading lines: codes as people write them, all faults at once, one hash for one content."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.national import (
    NationalRecord,
    compare_records,
    hash_record,
    normalise_code,
    read_line,
    read_record,
)
from haidang.engines.national.tests.samples import data, row


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1.001193", ("1.001193", "")),
        ("1,010824", ("1.010824", "")),
        ("1.002396.H42", ("1.002396", "H42")),
        ("1.001776.000.00.00.H56", ("1.001776", "000.00.00.H56")),
        (" 2.000815 ", ("2.000815", "")),
    ],
)
def test_a_code_is_understood_as_annexes_and_local_lists_write_it(
    written: str, meant: tuple[str, str]
) -> None:
    assert normalise_code(written) == meant


@given(st.text(max_size=12))
def test_what_is_no_code_is_refused_and_never_raises(text: str) -> None:
    found = normalise_code(text)
    assert found is None or normalise_code(found[0]) == (found[0], "")


def test_all_faults_of_a_line_are_told_at_once() -> None:
    faulty = data(code="abc", name="", channels=[row(channel="fax"), 3], documents="none")
    record, problems = read_record(faulty)
    assert record is None
    assert {problem.path for problem in problems} >= {
        "/code", "/name", "/channels/0/channel", "/channels/1", "/documents",
    }  # fmt: skip


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"3", b"\xff\xfe", b'{"code": 1}'])
def test_a_damaged_line_is_told_and_does_not_raise(raw: bytes) -> None:
    record, problems = read_line(raw)
    assert record is None
    assert problems


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["code", "channels", "fee", "documents", "x"]), inner),
    max_leaves=12,
))  # fmt: skip
def test_no_json_whatever_makes_the_reader_raise(value: object) -> None:
    record, problems = read_line(json.dumps(value).encode())
    assert (record is None) == bool(problems)


def test_the_hash_does_not_depend_on_the_order_of_keys() -> None:
    ordered = data()
    assert hash_record(ordered) == hash_record(dict(reversed(ordered.items())))
    assert hash_record(ordered) != hash_record(data(name="Tên khác"))


def test_a_difference_names_each_field_with_old_and_new() -> None:
    new = data(channels=[row(value=5), row(channel="counter")], conditions="Đủ 18 tuổi")
    changes = {change.path: (change.old, change.new) for change in compare_records(data(), new)}
    assert changes["/channels/0/time_limit/value"] == ("3", "5")
    assert changes["/conditions"] == ("", "Đủ 18 tuổi")
    assert changes["/channels/2/channel"] == ("post", "")
    assert compare_records(data(), data()) == ()


def test_every_real_line_is_a_sound_record(records: dict[str, NationalRecord]) -> None:
    assert len(records) == 2627
