"""Nothing of the main job needs JavaScript: not handing in, not accepting."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import expect

from haidang.config.demo.run import Layout
from haidang.config.demo.visitors import JSON
from tests.journeys.officers import Codes, at_the_desk, do
from tests.journeys.people import begin, birth_on_paper, complete, hand_in, paper
from tests.journeys.visits import DESK, Visit

pytestmark = pytest.mark.journey


def test_a_birth_is_handed_in_and_accepted_without_javascript(
    visit: Callable[..., Visit], city: Layout, codes: Codes, tmp_path: Path
) -> None:
    lan = visit(java_script_enabled=False)
    lan.go("/")
    lan.page.locator("#q").fill("dang ky khai sinh cho con")
    lan.page.locator(".search-hero button").click()
    expect(lan.page.locator("main ul.links a").first).to_contain_text("Đăng ký khai sinh")
    begin(lan, "1.001193")
    answers = birth_on_paper(city)
    lan.complete_page(answers)
    _attach(lan, answers, file=paper(tmp_path))
    complete(lan, answers)
    number = hand_in(lan)
    hoa = at_the_desk(visit(width=DESK, java_script_enabled=False), "hoa", codes=codes)
    do(hoa, number, "accept")
    lan.page.reload()
    expect(lan.page.locator("main")).to_contain_text("tiếp nhận")


def _attach(lan: Visit, answers: Mapping[str, JSON], *, file: Path) -> None:
    while not lan.page.locator("input[type=file]").count():
        lan.fill_in(answers)
        lan.go_on()
    lan.page.locator("input[type=file]").set_input_files(file)
