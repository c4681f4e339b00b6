"""The ways in which time and law lead a case: each path once, as the person sees it."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
import yaml

from haidang.config.demo.office import Story
from haidang.config.demo.others import Business
from haidang.config.demo.run import Layout
from haidang.config.demo.samples import sample_pdf
from haidang.config.demo.visitors import JSON, Company
from haidang.config.env import PROJECT
from tests.journeys.people import LAN, handed_in, today_of
from tests.journeys.visits import Visit

pytestmark = pytest.mark.journey

Windows = Callable[..., Visit]
NAME: JSON = {"text": "Họ tên con chưa đúng với Giấy chứng sinh.", "field": "child_name"}


def lan_at(window: Visit, number: str) -> Visit:
    """Sign Lan in and open a case of hers."""
    window.go("/dang-nhap")
    window.sign_in_person(LAN)
    window.go(f"/ho-so/{number}/")
    return window


def end(window: Visit, name: str, *, reason: str) -> None:
    """Open the dialog of an ending, give a reason and confirm."""
    window.press(name)
    dialog = window.page.locator("dialog[open], [popover]:popover-open").first
    dialog.locator("textarea").fill(reason)
    with window.page.expect_navigation():
        dialog.get_by_role("button", name=name).click()


def paid_business(company: Company, city: Layout, *, name: str) -> Story:
    """Carry a household business to the officer who examines it, its fee paid."""
    business = Business(Story(company, city.data, "time"), fault="double", name=name)
    business.begin()
    business.ask()
    _pay(business.story, bank=f"http://localhost:{city.twins['vietqr']}")
    business.story.wait_for_task(company.officer("hoa"), "verify")
    return business.story


def _pay(story: Story, *, bank: str) -> None:
    """Pay what is owed at the bank, and wait until the platform knows."""
    (order,) = story.lan.get(f"/api/cases/{story.number}/payments").rows()
    code = {"payload": order.text("qr_payload")}
    httpx.post(f"{bank}/pay", json=code, trust_env=False).raise_for_status()
    story.wait_for_status("4")


def test_a_refusal_shows_its_reasons_and_its_signed_paper(
    visit: Windows, city: Layout, company: Company
) -> None:
    story = handed_in(company, city, until="verify")
    reason: JSON = {"note": "Trẻ đã được đăng ký khai sinh tại xã khác."}
    story.do("hoa", "refuse", step="verify", body=reason)
    story.do("khanh", "approve", step="refusal")
    story.wait_for_document("mau_03")

    lan = lan_at(visit(), story.number)

    lan.sees("Trẻ đã được đăng ký khai sinh tại xã khác.")
    lan.sees("Phiếu từ chối giải quyết hồ sơ")
    lan.look("portal-case-refused")


def test_a_person_has_the_procedure_stopped(
    visit: Windows, city: Layout, company: Company
) -> None:
    story = handed_in(company, city, until="verify")
    lan = lan_at(visit(), story.number)

    lan.press("Đề nghị dừng thực hiện thủ tục")
    lan.look("portal-case-stop")
    lan.page.keyboard.press("Escape")
    end(lan, "Đề nghị dừng thực hiện thủ tục", reason="Đã đăng ký ở nơi khác.")

    lan.sees("Thủ tục đã dừng theo đề nghị của ông/bà.")
    lan.sees_after_reloading("Thông báo dừng thực hiện thủ tục hành chính")
    lan.look("portal-case-stopped")


def test_a_person_takes_a_paid_case_back(visit: Windows, city: Layout, company: Company) -> None:
    story = paid_business(company, city, name="Cầu Đất")
    lan = lan_at(visit(), story.number)

    lan.press("Rút hồ sơ")
    lan.sees("không được hoàn trả theo quy định")
    lan.page.keyboard.press("Escape")
    end(lan, "Rút hồ sơ", reason="Đổi địa điểm kinh doanh.")

    lan.sees("Công dân yêu cầu rút hồ sơ")
    assert story.status() == "7"


def test_a_later_date_comes_with_an_apology_signed_by_the_head(
    visit: Windows, city: Layout, company: Company
) -> None:
    story = paid_business(company, city, name="Bạch Đằng")
    khanh = company.officer("khanh")
    day = today_of(city) + timedelta(days=8)
    while day.weekday() > 4:
        day += timedelta(days=1)
    body: JSON = {"new_due_on": day.isoformat(), "reason": "Cần xác minh địa điểm kinh doanh."}
    khanh.post(f"/api/cases/{story.number}/extend", body)
    khanh.post(f"/api/cases/{story.number}/extend", body, status=422)
    paper = story.wait_for_document("mau_04")

    lan = lan_at(visit(), story.number)

    assert paper.at("signatures") == 2
    lan.sees("xin lỗi ông/bà")
    lan.sees(f"{day:%d/%m/%Y}")
    lan.sees("Phiếu xin lỗi và đề nghị gia hạn")
    lan.look("portal-case-extended")


def test_two_appointments_are_told_and_the_first_is_kept(
    visit: Windows, city: Layout, company: Company
) -> None:
    story = Story(company, city.data, "land")
    story.start("1.012784")
    path = PROJECT / "content/procedures/1.012784/scenarios/part-to-husband-waits-for-tax.yaml"
    scenario = yaml.safe_load(path.read_text(encoding="utf-8"))
    answers = scenario["answers"].items()
    story.fill_in({key: value for key, value in answers if not key.endswith("_files")})
    for key in scenario.get("evidence", {}):
        story.lan.upload(
            f"/api/cases/{story.case_id}/evidence",
            sample_pdf("Giay to dat dai"),
            name=f"{key}.pdf",
            fields={"key": key},
            status=201,
        )
    story.submit()
    story.do("hoa", "accept", step="reception")

    lan = lan_at(visit(), story.number)
    lan.sees("Hẹn lần 1")
    lan.sees("Hẹn lần 2")
    lan.sees("Ngày hẹn được thông báo khi hoàn thành nghĩa vụ tài chính.")
    lan.look("portal-case-appointments")

    story.wait_for_status("6")
    _pay(story, bank=f"http://localhost:{city.twins['vietqr']}")
    story.do("hoa", "forward", step="forward")
    sheet = company.officer("hoa").get(f"/api/cases/{story.number}/control-sheet")
    assert "Chuyển hồ sơ" in [row.text("note") for row in sheet.rows("rows")]


def test_what_is_accepted_after_three_is_handed_on_next_morning_or_at_once(
    visit: Windows, city: Layout, company: Company
) -> None:
    story = handed_in(company, city)
    story.do("hoa", "accept", step="reception")
    lan = lan_at(visit(), story.number)

    lan.sees_after_reloading("Chuyển bộ phận giải quyết: 07:00")
    lan.look("portal-case-held")
    story.do("hoa", "forward", step="forward")
    story.wait_for_task(company.officer("hoa"), "verify")
    lan.sees_after_reloading("Hồ sơ đã chuyển bộ phận giải quyết")


def test_a_second_supplement_needs_the_head_and_stands_at_its_question(
    visit: Windows, city: Layout, company: Company
) -> None:
    story = handed_in(company, city, until="verify")
    story.do("hoa", "supplement", step="verify", body={"items": [NAME], "note": "Sai tên."})
    lan = lan_at(visit(), story.number)
    lan.sees("Họ tên con chưa đúng với Giấy chứng sinh.")
    field = lan.page.locator("[name=child_name]")
    assert field.get_attribute("aria-invalid") == "true"
    lan.look("portal-case-asked")
    field.fill("Nguyễn Hải An")
    lan.press("Gửi tất cả")
    khanh, number = company.officer("khanh"), story.number
    story.wait_for_task(company.officer("hoa"), "verify")
    again: JSON = {"items": [NAME], "reason": "Sai dấu.", "head_reason": "Công dân khai lại tên."}
    mother: JSON = {"text": "Sai họ tên mẹ.", "field": "mother_name"}
    seen: JSON = {"items": [mother], "reason": "Sai dấu.", "head_reason": "Công dân khai lại."}
    khanh.post(f"/api/cases/{number}/second-supplement", seen, status=422)
    company.officer("hoa").post(f"/api/cases/{number}/supplement", {"items": [NAME]}, status=409)
    khanh.post(f"/api/cases/{number}/second-supplement", again)

    lan.go(f"/ho-so/{number}/")

    lan.sees("Người đứng đầu đồng ý yêu cầu bổ sung thêm một lần")
    assert story.status() == "5"


def test_a_result_that_comes_early_is_told_as_such(
    visit: Windows, city: Layout, company: Company
) -> None:
    story = paid_business(company, city, name="Cát Bi")
    for officer, step in (("hoa", "verify"), ("thang", "examine"), ("khanh", "decide")):
        story.do(officer, "approve", step=step)
    story.do("mai", "approve", step="seal")
    story.wait_for_status("9", "10")

    lan = lan_at(visit(), story.number)
    lan.go("/toi/nhat-ky?xem=tin-nhan")

    lan.sees("sớm hơn thời gian hẹn")
    sheet = company.officer("hoa").get(f"/api/cases/{story.number}/control-sheet")
    assert sheet.text("outcome") == "early"
