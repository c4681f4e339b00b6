"""The city's administrator: a swap in the calendar, a merger with its proof, honest dates."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect

from haidang.config.demo.run import Layout
from haidang.config.demo.visitors import Company
from haidang.config.env import PROJECT
from tests.journeys.officers import Codes, at_the_desk
from tests.journeys.people import LAN, handed_in, today_of
from tests.journeys.visits import DESK, Visit

pytestmark = pytest.mark.journey
WARD, OTHER_WARD = "10507", "10525"
"""Two wards that no other story visits."""
HISTORY = """
from haidang.config.startup import set_up
set_up()
from haidang.domain.catalog import public as catalog
from haidang.domain.indicators.testing import make_history
make_history(city="haiphong", procedure="1.001193", agency="H24.182",
             hours=[2.0] * 14 + [6.5] * 10, calendar=catalog.working_calendar("haiphong"))
"""


def run(city: Layout, *arguments: str) -> str:
    """Run a program in the running city; it must end well."""
    done = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, *arguments],
        env={**os.environ, **city.environment(), "COLUMNS": "120"},  # noqa: TID251 - children inherit it
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_swap_is_written_into_the_calendar(
    visit: Callable[..., Visit], codes: Codes, city: Layout
) -> None:
    van = at_the_desk(visit(width=DESK), "van", codes=codes)
    van.go("/quan-tri/")
    van.look("console-home")
    van.follow("Lịch làm việc")
    van.sees("Tết")
    van.look("console-calendar")
    off = date(today_of(city).year + 1, 6, 11)
    while off.weekday() != 4:
        off += timedelta(days=1)
    worked = off + timedelta(days=8)
    van.press("Xem trước thay đổi")
    expect(van.page.locator(".errors")).to_be_visible()
    van.look("console-calendar-errors")
    van.fill_in(
        {
            "day": off.isoformat(),
            "work_day": worked.isoformat(),
            "name_vi": "Nghỉ hoán đổi (dữ liệu mẫu)",
            "name_en": "Swapped day off (sample)",
            "law": "Thông báo mẫu 01/TB-UBND",
        }
    )
    van.press("Xem trước thay đổi")
    van.sees(f"{off:%d/%m/%Y}: Ngày nghỉ hoán đổi")
    van.sees("hồ sơ")
    van.look("console-preview")
    van.fill_in({"reason": "Theo thông báo mẫu của Ủy ban nhân dân thành phố."})
    van.press("Công bố")
    van.sees("Đã công bố bản")
    van.go(f"/quan-tri/lich/?nam={off.year}")
    van.sees("Thông báo mẫu 01/TB-UBND")
    van.sees(f"{worked:%d/%m/%Y}")


def test_units_merge_and_the_proof_is_shown(
    visit: Callable[..., Visit], codes: Codes, city: Layout, tmp_path: Path
) -> None:
    plan = {
        "city": "haiphong",
        "name": "Sắp xếp phường (dữ liệu mẫu)",
        "law": "Nghị quyết mẫu 01/NQ-UBTVQH15",
        "effective": today_of(city).isoformat(),
        "units": [{"from": WARD, "to": [OTHER_WARD]}],
        "agencies": [
            {"from": "H24.101", "to": "H24.102"},
            {"from": "H24.101.01", "to": "H24.102.01"},
        ],
    }
    file = tmp_path / "plan.yaml"
    file.write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
    rehearsed = run(
        city, "-m", "haidang.config.cli", "city", "merge-units", str(file), "--dry-run"
    )
    carried = run(city, "-m", "haidang.config.cli", "city", "merge-units", str(file))
    assert "Nothing was written." in rehearsed
    assert "proved; proof" in carried
    van = at_the_desk(visit(width=DESK), "van", codes=codes)
    van.go("/quan-tri/don-vi/")
    van.look("console-mergers")
    van.follow("Sắp xếp phường (dữ liệu mẫu)")
    van.sees("Đã chứng minh")
    van.look("console-merger")
    with van.page.expect_download() as download:
        van.follow("Biên bản có ký số (PDF)")
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_people_see_when_it_is_really_done(
    visit: Callable[..., Visit], codes: Codes, city: Layout, company: Company
) -> None:
    run(city, "-c", HISTORY)
    lan = visit()
    lan.go("/thu-tuc/1.001193/")
    lan.sees("Thường xong trong 2 giờ làm việc")
    lan.look("portal-forecast-procedure")
    number = handed_in(company, city, until="verify").number
    lan.go(f"/tra-cuu?number={number}")
    lan.sees("Một nửa số hồ sơ như thế này xong trước")
    lan.look("portal-forecast-track")
    lan.go("/ho-so/")
    lan.sign_in_person(LAN)
    lan.go(f"/ho-so/{number}/")
    lan.sees("9/10 hồ sơ xong trước")
    lan.look("portal-forecast-case")
    lan.go("/thu-tuc/2.000635/")
    lan.sees("Chưa dự báo được ngày xong")
    khanh = at_the_desk(visit(width=DESK), "khanh", codes=codes)
    khanh.go("/quan-tri/du-bao/")
    khanh.look("console-calibration")
