"""The city with its administrator, on a Monday."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity import public as identity
from haidang.blocks.identity.testing import PASSWORD, TOTP_SECRET, totp_code
from haidang.domain.cases.testing import (
    ACTOR,
    MONDAY,
    World,
    install_world,
    providers_in_memory,
)
from haidang.domain.catalog import public as catalog
from haidang.kernel import clock


@pytest.fixture(scope="module")
def _city(shared_rows: None) -> World:
    with clock.stopped_at(MONDAY - timedelta(hours=1)):
        world = install_world()
        _make_administrator()
        return world


@pytest.fixture
def world(_city: World, db: None, settings: Settings) -> Iterator[World]:
    """Give a test the people of the city on a Monday morning at nine."""
    for name, value in providers_in_memory({}).items():
        setattr(settings, name, value)
    cache.clear()
    with clock.stopped_at(MONDAY):
        yield _city
    catalog.forget_cities()


@pytest.fixture
def van(world: World) -> Client:
    """Return the browser of the city's administrator, signed in with both factors."""
    return sign_in("van")


def sign_in(name: str) -> Client:
    """Return the browser of an officer, signed in with both factors."""
    client = Client()
    first = client.post("/tai-khoan/login/", {"login": name, "password": PASSWORD})
    client.post(first["Location"], {"code": totp_code()})
    return client


def _make_administrator() -> None:
    since = datetime(2025, 7, 1, tzinfo=UTC)
    post = agencies.AssignmentInput(agency="H24", post="administrator", from_at=since)
    officer = agencies.OfficerInput(code="van", name="Trịnh Hải Vân", assignments=(post,))
    city = agencies.get_city("haiphong")
    agencies.install_city(
        agencies.CityInput(
            code=city.code,
            name=city.name,
            province_code=city.province_code,
            agency_code=city.agency_code,
            brand=city.brand,
            officers=(officer,),
        ),
        actor=ACTOR,
    )
    found = agencies.find_officer_by_code("van")
    assert found is not None
    identity.open_officer_account(
        username="van",
        password=PASSWORD,
        officer_id=found.id,
        totp_secret=TOTP_SECRET,
        actor=ACTOR,
    )
