"""Find the right procedure: by filters, while typing, by a few questions."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import LAN
from tests.journeys.visits import DESK, Visit

pytestmark = pytest.mark.journey


def test_a_search_is_narrowed_and_a_slip_is_put_right(visit: Callable[..., Visit]) -> None:
    anybody = visit(java_script_enabled=False)
    anybody.go("/tim-kiem?q=dang+ki+tam+chu")
    expect(anybody.page.locator("main ul.links a").first).to_contain_text("Đăng ký tạm trú")
    anybody.sees("đăng ký tạm trú")
    anybody.page.locator("main .filters summary").click()
    anybody.page.locator("select[name=su-kien]").select_option("residence")
    anybody.page.locator("select[name=cap]").select_option("commune")
    anybody.press("Lọc")
    expect(anybody.page.locator("main ul.links a").first).to_contain_text("Đăng ký tạm trú")
    expect(anybody.page.locator("main .chip[aria-current]")).to_have_count(2)


def test_filters_look_right(visit: Callable[..., Visit]) -> None:
    anybody = visit()
    anybody.go("/tim-kiem?q=khai+sinh&su-kien=birth&cap=commune")
    anybody.look("portal-search-narrowed")
    anybody.go("/tim-kiem?su-kien=house")
    anybody.look("portal-search-event")


def test_procedures_are_offered_while_typing(visit: Callable[..., Visit]) -> None:
    anybody = visit(width=DESK)
    anybody.go("/tim-kiem")
    field = anybody.page.locator("#q")
    field.press_sequentially("khai si", delay=30)
    options = anybody.page.get_by_role("option")
    expect(options.first).to_be_visible()
    anybody.look("portal-search-offers")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    anybody.page.wait_for_url("**/thu-tuc/**")
    expect(anybody.page.locator("h1")).to_contain_text("khai sinh")


def test_a_few_questions_lead_to_the_form(visit: Callable[..., Visit]) -> None:
    lan = visit(java_script_enabled=False)
    lan.go("/")
    lan.page.locator("a[href='/can-gi/']").first.click()
    lan.page.locator("a[href='/can-gi/sinh-con/']").click()
    lan.go_on()
    lan.sees("Hãy chọn một câu trả lời.")
    for value in ("no_one", "birth", "ordinary", "notice_paper"):
        lan.page.locator(f"input[value={value}]").check()
        lan.go_on()
    expect(lan.page.locator("h1")).to_have_text("Đăng ký khai sinh")
    lan.sees("Giấy chứng sinh")
    lan.page.locator("main .summary a").last.click()
    lan.page.locator("input[value=witness]").check()
    lan.go_on()
    lan.sees("người làm chứng")
    lan.follow("Nộp hồ sơ")
    lan.sign_in_person(LAN)
    lan.page.locator("main form .actions button").click()
    lan.page.wait_for_url("**/to-khai/**")
    lan.go(lan.page.url.replace("/declarant", "/birth"))
    expect(lan.page.locator("input[name=birth_proof][value=witness]")).to_be_checked()


def test_questions_look_right(visit: Callable[..., Visit]) -> None:
    anybody = visit()
    anybody.go("/can-gi/")
    anybody.look("portal-guides")
    anybody.go("/can-gi/nha-dat/?hoi=want")
    anybody.look("portal-guide-question")
    anybody.go("/can-gi/nha-dat/?want=transfer&kind=gift&kin=close_kin")
    anybody.look("portal-guide-end")
