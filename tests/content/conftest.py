"""The demonstration's own town, made once per module; only the registers are outside."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import pytest
from pytest_django import Settings

from haidang.blocks.identity.testing import make_binh, make_lan
from haidang.config.seeding import seed
from haidang.domain.cases.testing import MONDAY, providers_in_memory
from haidang.engines import packages
from haidang.kernel import clock
from tests.content.town import CITY, CONTENT, Town, officer_of
from twins.registers.app import make_registers
from twins.sandbox import SANDBOX_SECRET, RunningTwin

HTTP: Final = {"http": "haidang.adapters.exchange_http.Provider"}


@pytest.fixture(scope="module")
def _town(shared_rows: None) -> Town:
    with clock.stopped_at(MONDAY - timedelta(hours=1)):
        for _line in seed(sample=True):
            pass
        loaded = packages.load_city(CONTENT / "cities" / CITY)
        assert loaded.city is not None
        rows = loaded.city.sample["officers"]
        assert isinstance(rows, list)
        officers = tuple(officer_of(row) for row in rows if isinstance(row, dict))
        return Town(lan=make_lan(), binh=make_binh(), officers=officers)


@pytest.fixture(scope="module")
def registers() -> Iterator[str]:
    """Run the register twin with the sample rows of the city."""
    with RunningTwin(make_registers()) as twin:
        yield twin.url


@pytest.fixture
def town(_town: Town, db: None, registers: str, settings: Settings) -> Iterator[Town]:
    """Give a test the town on a Monday morning; only the registers are outside."""
    for name, value in providers_in_memory({"found": False}).items():
        setattr(settings, name, value)
    settings.EXCHANGE_PROVIDERS = HTTP
    settings.HAIDANG_REGISTERS_URL = registers
    settings.HAIDANG_REGISTERS_SECRET = SANDBOX_SECRET
    with clock.stopped_at(MONDAY):
        yield _town
