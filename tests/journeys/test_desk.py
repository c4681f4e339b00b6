"""The desk as officers use it all day: lists by keyboard, many tasks at once, substitutes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from haidang.config.demo.run import Layout
from haidang.config.demo.visitors import Company
from tests.journeys.officers import Codes, at_the_desk, choose
from tests.journeys.people import handed_in, today_of
from tests.journeys.visits import DESK, PATIENCE_MS, Visit

pytestmark = pytest.mark.journey
LISTS = "/ban-lam-viec/?pham-vi=all"


def row_of(window: Visit, number: str) -> str:
    """Return how to find the row of a case."""
    window.page.locator(f"tr[data-row]:has-text('{number}')").wait_for()
    return f"tr[data-row]:has-text('{number}')"


def test_a_list_is_worked_by_keyboard_narrowed_and_kept(
    visit: Callable[..., Visit], codes: Codes, city: Layout, company: Company
) -> None:
    numbers = [handed_in(company, city, codes).number for _one in range(2)]
    hoa = at_the_desk(visit(width=DESK), "hoa", codes=codes)
    hoa.go(f"/ban-lam-viec/?tim={numbers[0]}")
    keys = hoa.page.keyboard
    keys.press("j")
    expect(hoa.page.locator(".work-link").first).to_be_focused()
    keys.press("x")
    expect(hoa.page.locator("tr[data-row] input[type=checkbox]").first).to_be_checked()
    keys.press("?")
    expect(hoa.page.locator("#keys")).to_be_visible()
    hoa.look("desk-keys")
    keys.press("Escape")
    expect(hoa.page.locator(".work-link").first).to_be_focused()
    keys.press("Enter")
    hoa.page.wait_for_url(f"**/ho-so/{numbers[0]}/")
    hoa.page.go_back()
    expect(hoa.page.locator(".work-link").first).to_be_focused()
    keys.press("a")
    hoa.page.wait_for_load_state()
    expect(hoa.page.locator(row_of(hoa, numbers[0]))).to_contain_text("Tôi")


def test_a_list_is_narrowed_kept_and_begins_the_day(
    visit: Callable[..., Visit], codes: Codes, city: Layout, company: Company
) -> None:
    handed_in(company, city, codes)
    hoa = at_the_desk(visit(width=DESK), "hoa", codes=codes)
    hoa.go(LISTS)
    hoa.page.keyboard.press("f")
    hoa.page.locator("select[name=kenh]").select_option("online")
    hoa.page.locator("input[name=tim]").fill("nguyen thi lan")
    hoa.press("Xem")
    hoa.page.locator("input[name=ten]").fill("Trực tuyến của Lan")
    hoa.press("Lưu")
    expect(hoa.page.locator(".kept .chip[aria-current]")).to_contain_text("Trực tuyến của Lan")
    hoa.look("desk-list-kept")
    hoa.page.locator("summary", has_text="Danh sách đã lưu của tôi").click()
    hoa.press("Dùng làm danh sách mở đầu")
    hoa.go("/ban-lam-viec/")
    assert "kenh=online" in hoa.page.url
    hoa.page.locator("summary", has_text="Danh sách đã lưu của tôi").click()
    hoa.press("Xoá")
    expect(hoa.page.locator(".kept")).to_have_count(0)


def test_many_tasks_are_given_out_and_signed_on_one_page(
    visit: Callable[..., Visit], codes: Codes, city: Layout, company: Company
) -> None:
    numbers = [handed_in(company, city, codes, until="sign").number for _one in range(2)]
    khanh = at_the_desk(visit(width=DESK), "khanh", codes=codes)
    _tick(khanh, numbers)
    khanh.press("Giao các việc đã chọn")
    khanh.look("desk-give-out")
    khanh.press("Giao việc")
    expect(khanh.page.locator("main [role=status]")).to_contain_text("2")
    _tick(khanh, numbers)
    khanh.press("Ký, duyệt các việc đã chọn")
    with khanh.page.expect_popup() as popup:
        khanh.follow("Mở dự thảo")
    popup.value.close()
    for box in khanh.page.locator("input[name=agreed]").all():
        box.check()
    khanh.look("desk-sign-many")
    khanh.press("Ký, duyệt")
    expect(khanh.page.locator("main [role=status]")).to_contain_text("2")
    khanh.look("desk-sign-many-done")


def test_a_substitute_signs_on_behalf_and_the_drawing_shows_where_the_case_stands(
    visit: Callable[..., Visit], codes: Codes, city: Layout, company: Company
) -> None:
    number = handed_in(company, city, codes, until="sign").number
    khanh = at_the_desk(visit(width=DESK), "khanh", codes=codes)
    khanh.go("/ban-lam-viec/uy-quyen/")
    khanh.page.locator("select[name=post]").select_option(index=1)
    khanh.page.locator("select[name=delegate]").select_option(label="Vũ Thị Mai")
    khanh.fill_in(
        {"until_on": (today_of(city) + timedelta(days=7)).isoformat(),
         "basis": "Quyết định số 12/QĐ-UBND về việc ủy quyền"}
    )  # fmt: skip
    khanh.press("Ủy quyền")
    khanh.sees("Đang hiệu lực")
    khanh.look("desk-delegations")

    mai = at_the_desk(visit(width=DESK), "mai", codes=codes)
    mai.go(f"/ban-lam-viec/?tim={number}")
    expect(mai.page.locator(row_of(mai, number))).to_contain_text("thay mặt Phạm Quốc Khánh")
    mai.go(f"/ban-lam-viec/ho-so/{number}/")
    mai.follow("Xem sơ đồ")
    expect(mai.page.locator("[data-drawn]")).to_be_visible(timeout=PATIENCE_MS)
    expect(mai.page.locator(".diagram-token")).to_be_visible()
    expect(mai.page.locator(".bjs-powered-by")).to_be_visible()
    mai.look("desk-diagram")
    mai.go(f"/ban-lam-viec/ho-so/{number}/")
    choose(mai, "approve")
    mai.page.locator("#act .act-end button").click()
    mai.sees_after_reloading("Thực hiện thay mặt Phạm Quốc Khánh")

    khanh.go("/ban-lam-viec/uy-quyen/")
    khanh.press("Chấm dứt ngay")
    khanh.sees("Chưa có ủy quyền.")


def _tick(window: Visit, numbers: list[str]) -> None:
    """Tick some cases in the list, once they stand there."""
    window.go(LISTS)
    rows = [window.page.locator(f"tr[data-row]:has-text('{number}')") for number in numbers]
    window.reload_until(lambda: all(row.count() for row in rows), what=", ".join(numbers))
    for row in rows:
        row.locator("input[type=checkbox]").check()
