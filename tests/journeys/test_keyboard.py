"""By keyboard alone: from the search to the number of the case, with the focus in sight."""

from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.journeys.people import LAN
from tests.journeys.visits import DESK, Visit

pytestmark = pytest.mark.journey
MOST_TABS: Final = 120
_SEEN: Final = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return "nothing";
  const style = getComputedStyle(e), label = e.closest("label, .search, .drop");
  const around = label ? getComputedStyle(label) : style;
  const lined = s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0;
  const marked = s => lined(s) || s.boxShadow !== "none";
  const box = (label || e).getBoundingClientRect();
  const words = e.outerHTML.slice(0, 120);
  if (!marked(style) && !marked(around)) return "no ring: " + words;
  return box.bottom <= 0 || box.top >= innerHeight ? "out of sight: " + words : "";
}"""
_ANSWERS: Final = {
    "requester_relation": "self",
    "extract_kind": "birth",
    "subject_name": "Nguyễn Thị Lan",
    "subject_personal_id": "031194000001",
    "subject_born_on.day": "12",
    "subject_born_on.month": "05",
    "subject_born_on.year": "1994",
    "copies": "0",
    "receive_by": "vault",
    "truth": "true",
}


def test_an_extract_is_handed_in_by_keyboard_alone(visit: Callable[..., Visit]) -> None:
    lan = visit(width=DESK)
    lan.go("/")
    _skip_to_the_content(lan)
    _tab_to(lan, "#q")
    lan.page.keyboard.type("ban sao trich luc khai sinh")
    lan.page.keyboard.press("Enter")
    lan.page.wait_for_url("**/tim-kiem?**")
    _go(lan, "main a[href*='2.000635']", until="**/thu-tuc/2.000635/")
    _go(lan, "main a[href$='/nop']", until="**/dang-nhap?**")
    _go(lan, "main form button", until="**/authorize**")
    _go(lan, f"button:has-text('{LAN}')", until="**/nop", ring=False)
    _go(lan, "main form .actions button", until="**/to-khai/**")
    while "/to-khai/" in lan.page.url:
        _answer_page(lan)
    _go(lan, "main form button.button-wide", until="**/ho-so/H24*/")
    expect(lan.page.locator("main .figure-code")).to_be_visible()


def _skip_to_the_content(lan: Visit) -> None:
    lan.page.keyboard.press("Tab")
    expect(lan.page.locator("a.skip")).to_be_focused()
    assert lan.page.evaluate(_SEEN) == ""
    lan.page.keyboard.press("Enter")
    expect(lan.page.locator("main")).to_be_focused()


def _answer_page(lan: Visit) -> None:
    """Tab through a page of the form, answer what is still open, and go on."""
    for _stop in range(MOST_TABS):
        lan.page.keyboard.press("Tab")
        assert lan.page.evaluate(_SEEN) in {"", "nothing"}
        name, kind, value, chosen = lan.page.evaluate(
            "() => { const e = document.activeElement; return [e.name || '', e.type || '', "
            "e.value || '', e.checked || false] }"
        )
        if (name, value) == ("_go", "next"):
            break
        if kind == "radio" and name in _ANSWERS:
            _choose(lan, _ANSWERS[name])
        elif kind == "checkbox" and name in _ANSWERS and not chosen:
            lan.page.keyboard.press("Space")
        elif name in _ANSWERS and not value:
            lan.page.keyboard.type(_ANSWERS[name])
    with lan.page.expect_navigation():
        lan.page.keyboard.press("Enter")


def _choose(lan: Visit, wanted: str) -> None:
    """Choose by arrow keys among the answers of a question."""
    lan.page.keyboard.press("Space")
    for _answer in range(12):
        if lan.page.evaluate("() => document.activeElement.value") == wanted:
            return
        lan.page.keyboard.press("ArrowDown")
    raise AssertionError(f"there is no answer {wanted}")


def _go(lan: Visit, target: str, *, until: str, ring: bool = True) -> None:
    _tab_to(lan, target, ring=ring)
    lan.page.keyboard.press("Enter")
    lan.page.wait_for_url(until)


def _tab_to(lan: Visit, target: str, *, ring: bool = True) -> None:
    wanted = lan.page.locator(target).first
    expect(wanted).to_be_visible()
    for _stop in range(MOST_TABS):
        lan.page.keyboard.press("Tab")
        seen = lan.page.evaluate(_SEEN)
        assert not ring or seen in {"", "nothing"}, seen
        if wanted.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not come to {target}")
