"""What every test of the kiosk stands on: a world at nine on a Monday, nothing outside."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from haidang.domain.cases.testing import MONDAY, World, install_world, providers_in_memory
from haidang.kernel import clock


@pytest.fixture(scope="module")
def _city(shared_rows: None) -> World:
    with clock.stopped_at(MONDAY - timedelta(hours=1)):
        return install_world()


@pytest.fixture
def world(_city: World, db: None, settings: Settings) -> Iterator[World]:
    for name, value in providers_in_memory({}).items():
        setattr(settings, name, value)
    with clock.stopped_at(MONDAY):
        yield _city
