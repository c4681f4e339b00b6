"""The waiting hall: a number at the kiosk, papers at the counter, a receipt within a minute."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from haidang.blocks.agencies.testing import WARD_CENTRE
from haidang.config.demo.run import Layout
from haidang.config.demo.visitors import JSON
from haidang.engines.scans import separator_text
from haidang.engines.scans.tests.scans import as_pdf, blank_page, sheet, text_page
from tests.journeys.officers import Codes, at_the_desk
from tests.journeys.people import birth_on_paper
from tests.journeys.visits import DESK, KIOSK, PATIENCE_MS, Visit

pytestmark = pytest.mark.journey

CARD = "031160000905|123456789|Phạm Thị Sáu|02031960|Nữ|Thuỷ Nguyên, Hải Phòng|01012022"
NAME = "Phạm Thị Sáu"
SECONDS = 60


@dataclass(slots=True)
class Watch:
    """Measures the work at the counter without the time that judging pages takes."""

    began: float = field(default_factory=time.perf_counter)
    judging: float = 0.0

    def look(self, window: Visit, name: str) -> None:
        """Judge a page beside the measured time."""
        before = time.perf_counter()
        window.look(name)
        self.judging += time.perf_counter() - before

    def seconds(self) -> float:
        """Return the seconds of work so far."""
        return time.perf_counter() - self.began - self.judging


def test_from_a_number_to_the_receipt(
    visit: Callable[..., Visit], city: Layout, codes: Codes, tmp_path: Path
) -> None:
    kiosk = visit(width=KIOSK)
    place = _open_kiosk(kiosk)
    _scan_card(kiosk, place)
    number = _prepare_birth(kiosk, place)
    hoa = at_the_desk(visit(width=DESK), "hoa", codes=codes)
    _call(hoa, number)
    watch = Watch()
    _begin_intake(hoa, watch)
    _scan_stack(hoa, tmp_path)
    _split_by_hand(hoa, tmp_path, watch)
    _answer(hoa, birth_on_paper(city), watch)
    case = _take_in(hoa)
    took = watch.seconds()
    hoa.look("counter-done")
    print(f"\ncounter: {took:.1f} s of machine time from the first page to the receipt")  # noqa: T201 - the figure that the issue asks for
    assert took < SECONDS
    _track(kiosk, place, case)
    _leave(kiosk, place)


def test_a_form_filled_in_at_the_kiosk_leaves_nothing_behind(
    visit: Callable[..., Visit],
) -> None:
    kiosk = visit(width=KIOSK)
    place = _open_kiosk(kiosk)
    kiosk.go(f"{place}thu-tuc/1.001193/")
    kiosk.page.locator("main a[href*='dang-nhap']").click()
    kiosk.sign_in_person("Nguyễn Thị Lan")
    kiosk.page.wait_for_url("**/thu-tuc/1.001193/nop")
    kiosk.look("kiosk-portal", tall=True)
    kiosk.page.locator("main form .actions button").click()
    kiosk.page.wait_for_url("**/to-khai/**")
    kiosk.page.locator("[name=declarant_phone]").fill("0900000009")
    kiosk.page.evaluate("() => { localStorage.a = 'x'; sessionStorage.b = 'y'; }")
    inner = kiosk.page.url

    kiosk.page.locator(".leave a").click()

    expect(kiosk.page.locator("h1")).to_contain_text("Đã xoá")
    assert _cookies(kiosk.page.context) == []
    assert kiosk.page.evaluate("() => localStorage.length + sessionStorage.length") == 0
    kiosk.page.go_back()
    kiosk.page.wait_for_load_state()
    assert "/dang-nhap" in kiosk.page.url
    assert "0900000009" not in kiosk.page.content()
    assert kiosk.page.locator("header .menu").count() == 0
    kiosk.go(inner)
    assert "/dang-nhap" in kiosk.page.url


def test_the_kiosk_needs_no_script(visit: Callable[..., Visit]) -> None:
    kiosk = visit(width=KIOSK, java_script_enabled=False)
    place = _open_kiosk(kiosk)

    kiosk.go(f"{place}lay-so/")
    kiosk.page.locator("input[name=priority]").check()
    kiosk.page.locator("button[value=ask]").click()

    expect(kiosk.page.locator(".kiosk-number")).to_contain_text("U0")


def _open_kiosk(kiosk: Visit) -> str:
    kiosk.go("/kiosk/")
    kiosk.page.locator(f"main a[href*='/{WARD_CENTRE}/']").click()
    expect(kiosk.page.locator("h1")).to_contain_text("muốn làm gì")
    return str(kiosk.page.evaluate("() => location.pathname"))


def _scan_card(kiosk: Visit, place: str) -> None:
    kiosk.look("kiosk-home", tall=True)
    small = kiosk.page.evaluate(
        "() => [...document.querySelectorAll('main a, main button')]"
        ".filter(e => e.getBoundingClientRect().height < 64).map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []
    kiosk.go(f"{place}the/")
    kiosk.look("kiosk-card", tall=True)
    kiosk.page.locator("#card").fill(CARD)
    _enter(kiosk)
    kiosk.sees(NAME)


def _prepare_birth(kiosk: Visit, place: str) -> str:
    kiosk.go(f"{place}thu-tuc/")
    kiosk.page.locator("#q").fill("khai sinh")
    _enter(kiosk)
    kiosk.look("kiosk-find", tall=True)
    kiosk.page.locator("main a[href$='/thu-tuc/1.001193/']").click()
    kiosk.look("kiosk-procedure", tall=True)
    kiosk.page.locator("main form button").click()
    number = kiosk.page.locator(".kiosk-number").inner_text()
    kiosk.look("kiosk-ticket", tall=True)
    kiosk.page.locator(".kiosk-done").click()
    expect(kiosk.page.locator("h1")).to_contain_text("Đã xoá")
    kiosk.look("kiosk-end", tall=True)
    return number


def _call(hoa: Visit, number: str) -> None:
    hoa.go("/ban-lam-viec/quay/")
    hoa.look("counter-queue")
    for _one in range(9):
        hoa.press("Gọi số tiếp theo")
        if hoa.page.locator(".counter-call").inner_text() == number:
            break
    board = hoa.page.get_by_role("link", name="Bảng gọi số phòng chờ").get_attribute("href")
    hoa.go(str(board))
    hoa.sees(number)
    hoa.look("kiosk-board", tall=True)
    hoa.go("/ban-lam-viec/quay/")


def _begin_intake(hoa: Visit, watch: Watch) -> None:
    hoa.page.locator(".counter-current a", has_text="Tiếp nhận").click()
    expect(hoa.page.locator("#f-full_name")).to_have_value(NAME)
    watch.look(hoa, "counter-start")
    hoa.press("Bắt đầu")
    expect(hoa.page.locator("h1")).to_contain_text("khai sinh")


def _scan_stack(hoa: Visit, folder: Path) -> None:
    named = folder / "xap.pdf"
    named.write_bytes(as_pdf(sheet(separator_text("birth_notice")), text_page(), text_page()))
    hoa.page.locator("#f-stack").set_input_files(named)
    hoa.press("Nhận tệp quét")
    hoa.sees("Đã thêm 1 tài liệu")


def _split_by_hand(hoa: Visit, folder: Path, watch: Watch) -> None:
    plain = folder / "xap-2.pdf"
    plain.write_bytes(as_pdf(text_page(), blank_page(), text_page()))
    hoa.page.locator("#f-stack").set_input_files(plain)
    hoa.press("Nhận tệp quét")
    expect(hoa.page.locator("h1")).to_contain_text("Tách xấp giấy")
    expect(hoa.page.locator(".counter-pages img")).to_have_count(3)
    hoa.page.locator("select[name='key.0']").select_option("birth_notice")
    hoa.page.locator("select[name='kept.0']").select_option("shown")
    watch.look(hoa, "counter-stack")
    hoa.press("Thêm tài liệu")
    hoa.sees("đã xuất trình bản chính")


def _answer(hoa: Visit, answers: Mapping[str, JSON], watch: Watch) -> None:
    """Answer on one page; what other answers bring up is answered after the check."""
    for _round in range(3):
        hoa.fill_in(answers)
        hoa.press("Lưu và kiểm tra")
        hoa.page.wait_for_load_state()
        if not hoa.page.locator("#errors").count():
            break
    hoa.sees("Hồ sơ không thiếu nội dung nào")
    watch.look(hoa, "counter-sheet")


def _take_in(hoa: Visit) -> str:
    hoa.press("Tiếp nhận và in giấy hẹn trả")
    receipt = hoa.page.locator("a", has_text="In giấy tiếp nhận")
    expect(receipt).to_be_visible(timeout=PATIENCE_MS)
    pdf = hoa.page.request.get(str(receipt.get_attribute("href")))
    assert pdf.body().startswith(b"%PDF")
    return hoa.page.locator(".counter-number").inner_text()


def _track(kiosk: Visit, place: str, case: str) -> None:
    kiosk.go(f"{place}tra-cuu/")
    kiosk.page.locator("#number").fill(case)
    _enter(kiosk)
    expect(kiosk.page.locator("main .figure-code")).to_have_text(case)
    kiosk.look("kiosk-track", tall=True)


def _leave(kiosk: Visit, place: str) -> None:
    kiosk.go(f"{place}ket-thuc/")
    assert _cookies(kiosk.page.context) == []
    kiosk.go(f"{place}the/")
    assert NAME not in kiosk.page.locator("main").inner_text()


def _enter(window: Visit) -> None:
    """Press Enter, as a scanner does at the end, and wait for the answer."""
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")


def _cookies(context: BrowserContext) -> list[str]:
    """Return the cookies of the platform that are left."""
    return [str(one.get("name")) for one in context.cookies() if one.get("value")]
