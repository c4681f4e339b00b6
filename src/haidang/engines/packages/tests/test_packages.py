"""Packages become typed objects, survive storage, and can be compared."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haidang.engines.packages import (
    ProcedurePackage,
    check_content,
    diff,
    from_json,
    load_city,
    load_procedure,
    load_service,
    read_procedure,
    run_scenario,
    to_json,
)
from haidang.engines.packages.content import load_context, read_files
from haidang.engines.packages.explain import fault_table
from haidang.engines.packages.procedures import hash_files
from haidang.engines.packages.source import read_yaml
from haidang.engines.packages.storage import RevisionNotReadable

ROOT = Path(__file__).parents[5]
CONTENT = ROOT / "content"
SIX = ("1.000656", "1.001193", "1.001612", "1.004873", "2.000635", "3.000347")


def load(code: str) -> ProcedurePackage:
    package = load_procedure(CONTENT / "procedures" / code).package
    assert package is not None
    return package


def test_our_own_content_is_clean_and_exemplary() -> None:
    report = check_content(CONTENT, on=date(2026, 11, 23))

    assert report.problems == ()
    assert [report.levels[code] for code in SIX] == ["exemplary"] * 6


@pytest.mark.parametrize("code", SIX)
def test_a_stored_revision_reads_back_as_it_was(code: str) -> None:
    package = load(code)

    again = from_json(to_json(package))

    assert again.content_hash == package.content_hash
    assert again.files == package.files
    assert diff(package, again) == []


def test_a_damaged_revision_is_refused() -> None:
    stored = to_json(load("1.001193"))
    stored["content_hash"] = "0" * 64

    with pytest.raises(RevisionNotReadable):
        from_json(stored)


def test_the_hash_does_not_depend_on_line_ends_or_order() -> None:
    one = hash_files({"a.yaml": b"x: 1\n", "b.yaml": b"y: 2\n"})
    other = hash_files({"b.yaml": b"y: 2\r\n", "a.yaml": b"x: 1\r\n"})

    assert one == other
    assert one != hash_files({"a.yaml": b"x: 1\ny: 2\n", "b.yaml": b""})


def test_a_difference_is_told_in_both_languages() -> None:
    files = read_files(CONTENT / "procedures" / "1.004873")
    files["manifest.yaml"] = files["manifest.yaml"].replace(b"value: 3,", b"value: 2,", 1)
    changed = read_procedure(files, name="1.004873").package
    assert changed is not None

    changes = diff(load("1.004873"), changed)

    assert [(each.part, each.kind) for each in changes] == [("channels", "changed")]
    assert changes[0].text["vi"].startswith("Thay đổi thời hạn kênh “online”")
    assert changes[0].text["en"] == (
        "Changed the limit by “online”: 3 working_day → 2 working_day."
    )


def test_added_and_removed_questions_and_papers_are_named() -> None:
    one, other = load("1.001193"), load("1.000656")

    kinds = {(each.part, each.kind) for each in diff(one, other)}

    assert {("evidence", "added"), ("evidence", "removed"), ("form", "added")} <= kinds
    assert ("name", "changed") in kinds


def test_haiphong_has_all_114_units_with_their_agencies() -> None:
    city = load_city(CONTENT / "cities" / "haiphong").city
    assert city is not None

    kinds = [unit.kind for unit in city.units]
    served = {agency.unit for agency in city.agencies if agency.kind == "commune_service_centre"}

    assert (kinds.count("ward"), kinds.count("commune"), kinds.count("special_zone")) == (
        45,
        67,
        2,
    )
    assert served == {unit.code for unit in city.units}
    assert all(unit.predecessors for unit in city.units)


def test_the_second_city_stands_on_its_own() -> None:
    city = load_city(CONTENT / "cities" / "quangninh").city
    assert city is not None

    assert len(city.units) == 54
    assert {"Phường Hạ Long", "Phường Hồng Gai"} <= {unit.name for unit in city.units}
    assert city.agency_code == "H49"


@pytest.mark.parametrize("service", sorted(p.name for p in (CONTENT / "services").iterdir()))
def test_each_service_says_by_which_law_and_for_whom(service: str) -> None:
    loaded = load_service(CONTENT / "services" / service).service
    assert loaded is not None

    assert loaded.legal_basis
    assert loaded.callers
    assert "per_minute" in loaded.rate


@pytest.mark.parametrize("code", SIX)
def test_every_scenario_of_a_procedure_comes_out_as_its_author_says(code: str) -> None:
    context = load_context(CONTENT)
    package = load(code)

    found = [
        problem
        for scenario in package.scenarios
        for problem in run_scenario(package, scenario, context.cities["haiphong"], context=context)
    ]

    assert len(package.scenarios) >= 3
    assert found == []


def test_the_reference_page_is_current() -> None:
    page = ROOT / "docs" / "reference" / "package-errors.md"

    assert page.read_text(encoding="utf-8") == fault_table()


def test_yaml_is_read_without_the_traps_of_yaml_1_1() -> None:
    text = "on: 2026-01-02\nno: NO\ntime: 15:00\ncode: 007\nnumber: 7\nquoted: '7'\n"

    source, problems = read_yaml("a.yaml", text.encode())

    assert problems == []
    assert source.data == {
        "on": "2026-01-02",
        "no": "NO",
        "time": "15:00",
        "code": "007",
        "number": 7,
        "quoted": "7",
    }
    assert source.place("/time") == (3, 1)


@given(st.binary(max_size=400))
def test_reading_never_raises_on_any_bytes(raw: bytes) -> None:
    source, problems = read_yaml("a.yaml", raw)

    assert source.file == "a.yaml"
    assert all(problem.code.startswith("HD1") for problem in problems)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["manifest.yaml", "form.yaml", "fees.yaml", "process.bpmn"]), st.data())
def test_a_package_with_a_damaged_file_is_told_and_never_raises(
    name: str, data: st.DataObject
) -> None:
    files = read_files(Path(__file__).parent / "sound" / "procedures" / "1.000001")
    raw = files[name]
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 40)))
    files[name] = raw[:start] + data.draw(st.binary(max_size=6)) + raw[end:]

    loaded = read_procedure(files, name="1.000001")

    assert loaded.package is not None or loaded.problems
