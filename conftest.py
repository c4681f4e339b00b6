"""Tests are stricter than production: the clock stands still, networks are closed."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from haidang.kernel import clock

A_TUESDAY = datetime(2026, 9, 15, 9, 0, tzinfo=clock.VIETNAM)


@pytest.fixture(autouse=True)
def _the_clock_stands_still(request: pytest.FixtureRequest) -> Iterator[None]:
    """Stop the clock at a known Tuesday, unless a test needs it to run."""
    if request.node.get_closest_marker("running_clock"):
        yield
        return
    with clock.stopped_at(A_TUESDAY):
        yield
