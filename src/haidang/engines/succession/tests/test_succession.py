"""The law's words, plans and proofs."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.succession import (
    AgencyStep,
    FormerUnit,
    PredecessorsUnreadable,
    Successor,
    UnitStep,
    Weight,
    draft_plan,
    expected_counts,
    find_split,
    parse_plan,
    parse_predecessors,
    plan_data,
    prove,
)

PLAN: dict[str, object] = {
    "city": "haiphong",
    "name": "Sắp xếp mẫu",
    "law": "NQ 1669/NQ-UBTVQH15",
    "effective": "2025-07-01",
    "units": [{"from": "A", "to": ["X"]}, {"from": "B", "to": ["X", "Y"], "main": "Y"}],
    "agencies": [{"from": "OLD.1", "to": "NEW.1"}],
}
codes = st.sampled_from(["A", "B", "C", "X", "Y"])
counted = st.dictionaries(codes, st.integers(0, 50))
SUCCESSORS = {"A": "X", "B": "X", "C": "Y"}


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Phường An Lư", [FormerUnit(kind="ward", name="An Lư")]),
        (
            "Phường Minh Đức, Xã Bạch Đằng (thành phố Thủy Nguyên)",
            [
                FormerUnit(kind="ward", name="Minh Đức"),
                FormerUnit(kind="commune", name="Bạch Đằng", district="thành phố Thủy Nguyên"),
            ],
        ),
        ("Thị trấn  Lai Cách .", [FormerUnit(kind="township", name="Lai Cách")]),
        ("Phường Đông Hải 2", [FormerUnit(kind="ward", name="Đông Hải 2")]),
        (
            "một phần xã Quang Trung, phần còn lại của xã Quang Trung và phường Hoa Động",
            [
                FormerUnit(kind="commune", name="Quang Trung"),
                FormerUnit(kind="ward", name="Hoa Động"),
            ],
        ),
        ("", []),
    ],
)
def test_the_law_names_units(text: str, units: list[FormerUnit]) -> None:
    assert list(parse_predecessors(text)) == units


def test_what_names_no_unit_is_refused() -> None:
    with pytest.raises(PredecessorsUnreadable, match="cánh đồng"):
        parse_predecessors("Phường An Lư, cánh đồng làng Vân")


@given(
    st.lists(
        st.builds(
            FormerUnit,
            kind=st.sampled_from(["ward", "commune", "township"]),
            name=st.sampled_from(["An Lư", "Đông Hải 1", "Việt Hoà", "Tứ Minh"]),
            district=st.sampled_from(["", "huyện Kiến Thụy", "thành phố Hải Dương"]),
        ),
        unique=True,
        max_size=8,
    )
)
def test_what_is_written_is_read_again(units: list[FormerUnit]) -> None:
    assert list(parse_predecessors(", ".join(unit.title for unit in units))) == units


def test_a_unit_that_two_received_was_split() -> None:
    found = find_split({"X": "Phường An Lư, Phường Thủy Hà", "Y": "Phường An Lư"})

    assert found[FormerUnit(kind="ward", name="An Lư")] == ("X", "Y")
    assert found[FormerUnit(kind="ward", name="Thủy Hà")] == ("X",)


def test_a_plan_is_read() -> None:
    plan, problems = parse_plan(PLAN)

    assert problems == []
    assert plan is not None
    assert plan.effective == date(2025, 7, 1)
    assert plan.units[1] == UnitStep(old="B", new=("X", "Y"), main="Y")
    assert [unit.is_split for unit in plan.units] == [False, True]
    assert plan.agencies == (AgencyStep(old="OLD.1", new="NEW.1"),)
    assert plan.successors == {"OLD.1": "NEW.1"}


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"law": ""}, "invalid", "/law"),
        ({"units": [{"from": "A", "to": []}]}, "invalid", "/units/0/to"),
        ({"units": [{"from": "A", "to": ["X", "Y"]}]}, "main_missing", "/units/0/main"),
        (
            {"units": [{"from": "A", "to": ["X"], "main": "Z"}]},
            "main_is_no_successor",
            "/units/0/main",
        ),
        ({"units": [{"from": "A", "to": ["X", "X"], "main": "X"}]}, "repeated", "/units/0/to"),
        (
            {"units": [{"from": "A", "to": ["B"]}, {"from": "B", "to": ["X"]}]},
            "ends_too",
            "/units/0/to",
        ),
        ({"agencies": [{"from": "A", "to": "A"}]}, "ends_too", "/agencies/0/to"),
        (
            {"agencies": [{"from": "A", "to": "X"}, {"from": "A", "to": "Y"}]},
            "repeated",
            "/agencies/0/from",
        ),
    ],
)
def test_a_faulty_plan_says_where(change: dict[str, object], code: str, path: str) -> None:
    plan, problems = parse_plan({**PLAN, **change})

    assert plan is None
    assert (f"succession.{code}", path) in [(each.code, each.path) for each in problems]


@given(counted)
def test_the_expected_counts_keep_the_sum_and_leave_no_old_code(before: dict[str, int]) -> None:
    after = expected_counts(before, SUCCESSORS)

    assert sum(after.values()) == sum(before.values())
    assert not after.keys() & SUCCESSORS.keys()


@given(st.lists(codes, max_size=60))
def test_rows_that_all_moved_prove_the_merger(rows: list[str]) -> None:
    before = Weight(table="t", rows=len(rows), digest="d", counts={"agency": Counter(rows)})
    moved = Counter(SUCCESSORS.get(code, code) for code in rows)

    after = replace(before, counts={"agency": moved})

    assert prove([before], [after], successors=SUCCESSORS) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rows": 2}, "lost"),
        ({"rows": 4}, "doubled"),
        ({"digest": "other"}, "changed"),
        ({"counts": {"agency": {"A": 1, "X": 2}}}, "misplaced"),
    ],
)
def test_every_way_to_go_wrong_is_found(change: dict[str, object], code: str) -> None:
    before = Weight(table="t", rows=3, digest="d", counts={"agency": {"A": 1, "X": 2}})
    right = replace(before, counts={"agency": {"X": 3}})

    found = prove([before], [replace(right, **change)], successors=SUCCESSORS)  # type: ignore[arg-type]  # fields by name

    assert code in [each.code for each in found]


def test_a_table_that_was_weighed_once_is_found() -> None:
    weight = Weight(table="t", rows=0, digest="", counts={})

    assert [each.code for each in prove([weight], [], successors={})] == ["not_weighed"]


def test_a_plan_is_drafted_from_the_texts_and_read_again() -> None:
    new = {
        "2": Successor(code="2", name="Phường An Lư", text="Phường Thủy Hà, Phường An Lư",
                       agencies={"committee": "H.2"}),
        "1": Successor(code="1", name="Phường Hoà Bình", text="Phường An Lư, Xã Đông",
                       agencies={"committee": "H.1"}),
    }  # fmt: skip

    draft = draft_plan(new, city="haiphong", name="Mẫu", law="NQ mẫu", effective=date(2025, 7, 1))

    plan, problems = parse_plan(plan_data(draft.plan))
    assert problems == []
    assert plan == draft.plan
    by_name = {draft.former[step.old].name: step for step in draft.plan.units}
    assert by_name["An Lư"] == UnitStep(old=by_name["An Lư"].old, new=("1", "2"), main="2")
    assert draft.plan.successors[f"{by_name['Đông'].old}.committee"] == "H.1"
