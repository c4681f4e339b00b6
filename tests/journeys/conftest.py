"""Browser stories: a whole city on free ports, Chromium, and people who use both."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from haidang.config import messages_compiled
from haidang.config.demo.run import Layout, running_city
from haidang.config.demo.visitors import Company
from tests.journeys.visits import PHONE, Gallery, Visit, pass_keys

CHROMIUM = "/usr/bin/chromium"
NO_BROWSER = (
    "The browser stories need Chromium, and none was found. Install it once: as root on Debian, "
    "`apt-get install -y chromium`."
)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-proxy-server", "--lang=vi",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that takes the pictures of the manual."""
    parser.addoption(
        "--screenshots",
        action="store_true",
        help="write a picture of every page of the journeys to docs/images",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let real time pass in a journey: servers, browsers and one-time codes need it."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.running_clock)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the browser's program; install it where that is possible."""
    found = _find_chromium()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _install_chromium()
        found = _find_chromium()
    if found is None:
        pytest.skip(NO_BROWSER)
    return found


@pytest.fixture(scope="session")
def city() -> Iterator[Layout]:
    """Bring a whole city up once: database, web server, worker, twins."""
    messages_compiled.main()
    with running_city() as layout:
        yield layout


@pytest.fixture(scope="session")
def company(city: Layout) -> Iterator[Company]:
    """Return everybody who takes part over REST, for what a story does not look at."""
    twins = {name: f"http://localhost:{port}" for name, port in city.twins.items()}
    company = Company(city.url, twins)
    yield company
    company.close()


@pytest.fixture(scope="session")
def gallery(request: pytest.FixtureRequest) -> Iterator[Gallery]:
    """Return where pictures go, if any are taken; at the end a page shows them all."""
    folder = Path(str(request.config.rootpath)) / "docs" / "images"
    gallery = Gallery(folder if request.config.getoption("--screenshots") else None)
    yield gallery
    gallery.index()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Start the browser for one module: Playwright's loop must not outlive it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, city: Layout, gallery: Gallery) -> Iterator[Callable[..., Visit]]:
    """Return how somebody opens a window: ``visit(width=390)``; it closes after the test."""
    with ExitStack() as windows:

        def open_window(*, width: int = PHONE, java_script_enabled: bool = True) -> Visit:
            context = browser.new_context(
                base_url=city.url,
                locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh",
                viewport={"width": width, "height": 844 if width == PHONE else 900},
                accept_downloads=True,
                java_script_enabled=java_script_enabled,
            )
            windows.callback(context.close)
            return Visit(context.new_page(), city=city, gallery=gallery, width=width)

        yield open_window


@pytest.fixture(scope="session")
def codes() -> Callable[[str], str]:
    """Return who makes one-time codes: each officer uses each code once."""
    return pass_keys()


def _find_chromium() -> str | None:
    return next(
        (
            found
            for name in (CHROMIUM, "chromium", "chromium-browser")
            if (found := shutil.which(name))
        ),
        None,
    )


def _install_chromium() -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}  # noqa: TID251 - for a child
    for words in (
        ["update", "-q"],
        ["install", "-y", "-q", "--no-install-recommends", "chromium"],
    ):
        subprocess.run(["apt-get", *words], env=quiet, check=False, capture_output=True)  # noqa: S603, S607 - Debian's own program
