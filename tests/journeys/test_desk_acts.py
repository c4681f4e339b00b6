"""What officers do beside the steps of a process: faults, other agencies, dates, paper."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import expect

from haidang.config.demo.office import Story
from haidang.config.demo.others import Business
from haidang.config.demo.run import Layout
from haidang.config.demo.visitors import Company
from tests.journeys.officers import Codes, at_the_desk, choose
from tests.journeys.people import handed_in, today_of
from tests.journeys.visits import DESK, PATIENCE_MS, Visit

pytestmark = pytest.mark.journey
OTHER_WARD = "Ủy ban nhân dân phường Hồng Bàng"


def do(window: Visit, number: str, slug: str) -> None:
    """Open the form of an act on a case."""
    window.go(f"/ban-lam-viec/ho-so/{number}/lam/{slug}/")
    expect(window.page.locator("#act .act-end button")).to_be_visible()


def confirm(window: Visit) -> None:
    """Do the act."""
    with window.page.expect_navigation():
        window.page.locator("#act .act-end button").click()
    expect(window.page.locator("main .flash")).to_be_visible(timeout=PATIENCE_MS)


def test_everything_wrong_is_listed_once_and_a_second_time_is_the_heads(
    visit: Callable[..., Visit], codes: Codes, city: Layout, company: Company
) -> None:
    story = handed_in(company, city, codes, until="verify")
    hoa = at_the_desk(visit(width=DESK), "hoa", codes=codes)
    do(hoa, story.number, "ghi-chu")
    hoa.page.locator("[name=text]").fill("Đã gọi điện cho người nộp hồ sơ.")
    confirm(hoa)
    do(hoa, story.number, "sai-sot")
    hoa.page.locator("[name=text]").fill("Tên cha viết sai dấu.")
    hoa.page.locator("[name=path]").select_option("father_name")
    hoa.page.locator("[name=clause]").fill("Điều 16 Luật Hộ tịch")
    hoa.look("desk-finding")
    confirm(hoa)
    hoa.sees("Tên cha viết sai dấu.")
    hoa.look("desk-deficiencies")
    choose(hoa, "supplement")
    expect(hoa.page.locator("[name='items.0.text']")).to_have_value("Tên cha viết sai dấu.")
    confirm(hoa)
    story.lan.post(
        f"/api/cases/{story.number}/answer",
        {"answers": {"father_name": "Trần Văn Mình"}},
    )
    story.wait_for_task(company.officer("hoa"), "verify")

    khanh = at_the_desk(visit(width=DESK), "khanh", codes=codes)
    do(khanh, story.number, "bo-sung-lan-hai")
    khanh.page.locator("[name='items.0.text']").fill("Nơi sinh chưa rõ.")
    khanh.page.locator("[name='items.0.field']").select_option("child_birth_place")
    khanh.page.locator("[name=head_reason]").fill("Cần làm rõ.")
    khanh.page.locator("#act .act-end button").click()
    expect(khanh.page.locator("#act .errors")).to_be_visible()
    khanh.look("desk-second-supplement")
    khanh.page.locator("[name=head_reason]").fill("Nơi sinh chưa rõ. Phát hiện sau khi xác minh.")
    confirm(khanh)
    khanh.sees("Nơi sinh chưa rõ.")


def test_another_agency_is_asked_and_the_case_then_goes_to_it(
    visit: Callable[..., Visit], codes: Codes, city: Layout, company: Company
) -> None:
    number = handed_in(company, city, codes, until="verify").number
    hoa = at_the_desk(visit(width=DESK), "hoa", codes=codes)
    do(hoa, number, "hoi-y-kien")
    hoa.page.locator("[name=agency]").select_option(label=OTHER_WARD)
    hoa.page.locator("[name=question]").fill("Người cha có đăng ký thường trú tại phường không?")
    hoa.look("desk-consult")
    confirm(hoa)
    tuan = at_the_desk(visit(width=DESK), "tuan", codes=codes)
    tuan.go("/ban-lam-viec/hoi-y-kien/")
    tuan.sees("Người cha có đăng ký thường trú")
    tuan.look("desk-asked")
    tuan.page.locator(f"a[href*='{number}']").first.click()
    choose(tuan, "agree")
    tuan.page.locator("#act [name=note]").fill("Có đăng ký thường trú tại phường.")
    tuan.page.locator("#act .act-end button").click()
    tuan.page.wait_for_load_state()
    hoa.go(f"/ban-lam-viec/ho-so/{number}/")
    hoa.sees("Có đăng ký thường trú tại phường.")
    hoa.look("desk-consulted")
    do(hoa, number, "chuyen-co-quan")
    hoa.page.locator("[name=agency]").select_option(label=OTHER_WARD)
    hoa.page.locator("[name=reason]").fill("Người yêu cầu chọn nơi cư trú của cha.")
    confirm(hoa)
    tuan.go(f"/ban-lam-viec/ho-so/{number}/lich-su/")
    tuan.sees(f"Đã chuyển đến {OTHER_WARD}")
    tuan.look("desk-history")


def test_a_head_extends_with_an_apology_and_stops_another_case(
    visit: Callable[..., Visit], codes: Codes, city: Layout, company: Company
) -> None:
    business = Business(Story(company, city.data, "desk"), fault="double", name="Sông Cấm")
    business.begin()
    business.ask()
    _pay(business.story, bank=f"http://localhost:{city.twins['vietqr']}")
    stopped = handed_in(company, city, codes, until="verify").number
    khanh = at_the_desk(visit(width=DESK), "khanh", codes=codes)
    khanh.go("/ban-lam-viec/sap-den-han/")
    khanh.sees("chậm nhất một ngày trước ngày hẹn trả")
    khanh.look("desk-due")
    do(khanh, business.story.number, "gia-han")
    khanh.fill_in({"new_due_on": (today_of(city) + timedelta(days=8)).isoformat()})
    khanh.page.locator("[name=reason]").fill("Cần xác minh địa điểm kinh doanh.")
    khanh.look("desk-extend")
    confirm(khanh)
    khanh.sees("Gia hạn đến")
    do(khanh, stopped, "dung")
    khanh.page.locator("[name=reason]").fill("Công dân đề nghị dừng giải quyết.")
    confirm(khanh)
    khanh.sees("Công dân đề nghị dừng giải quyết.")


def test_the_office_prints_its_papers_and_keeps_its_book(
    visit: Callable[..., Visit], codes: Codes, city: Layout, company: Company
) -> None:
    story = handed_in(company, city, codes, until="verify")
    story.wait_for_document("mau_01")
    hoa = at_the_desk(visit(width=DESK), "hoa", codes=codes)
    hoa.go(f"/ban-lam-viec/ho-so/{story.number}/")
    print_a4 = hoa.page.locator(".print-choice a", has_text="A4").first.get_attribute("href")
    answer = hoa.page.request.get(str(print_a4))
    assert answer.body().startswith(b"%PDF")
    with hoa.page.expect_response("**/tai-lieu/**") as made:
        hoa.press("Lập Phiếu kiểm soát")
    assert made.value.headers["content-type"] == "application/pdf"
    hoa.go("/ban-lam-viec/so-theo-doi/")
    hoa.complaints.clear()  # a page that is only a PDF lets the browser look for an icon
    hoa.page.locator("select[name=co-quan]").select_option(index=1)
    hoa.press("Xem")
    hoa.sees(story.number)
    hoa.look("desk-register")
    csv = hoa.page.locator("a", has_text="CSV").get_attribute("href")
    assert story.number.encode() in hoa.page.request.get(str(csv)).body()


def _pay(story: Story, *, bank: str) -> None:
    """Pay what is owed at the bank, and wait until the platform knows."""
    (order,) = story.lan.get(f"/api/cases/{story.number}/payments").rows()
    answer = httpx.post(f"{bank}/pay", json={"payload": order.text("qr_payload")}, trust_env=False)
    answer.raise_for_status()
    story.wait_for_status("4")
