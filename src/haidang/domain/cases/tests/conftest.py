"""The small city of every test, made once per module."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from haidang.domain.cases.testing import MONDAY, World, install_world, providers_in_memory
from haidang.kernel import clock
from haidang.kernel.events import JSON

NOTICE: dict[str, JSON] = {
    "found": True,
    "record": {"number": "CS-MAU-2026-0001", "child_name": "Trần Nguyễn Hải An"},
}


@pytest.fixture(scope="module")
def _city(shared_rows: None) -> World:
    with clock.stopped_at(MONDAY - timedelta(hours=1)):
        return install_world()


@pytest.fixture
def providers(settings: Settings) -> None:
    """Let nothing outside be called; the register finds what it is asked for."""
    for name, value in providers_in_memory(NOTICE).items():
        setattr(settings, name, value)


@pytest.fixture
def world(_city: World, db: None, providers: None) -> Iterator[World]:
    """Give a test the people of the city on a Monday morning at nine."""
    with clock.stopped_at(MONDAY):
        yield _city
