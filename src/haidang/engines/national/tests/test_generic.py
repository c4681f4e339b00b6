"""Generic packages: each real record becomes one that can be asked, processed and signed."""

from collections.abc import Callable
from datetime import date

import pytest

from haidang.engines.fees import compute_fees
from haidang.engines.forms import FieldType, check_answers
from haidang.engines.national import (
    CASE,
    Blueprint,
    Lists,
    NationalRecord,
    build_package,
    evidence_key,
    judge,
    real_cases,
    safe_reading,
    standard_files,
    standard_process,
)
from haidang.engines.national.tests.samples import JSON, paper, record, row
from haidang.engines.packages import LEGAL_EDGES, ProcedurePackage
from haidang.engines.workflow import check_soundness

DAY = date(2026, 7, 20)
SURE = "70,000 VNĐ (70.000 đồng/hồ sơ, 1/2026/TT-BTC)"


def build(one: NationalRecord, lists: Lists, *, confirmed: bool = False) -> ProcedurePackage:
    """Return the generic package of a record."""
    plan = Blueprint(
        record=one,
        reading=safe_reading(one, lists),
        flags=() if confirmed else judge(one, lists),
        is_confirmed=confirmed,
        snapshot_on=DAY,
        content_hash="0" * 64,
        dead_laws=frozenset(lists.dead_laws),
    )
    return build_package(plan)


def filled(package: ProcedurePackage, **changes: JSON) -> dict[str, JSON]:
    """Return answers to the questions of every generic form."""
    address: JSON = {"province": "31", "ward": "11557", "detail": "Số 1"}
    return {
        "applicant_name": "Nguyễn Thị Lan", "applicant_personal_id": "031194000001",
        "applicant_residence": address, "applicant_phone": "0900000001", "acting_for": "self",
        "request": "Đề nghị cấp.", "receive_by": "vault", "truth": True, **changes,
    }  # fmt: skip


NAMES: dict[str, object] = {"units": {"11557": "31"}, "today": DAY}


def test_the_standard_process_is_sound_and_drawn() -> None:
    assert check_soundness(standard_process(), legal_edges=LEGAL_EDGES) == []
    assert b"BPMNShape" in standard_files()["process.bpmn"]


def test_every_real_record_becomes_a_package_with_an_online_form(
    records: dict[str, NationalRecord], lists: Lists
) -> None:
    for one in records.values():
        package = build(one, lists)
        assert package.channel("online") is not None, one.code
        assert package.form.pages, one.code
        assert package.results, one.code


def test_the_form_asks_for_the_papers_of_the_chosen_case_only() -> None:
    documents: list[JSON] = [
        paper("Đơn chung"),
        paper("Bản vẽ", group="Trường hợp xây mới:"),
        paper("Giấy phép cũ", group="Trường hợp sửa chữa:"),
    ]
    one = record(documents=documents)
    package = build(one, Lists())
    assert len(real_cases(one.documents)) == 2
    new = check_answers(
        package.form, filled(package, case_kind="case_1"), names=NAMES, evidence={}, scope=None
    )
    asked = {problem.path for problem in new.problems}
    assert f"/{evidence_key(0)}_files" in asked
    assert f"/{evidence_key(1)}_files" in asked
    assert f"/{evidence_key(2)}_files" not in asked
    without = check_answers(package.form, filled(package), names=NAMES, evidence={}, scope=None)
    assert f"/{CASE}" in {problem.path for problem in without.problems}


def test_headings_and_papers_of_registers_are_shown_and_not_asked_for(lists: Lists) -> None:
    documents: list[JSON] = [
        paper("Giấy tờ phải nộp:", original=0),
        paper("Thẻ căn cước công dân"),
        paper("Đơn đề nghị"),
    ]
    package = build(record(documents=documents), lists)
    kinds = {
        item.key: item.type for page in package.form.pages for item in page.fields
        if item.key.startswith("paper_")
    }  # fmt: skip
    assert kinds == {
        "paper_1_note": FieldType.NOTE,
        "paper_2_note": FieldType.NOTE,
        "paper_3_files": FieldType.EVIDENCE,
    }
    assert [rule.key for rule in package.evidence] == ["paper_3", "other"]


def test_only_a_sure_sum_is_charged_and_another_is_told() -> None:
    sure = record(channels=[row(fee=SURE, free=False, amounts=[70_000])])
    package = build(sure, Lists())
    result = compute_fees(package.fees, names={}, channel="online", on=date(2026, 11, 23))
    assert result.total.dong == 70_000
    assert result.lines[0].legal_basis.number == "1/2026/TT-BTC"
    told = build(record(channels=[row(fee="Không có thông tin", free=False)]), Lists())
    assert told.fees.fees == ()
    assert told.told_fees == {"online"}


def test_open_points_say_what_is_done_until_a_steward_confirms() -> None:
    one = record(channels=[row(value=1, unit="other", text="1")])
    package = build(one, Lists())
    assert [point.code for point in package.open_points] == ["time_placeholder"]
    assert "ngày hẹn trả" in package.open_points[0].reading["vi"]
    assert package.source_url == one.source_url
    assert build(one, Lists(), confirmed=True).open_points == ()


def test_repealed_law_and_repeated_codes_are_not_shown(
    record_of: Callable[[str], NationalRecord], lists: Lists
) -> None:
    package = build(record_of("1.010719"), lists)
    assert package.name["vi"] == "Cấp giấy phép môi trường (cấp Bộ)"
    for basis in package.legal_basis:
        assert basis.number not in lists.dead_laws


@pytest.mark.parametrize("name", ['Giấy "mẫu" \\ số 1', "Giấy #let x", "Giấy\nhai dòng"])
def test_a_result_may_have_any_name(name: str) -> None:
    package = build(record(results=[{"name": name, "code": "x"}]), Lists())
    first = package.files["result.typ"].splitlines()[0].decode()
    assert first.startswith('#let result-name = "')
    assert first.endswith('"')
    assert package.result().code == ""
