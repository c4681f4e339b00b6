"""A procedure of the national catalogue: imported, read by a steward, asked for by a citizen."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from haidang.config.demo.run import Layout
from haidang.config.demo.visitors import JSON
from haidang.config.env import PROJECT
from haidang.engines.national.tests import samples
from tests.journeys.officers import Codes, at_the_desk, do
from tests.journeys.people import begin, complete, hand_in, paper
from tests.journeys.visits import Visit

pytestmark = pytest.mark.journey

OPEN: Final = "1.999991"
CLEAN: Final = "1.999992"
CHANGING: Final = "1.999993"
UNREAD: Final = "1.999994"
PLACEHOLDER: Final = samples.row(value=1, unit="other", text="1")
COUNCIL: Final = samples.row(
    channel="counter", value=None, unit="other", text="Theo kế hoạch hằng năm",
    fee="Miễn phí (Mức thu do Hội đồng nhân dân cấp tỉnh quy định)", free=False,
)  # fmt: skip
NEW_HOUSE: Final = "Trường hợp xây mới:"
OLD_HOUSE: Final = "Trường hợp sửa chữa, cải tạo:"
DOCUMENTS: Final = [
    samples.paper("Giấy tờ phải nộp:", original=0),
    samples.paper("Đơn đề nghị theo mẫu", form="Mẫu số 01.docx"),
    samples.paper("Bản vẽ sơ đồ vị trí", group=NEW_HOUSE),
    samples.paper("Giấy phép đã được cấp", group=OLD_HOUSE, original=0, copies=1),
]
ANSWERS: Final[dict[str, JSON]] = {
    "request": "Đề nghị cấp giấy xác nhận cho ngôi nhà tại tổ dân phố 5.",
    "case_kind": "case_1",
    "receive_by": "vault",
    "truth": True,
}


def record(code: str, **changes: samples.JSON) -> dict[str, samples.JSON]:
    """Return a record of the catalogue under a code and with a name of its own."""
    named: dict[str, samples.JSON] = {"code": code, "name": f"Cấp giấy xác nhận mẫu {code[-1]}"}
    return samples.data(**{**named, **changes})


@pytest.fixture(scope="module")
def take_in(
    city: Layout, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return how somebody imports records into the running city."""
    file = tmp_path_factory.mktemp("catalogue") / "danh-muc.jsonl"

    def run(*records: dict[str, samples.JSON]) -> subprocess.CompletedProcess[str]:
        lines = (json.dumps(one, ensure_ascii=False) for one in records)
        file.write_text("\n".join(lines), encoding="utf-8")
        return subprocess.run(  # noqa: S603 - our own command line
            [sys.executable, "-m", "haidang.config.cli", "catalog", "import", str(file)],
            env={**os.environ, **city.environment(), "COLUMNS": "120"},  # noqa: TID251 - children inherit it
            capture_output=True,
            text=True,
            check=False,
            cwd=PROJECT,
        )

    return run


@pytest.fixture(scope="module")
def catalogue(take_in: Callable[..., subprocess.CompletedProcess[str]]) -> str:
    open_record = record(OPEN, channels=[PLACEHOLDER, COUNCIL], documents=[*DOCUMENTS])
    unread = open_record | {"code": UNREAD, "name": "Cấp giấy xác nhận mẫu 4"}
    done = take_in(open_record, record(CLEAN), record(CHANGING), unread)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_citizen_is_told_what_is_open_and_asks_by_the_generic_form(
    visit: Callable[..., Visit], catalogue: str, codes: Codes, tmp_path: Path
) -> None:
    assert "time_placeholder" in catalogue
    lan = visit()
    lan.go(f"/thu-tuc/{OPEN}/")
    lan.sees("Nội dung chưa được cán bộ xác nhận")
    lan.sees("Chưa được xác nhận; không đặt ngày hẹn trả")
    lan.sees("20/07/2026")
    lan.look("portal-generic-procedure")
    begin(lan, OPEN)
    lan.look("portal-generic-applicant")
    lan.complete_page(ANSWERS)
    lan.look("portal-generic-request")
    lan.complete_page(ANSWERS)
    lan.sees("Bản vẽ sơ đồ vị trí")
    expect(lan.page.locator("main")).not_to_contain_text("Giấy phép đã được cấp")
    for field in ("paper_2_files", "paper_3_files"):
        lan.page.locator(f"input[name='{field}']").set_input_files(paper(tmp_path))
    lan.look("portal-generic-papers")
    complete(lan, ANSWERS)
    lan.sees("chưa đặt ngày hẹn trả")
    lan.look("portal-generic-review")
    number = hand_in(lan)
    hoa = at_the_desk(visit(), "hoa", codes=codes)
    do(hoa, number, "accept")
    do(hoa, number, "approve")
    do(at_the_desk(visit(), "khanh", codes=codes), number, "approve")
    do(at_the_desk(visit(), "mai", codes=codes), number, "approve")
    lan.reload_until(lambda: lan.page.locator("main .panel-good").count() > 0, what="the result")
    lan.look("portal-generic-result")


def test_a_steward_confirms_what_the_data_leave_open(
    visit: Callable[..., Visit], catalogue: str, codes: Codes
) -> None:
    assert catalogue
    thuc = at_the_desk(visit(width=1440), "thuc", codes=codes)
    thuc.go("/bien-tap/")
    thuc.sees("Danh mục thủ tục quốc gia")
    thuc.look("designer-list")
    thuc.page.locator("select[name=bay]").select_option("time_placeholder")
    thuc.press("Lọc")
    thuc.page.locator(f"a[href*='{UNREAD}']").first.click()
    thuc.sees("số giữ chỗ, không phải thời hạn")
    thuc.look("designer-record")
    thuc.page.locator("[name=c0-value]").fill("3")
    thuc.page.locator("[name=c1-fee]").select_option("amount")
    thuc.page.locator("[name=c1-amount]").fill("700")
    thuc.press("Xác nhận và công bố")
    thuc.sees("Có số nhưng chưa chọn đơn vị thời gian")
    thuc.sees("có thể thiếu ba số 0")
    thuc.sees("Hãy nêu văn bản quy định mức thu")
    thuc.look("designer-record-faults")
    thuc.page.locator("[name=c0-unit]").select_option("working_day")
    thuc.page.locator("[name=c1-fee]").select_option("told")
    thuc.page.locator("[name=c1-amount]").fill("")
    thuc.press("Xác nhận và công bố")
    thuc.sees("Đặng Đình Thức đã xác nhận lúc")
    thuc.look("designer-record-confirmed")
    thuc.go(f"/thu-tuc/{UNREAD}/")
    thuc.sees("3 ngày làm việc")
    expect(thuc.page.locator("main")).not_to_contain_text("Nội dung chưa được cán bộ xác nhận")


def test_a_changed_record_waits_and_shows_what_changed(
    visit: Callable[..., Visit],
    catalogue: str,
    codes: Codes,
    take_in: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    assert catalogue
    thuc = at_the_desk(visit(width=1440), "thuc", codes=codes)
    thuc.go("/bien-tap/?sach=1")
    thuc.page.locator(f"input[name=code][value='{CHANGING}']").check()
    thuc.press("Xác nhận các thủ tục đã chọn")
    thuc.sees("Đã xác nhận và công bố 1 thủ tục")
    changed = record(CHANGING, conditions="Đủ 18 tuổi trở lên.")
    done = take_in(record(CLEAN), changed)
    assert "waits to be confirmed again" in done.stdout
    thuc.go(f"/bien-tap/thu-tuc/{CHANGING}/")
    thuc.sees("Nội dung thay đổi ở nguồn")
    thuc.sees("Đủ 18 tuổi trở lên.")
    thuc.look("designer-record-changed")
    thuc.go(f"/thu-tuc/{CHANGING}/")
    expect(thuc.page.locator("main")).not_to_contain_text("Đủ 18 tuổi trở lên.")
