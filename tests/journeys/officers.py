"""What officers do at the desk: find their task, take it, act."""

from collections.abc import Callable
from typing import Any, Final

from playwright.sync_api import expect

from tests.journeys.visits import PATIENCE_MS, Visit

Codes = Callable[[str], str]
KEPT: Final = frozenset({"sessionid", "csrftoken"})
_signed_in: dict[tuple[str, str], list[Any]] = {}
"""The cookies of officers who signed in before, by city and name."""


def at_the_desk(window: Visit, name: str, *, codes: Codes) -> Visit:
    """Sign an officer in with both factors, in a window of their own.

    Who signed in before goes on in that session: another code would have to be waited for.
    """
    context, key = window.page.context, (window.city.url, name)
    context.add_cookies(_signed_in.get(key, []))
    window.go("/ban-lam-viec/")
    if "/ban-lam-viec/" not in window.page.url.partition("?")[0]:
        window.sign_in_officer(name, codes=codes)
        _signed_in[key] = [one for one in context.cookies() if one.get("name") in KEPT]
    return window


def take(window: Visit, number: str, *, hand_on: bool = True) -> None:
    """Find the task of a case in the work list, take it, open the case.

    The city's clock stands after 15:00: what reception holds back is handed on at once,
    unless that is what the officer came for.
    """
    _open(window, number)
    if hand_on and window.page.locator("#act a[href*='/forward/']").count():
        choose(window, "forward")
        confirm(window)
        _open(window, number)


def _open(window: Visit, number: str) -> None:
    row = window.page.locator("tr[data-row]", has_text=number)
    window.go("/ban-lam-viec/")
    window.reload_until(lambda: row.count() > 0, what=f"the task of {number}")
    take_button = row.locator("button[name=only]")
    if take_button.count():
        with window.page.expect_navigation():
            take_button.click()
    with window.page.expect_navigation():
        row.locator("a").first.click()
    expect(window.page.locator("h1")).to_be_visible()


def choose(window: Visit, action: str) -> None:
    """Open the form of an action beside the case."""
    window.page.locator(f"#act a[href*='/{action}/']").click()
    expect(window.page.locator("#act .act-end button")).to_be_visible()


def confirm(window: Visit) -> None:
    """Take the chosen action."""
    with window.page.expect_navigation():
        window.page.locator("#act .act-end button").click()
    expect(window.page.locator("main .flash")).to_be_visible(timeout=PATIENCE_MS)


def do(window: Visit, number: str, action: str) -> None:
    """Take a task, choose an action, confirm it."""
    take(window, number, hand_on=action != "forward")
    choose(window, action)
    confirm(window)
