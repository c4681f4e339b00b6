"""The waiting room as people meet it: a full house, places in order, a seat that becomes free."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from haidang.config.demo.run import Layout
from haidang.kernel.clock import now
from haidang.kernel.ids import new_id
from tests.journeys.second_web import Connection, database_of, second_web
from tests.journeys.visits import DESK, PATIENCE_MS, Visit

pytestmark = pytest.mark.journey
PROCEDURE: Final = "/thu-tuc/1.001193/"
_SIT: Final = """
INSERT INTO waiting_visitorrow (key, drew, drawn_at, seen_at, admitted_at)
VALUES (%s, false, %s, %s, %s)
"""


class House:
    """A web server with one seat, beside the city's own, on the same database."""

    def __init__(self, url: str, database: Connection) -> None:
        self.url = url
        self.database = database

    def fill(self, city: Layout) -> None:
        """Let somebody sit down who stays."""
        at = now() + timedelta(seconds=city.clock_shift_seconds)
        stays = at + timedelta(minutes=30)
        self.database.execute("DELETE FROM waiting_visitorrow")
        self.database.execute(_SIT, [new_id(), at - timedelta(minutes=1), stays, at])

    def free_the_seat(self) -> None:
        """Let whoever sits leave."""
        self.database.execute("DELETE FROM waiting_visitorrow WHERE NOT drew")


@pytest.fixture
def house(city: Layout) -> Iterator[House]:
    """Start the web server with one seat."""
    with (
        second_web(city, "web-full", {"HAIDANG_ROOM_SEATS": "1"}) as url,
        database_of(city) as database,
    ):
        yield House(url, database)


def test_people_wait_in_order_and_the_page_opens_by_itself(
    visit: Callable[..., Visit], city: Layout, house: House
) -> None:
    house.fill(city)
    lan, minh = visit(), visit(width=DESK, java_script_enabled=False)
    lan.go(house.url + PROCEDURE)
    minh.go(house.url + PROCEDURE)

    expect(place(lan)).to_have_text("1")
    expect(place(minh)).to_have_text("2")
    assert minh.page.locator("meta[http-equiv=refresh]").count() == 1
    lan.look("portal-waiting-room")

    minh.page.reload()
    another = minh.page.context.new_page()
    another.goto(house.url + "/tim-kiem")
    expect(another.locator("[data-word=place]")).to_have_text("2")
    minh.go(house.url + "/tra-cuu")
    expect(minh.page.locator("#number")).to_be_visible()

    lan.page.locator("header a[hreflang=en]").click()
    expect(lan.page.locator("html")).to_have_attribute("lang", "en")
    expect(place(lan)).to_have_text("1")
    lan.look("portal-waiting-room-english", english=True)

    house.free_the_seat()
    beginning = lan.page.locator("main a[href$='/nop']").first
    expect(beginning).to_be_visible(timeout=PATIENCE_MS)
    minh.go(house.url + PROCEDURE)
    expect(place(minh)).to_have_text("1")


def place(window: Visit) -> Locator:
    """Return where a window shows its place."""
    return window.page.locator("[data-word=place]")
