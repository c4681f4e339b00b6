"""When the identity provider is down, people are told so kindly, and nothing is lost."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import expect

from haidang.config.demo.run import Layout
from tests.journeys.people import LAN, begin
from tests.journeys.visits import Visit

pytestmark = pytest.mark.journey


def test_a_draft_outlives_a_failure_of_vneid(visit: Callable[..., Visit], city: Layout) -> None:
    lan = visit()
    begin(lan, "1.001193")
    lan.fill_in({"declarant_relation": "mother"})
    lan.press("Lưu và làm tiếp sau")
    draft = lan.page.locator("main ul.links a").first.get_attribute("href") or ""
    lan.page.context.clear_cookies()
    vneid = f"http://localhost:{city.twins['vneid']}"
    fault = {"kind": "down", "count": 1, "path": "/token"}
    httpx.post(f"{vneid}/twin/faults", json=fault, trust_env=False).raise_for_status()
    lan.go(draft)
    lan.page.locator("main form button").first.click()
    lan.page.get_by_role("button", name=LAN).click()
    lan.sees("VNeID")
    lan.look("portal-vneid-down")
    lan.go(draft)
    lan.sign_in_person(LAN)
    lan.go(draft)
    expect(lan.page.locator("[name=declarant_relation][value=mother]")).to_be_checked()
