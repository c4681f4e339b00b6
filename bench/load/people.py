"""Who takes part: signed-in officers, people with tokens, cases that can be tracked."""

import time
from collections.abc import Mapping
from typing import Final

import httpx
from lxml import html

from haidang.config.demo.run import Layout
from haidang.config.demo.samples import WARD
from haidang.config.demo.visitors import JSON, Company, one_time_code
from haidang.config.sample_credentials import SAMPLE_PASSWORD

OFFICERS: Final = ("hoa", "khanh", "mai")
"""Of the one ward whose births the crowd registers: reception, leader, clerk."""
_TOKENS: Final = 12
_CASES: Final = 20


def sign_officers_in(layout: Layout) -> tuple[Mapping[str, str], ...]:
    """Sign the officers in as they do, with both factors; return each one's cookies."""
    return tuple(_sign_in(layout, name) for name in OFFICERS)


def tokens_of_people(company: Company) -> tuple[tuple[str, str], ...]:
    """Return made-up people with a token each."""
    numbers = [f"0311900002{serial:02d}" for serial in range(10, 10 + _TOKENS)]
    return tuple(
        (number, company.person(number).client.headers["Authorization"].removeprefix("Bearer "))
        for number in numbers
    )


def cases_to_track(company: Company, answers: Mapping[str, JSON]) -> tuple[str, ...]:
    """Hand some cases in; return their numbers."""
    return tuple(_hand_in(company, answers) for _case in range(_CASES))


def _hand_in(company: Company, answers: Mapping[str, JSON]) -> str:
    lan = company.person("lan")
    draft = lan.post("/api/cases", {"procedure": "2.000635", "unit": WARD}, status=201)
    path = f"/api/cases/{draft.text('id')}"
    lan.put(f"{path}/answers", {"answers": dict(answers)})
    return lan.post(f"{path}/submit").text("number")


def _sign_in(layout: Layout, name: str) -> Mapping[str, str]:
    with httpx.Client(
        base_url=layout.url, follow_redirects=True, timeout=20, trust_env=False
    ) as browser:
        page = browser.get("/tai-khoan/login/?next=/ban-lam-viec/")
        page = _press(browser, page, {"login": name, "password": SAMPLE_PASSWORD})
        for _try in range(3):
            page = _press(browser, page, {"code": one_time_code()})
            if page.url.path == "/ban-lam-viec/":
                return {cookie.name: cookie.value or "" for cookie in browser.cookies.jar}
            time.sleep(5)
    raise SystemExit(f"{name} could not sign in; the page is {page.url.path}")


def _press(
    browser: httpx.Client, page: httpx.Response, typed: Mapping[str, str]
) -> httpx.Response:
    tree: html.HtmlElement = html.document_fromstring(page.text)
    form = tree.xpath("//main//form[@method='post']")[0]
    action = form.get("action") or str(page.url)
    return browser.post(action, data={**dict(form.form_values()), **typed})
