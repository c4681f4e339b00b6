"""What every test of the desk stands on: a world at nine on a Monday, providers in memory."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from pytest_django import Settings

from haidang.domain.cases.testing import (
    World,
    install_world,
    providers_in_memory,
)
from haidang.kernel import clock
from haidang.kernel.events import JSON

NOTICE: dict[str, JSON] = {
    "found": True,
    "record": {
        "number": "CS-MAU-2026-0001",
        "issued_on": "2026-11-01",
        "child_name": "Trần Nguyễn Hải An",
        "child_sex": "female",
        "born_on": "2026-10-31",
        "birth_place": "Bệnh viện Phụ sản (dữ liệu mẫu)",
        "mother_name": "Nguyễn Thị Lan",
    },
}


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    for name, value in providers_in_memory(NOTICE).items():
        setattr(settings, name, value)
    with clock.stopped_at(datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)):
        yield install_world()


@pytest.fixture(autouse=True)
def _no_sign_in_was_counted() -> None:
    """Forget the sign-ins of other tests, which the limit would count."""
    cache.clear()
