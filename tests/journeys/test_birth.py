"""The main job: Lan registers her child's birth on her phone; the ward carries the case."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from haidang.config.demo.run import Layout
from haidang.config.demo.visitors import JSON
from tests.journeys.officers import Codes, at_the_desk, choose, confirm, do, take
from tests.journeys.people import BIRTH_PAGES, LAN, birth_on_paper, paper
from tests.journeys.visits import DESK, Visit

pytestmark = pytest.mark.journey


def test_a_birth_is_registered_from_a_phone(
    visit: Callable[..., Visit], city: Layout, codes: Codes, tmp_path: Path
) -> None:
    lan = visit()
    _find(lan)
    _begin(lan)
    answers = {**birth_on_paper(city), "birth_case": None, "birth_proof": None}
    _fill_in(lan, answers, file=paper(tmp_path))
    number = _hand_in(lan)
    hoa = at_the_desk(visit(width=DESK), "hoa", codes=codes)
    _accept(hoa, number)
    _ask_for_more(hoa, number)
    _answer(lan, number, file=paper(tmp_path, name="ban-chup-lai.pdf"))
    do(hoa, number, "approve")
    khanh = at_the_desk(visit(width=DESK), "khanh", codes=codes)
    _sign(khanh, number)
    mai = at_the_desk(visit(width=DESK), "mai", codes=codes)
    do(mai, number, "approve")
    _receive(lan, number, tmp_path)
    _look_back(lan)


def _find(lan: Visit) -> None:
    lan.go("/")
    lan.look("portal-home")
    lan.page.locator("#q").fill("dang ky khai sinh cho con")
    lan.page.keyboard.press("Enter")
    lan.sees("Đăng ký khai sinh")
    lan.look("portal-search")
    lan.page.locator("main ul.links a").first.click()
    lan.page.wait_for_url("**/thu-tuc/1.001193/")
    lan.look("portal-procedure")


def _begin(lan: Visit) -> None:
    lan.page.locator("main a", has_text="Nộp hồ sơ trực tuyến").first.click()
    lan.page.wait_for_url("**/dang-nhap?next=**")
    lan.look("portal-sign-in")
    lan.sign_in_person(LAN)
    lan.page.wait_for_url("**/thu-tuc/1.001193/nop")
    expect(lan.page.locator("select[name=unit]")).to_have_value("11560")
    lan.look("portal-start")
    lan.press("Bắt đầu kê khai")
    lan.page.wait_for_url("**/to-khai/declarant")


def _fill_in(lan: Visit, answers: Mapping[str, JSON], *, file: Path) -> None:
    lan.look("portal-form-declarant")
    lan.fill_in(answers)
    lan.go_on()
    lan.page.wait_for_url("**/to-khai/birth")
    lan.fill_in({"birth_case": "ordinary"})
    lan.go_on()
    lan.fill_in({"birth_proof": "notice_paper"})
    lan.go_on()
    lan.page.locator("input[type=file]").set_input_files(file)
    lan.go_on()
    lan.page.wait_for_url("**/to-khai/child")
    _err(lan, answers)
    _go_back_and_rest(lan)
    for page in BIRTH_PAGES[2:]:
        lan.page.wait_for_url(f"**/to-khai/{page}")
        lan.fill_in(answers)
        lan.look(f"portal-form-{page}")
        lan.complete_page(answers)
    lan.page.wait_for_url("**/xem-lai")


def _err(lan: Visit, answers: Mapping[str, JSON]) -> None:
    """Make two mistakes on one page: both are told at once, and nothing typed is lost."""
    tomorrow = date.fromisoformat(str(answers["child_born_on"])) + timedelta(days=60)
    lan.fill_in({**answers, "child_name": "", "child_born_on": tomorrow.isoformat()})
    lan.go_on()
    summary = lan.page.locator(".errors")
    expect(summary).to_be_visible()
    assert len(summary.locator("li").all_inner_texts()) == 2, summary.inner_text()
    expect(summary).to_be_focused()
    expect(lan.page.locator("[name='child_born_on.year']")).to_have_value(str(tomorrow.year))
    lan.look("portal-form-errors")
    summary.locator("a").first.click()
    expect(lan.page.locator("[name=child_name]")).to_be_focused()


def _go_back_and_rest(lan: Visit) -> None:
    """Go back a page, save, leave, come back: what was typed is still there."""
    lan.fill_in({"child_name": "Trần Nguyễn Hải An"})
    lan.press("Lưu và làm tiếp sau")
    lan.page.wait_for_url("**/ho-so/")
    lan.look("portal-cases-draft")
    lan.page.locator("main ul.links a").first.click()
    lan.page.wait_for_url("**/to-khai/child")
    expect(lan.page.locator("[name=child_name]")).to_have_value("Trần Nguyễn Hải An")
    lan.page.locator("main a.back").click()
    lan.page.wait_for_url("**/to-khai/birth")
    expect(lan.page.locator("[name=birth_proof][value=notice_paper]")).to_be_checked()
    lan.sees("giay-chung-sinh.pdf")
    lan.look("portal-form-birth")
    lan.go_on()


def _hand_in(lan: Visit) -> str:
    lan.sees("giay-chung-sinh.pdf")
    lan.look("portal-review")
    lan.press("Nộp hồ sơ")
    lan.page.wait_for_url(lambda url: "xem-lai" not in url)
    number = lan.page.locator(".figure-code").inner_text()
    lan.sees("Mới đăng ký")
    lan.look("portal-case-submitted")
    return number


def _accept(hoa: Visit, number: str) -> None:
    hoa.go("/ban-lam-viec/")
    hoa.reload_until(lambda: number in hoa.page.inner_text("main"), what=number)
    hoa.look("desk-work")
    take(hoa, number)
    hoa.look("desk-case")
    choose(hoa, "accept")
    hoa.look("desk-case-accept")
    confirm(hoa)
    hoa.look("desk-case-accepted")


def _ask_for_more(hoa: Visit, number: str) -> None:
    take(hoa, number)
    choose(hoa, "supplement")
    hoa.fill_in(
        {
            "items": [
                {
                    "text": "Bản chụp Giấy chứng sinh rõ nét, đủ bốn góc.",
                    "field": "birth_notice",
                    "clause": "Luật Hộ tịch 60/2014/QH13, Điều 16",
                },
                {
                    "text": "Ghi rõ nơi sinh theo Giấy chứng sinh.",
                    "field": "child_birth_place",
                    "clause": "123/2015/NĐ-CP, Điều 4",
                },
            ],
            "note": "Hồ sơ cần bổ sung hai nội dung.",
        }
    )
    hoa.look("desk-case-supplement")
    confirm(hoa)


def _answer(lan: Visit, number: str, *, file: Path) -> None:
    lan.go(f"/ho-so/{number}/")
    lan.sees_after_reloading("Ghi rõ nơi sinh theo Giấy chứng sinh.")
    lan.look("portal-case-supplement")
    lan.page.locator("input[type=file]").set_input_files(file)
    lan.fill_in({"child_birth_place": "Bệnh viện Phụ sản Hải Phòng, phường Lê Chân (mẫu)"})
    lan.press("Gửi tất cả")
    lan.sees("Nội dung bổ sung đã được gửi.")


def _sign(khanh: Visit, number: str) -> None:
    take(khanh, number)
    khanh.look("desk-case-sign")
    choose(khanh, "approve")
    confirm(khanh)


def _receive(lan: Visit, number: str, folder: Path) -> None:
    lan.go(f"/ho-so/{number}/")
    lan.reload_until(lambda: lan.page.locator("main .panel-good").count() > 0, what="the result")
    lan.look("portal-case-result")
    with lan.page.expect_download() as waiting:
        lan.press("Tải kết quả đã ký số", role="link")
    waiting.value.save_as(folder / "result.pdf")
    content = (folder / "result.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/ByteRange") == 2
    lan.page.locator("form button[name=stars][value='5']").click()
    lan.sees("Cảm ơn")
    lan.look("portal-case-rated")
    lan.follow("Mở trang xác minh")
    lan.sees("Giấy tờ thật")
    lan.look("portal-verify-genuine")


def _look_back(lan: Visit) -> None:
    lan.go("/kho-giay-to/")
    lan.look("portal-vault")
    lan.go("/toi/nhat-ky")
    lan.sees("Đỗ Thị Hoa")
    lan.look("portal-diary")
    lan.go("/toi/nhat-ky?xem=tin-nhan")
    lan.look("portal-messages")
