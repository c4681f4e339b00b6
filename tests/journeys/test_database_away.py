"""The database goes while people use the city: they are told so, and it comes back to them."""

from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from haidang.config.demo.run import Layout
from haidang.config.postgres import find_cluster
from tests.journeys.second_web import Connection, database_of, second_web
from tests.journeys.visits import Visit

pytestmark = pytest.mark.journey
PROCEDURE: Final = "/thu-tuc/1.001193/"
_ROLE: Final = "away"


class Fragile:
    """A web server beside the city's own, whose own role may be shut out of the database."""

    def __init__(self, url: str, database: Connection) -> None:
        self.url = url
        self.database = database

    def lose_the_database(self) -> None:
        """Shut the role out and end its connections: the server's alone."""
        self.database.execute(f"ALTER ROLE {_ROLE} NOLOGIN")
        self.database.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = %s",
            [_ROLE],
        )

    def find_it_again(self) -> None:
        """Let the role in."""
        self.database.execute(f"ALTER ROLE {_ROLE} LOGIN")


@pytest.fixture
def fragile(city: Layout) -> Iterator[Fragile]:
    """Start a web server under a role of its own."""
    host = str(find_cluster(city.data).data)
    address = f"postgresql://{_ROLE}@/haidang?{urlencode({'host': host})}"
    with database_of(city) as database:
        database.execute(f"DROP ROLE IF EXISTS {_ROLE}")
        database.execute(f"CREATE ROLE {_ROLE} SUPERUSER LOGIN")
        with second_web(city, "web-fragile", {"DATABASE_URL": address}) as url:
            yield Fragile(url, database)
        database.execute(f"DROP ROLE {_ROLE}")


def test_people_are_told_that_the_city_comes_back_and_it_does(
    visit: Callable[..., Visit], fragile: Fragile
) -> None:
    lan = visit()
    lan.go(fragile.url + PROCEDURE)
    title = lan.page.locator("h1").inner_text()

    fragile.lose_the_database()
    answer = lan.page.goto(fragile.url + PROCEDURE)
    assert answer is not None
    told = (
        answer.status,
        answer.header_value("retry-after"),
        answer.header_value("cache-control"),
    )
    lan.look("portal-database-away")
    again = lan.named("Tải lại trang", role="link")
    href = again.get_attribute("href")

    fragile.find_it_again()
    lan.reload_until(lambda: again.count() == 0, what="the city again")

    assert told == (503, "5", "no-store")
    assert href == PROCEDURE
    assert lan.page.locator("h1").inner_text() == title
    expect(lan.page.locator("main a[href$='/nop']").first).to_be_visible()
