"""The small city of the cases, on the Monday on which a merger takes effect."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from haidang.domain.cases.testing import MONDAY, World, install_world, providers_in_memory
from haidang.kernel import clock


@pytest.fixture(scope="module")
def _city(shared_rows: None) -> World:
    with clock.stopped_at(MONDAY - timedelta(days=7)):
        return install_world()


@pytest.fixture
def world(_city: World, db: None, settings: Settings) -> Iterator[World]:
    """Give a test the people of the city a week before the merger."""
    for name, value in providers_in_memory({}).items():
        setattr(settings, name, value)
    with clock.stopped_at(MONDAY - timedelta(days=3)):
        yield _city
