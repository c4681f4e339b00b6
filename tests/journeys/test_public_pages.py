"""What anybody sees without signing in, in both languages and in the dark."""

from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import expect

from haidang.config.demo.office import Story
from haidang.config.demo.run import Layout
from haidang.config.demo.samples import EXTRACT_ANSWERS
from haidang.config.demo.visitors import Company
from tests.journeys.people import begin
from tests.journeys.visits import Visit

pytestmark = pytest.mark.journey

PAGES: Final = {
    "portal-home": "/",
    "portal-procedures": "/tim-kiem",
    "portal-search-nothing": "/tim-kiem?q=xyzxyzxyz",
    "portal-procedure-business": "/thu-tuc/1.001612/",
    "portal-sign-in": "/dang-nhap",
    "portal-track": "/tra-cuu",
    "portal-track-unknown": "/tra-cuu?number=H24.99-260101-000001",
    "portal-verify": "/xac-minh",
    "portal-verify-unknown": "/xac-minh/ABCDEFGH",
    "portal-accessibility": "/kha-nang-tiep-can",
    "portal-privacy": "/du-lieu-ca-nhan",
    "portal-not-found": "/khong-co-trang-nay",
    "desk-sign-in": "/tai-khoan/login/",
}
ENGLISH: Final = {
    "portal-home-english": ("/", "What do you need today?"),
    "portal-procedure-english": ("/thu-tuc/1.001193/", "Birth registration"),
    "portal-search-english": ("/tim-kiem?q=birth", "Search results"),
    "portal-track-english": ("/tra-cuu", "Where is my case?"),
    "portal-verify-english": ("/xac-minh", "Is this document genuine?"),
    "portal-sign-in-english": ("/dang-nhap", "Sign in"),
}
DARK: Final = {
    "portal-home-dark": "/",
    "portal-procedure-dark": "/thu-tuc/1.001193/",
    "portal-verify-dark": "/xac-minh",
}


def test_public_pages_are_clean(visit: Callable[..., Visit]) -> None:
    anybody = visit()
    for name, path in PAGES.items():
        anybody.go(path)
        anybody.look(name)


def test_pages_speak_english_when_asked_to(visit: Callable[..., Visit]) -> None:
    anybody = visit()
    anybody.go("/")
    anybody.page.locator("header a[hreflang=en]").click()
    for name, (path, words) in ENGLISH.items():
        anybody.go(path)
        expect(anybody.page.locator("html")).to_have_attribute("lang", "en")
        anybody.sees(words)
        anybody.look(name, english=True)
    begin(anybody, "2.000635")
    expect(anybody.page.locator("h1")).to_be_visible()
    anybody.look("portal-form-english", english=True)


def test_pages_are_legible_in_the_dark(visit: Callable[..., Visit]) -> None:
    anybody = visit()
    anybody.go("/")
    anybody.page.locator("header a[href*='/dark']").click()
    for name, path in DARK.items():
        anybody.go(path)
        expect(anybody.page.locator("html")).to_have_attribute("data-theme", "dark")
        anybody.look(name)
    begin(anybody, "2.000635")
    anybody.look("portal-form-dark")


def test_anybody_can_track_and_verify(
    visit: Callable[..., Visit], city: Layout, company: Company
) -> None:
    story = Story(company, city.data, "public")
    story.start("2.000635")
    story.fill_in(EXTRACT_ANSWERS)
    story.submit()
    story.wait_for_status("10")
    anybody = visit()
    anybody.go("/")
    anybody.page.locator("#number").fill(story.number)
    anybody.page.keyboard.press("Enter")
    anybody.sees("Đã trả kết quả")
    assert "Lan" not in anybody.page.inner_text("main")
    anybody.look("portal-track-found")
    papers = story.lan.get("/api/vault").rows()
    code = next(
        row.text("verification_code") for row in papers if row.text("case_number") == story.number
    )
    anybody.go("/xac-minh")
    anybody.page.locator("#code").fill(code.lower())
    anybody.page.keyboard.press("Enter")
    anybody.sees("Giấy tờ thật")
    assert "Lan" not in anybody.page.inner_text("main")
    anybody.look("portal-verify-found")
