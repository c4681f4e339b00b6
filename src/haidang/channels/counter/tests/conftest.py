"""What every test of the counter stands on: a world at nine on a Monday, nothing outside."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
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
    settings.SCANNING_PROVIDERS = {
        **settings.SCANNING_PROVIDERS,
        "text": "haidang.blocks.scanning.testing.NoReader",
    }
    with clock.stopped_at(MONDAY):
        yield _city


@pytest.fixture(autouse=True)
def _no_sign_in_was_counted() -> None:
    """Forget the sign-ins of other tests, which the limit would count."""
    cache.clear()
