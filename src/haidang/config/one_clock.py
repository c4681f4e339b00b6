"""One clock for all processes: the database's. A machine that is wrong writes no wrong instant.

The law reckons with instants (received, due, returned), and several machines write them. So each
process compares its machine's clock with the database's when it connects, every few seconds at
most, and corrects its own (``kernel.clock.correct``). An answer that took long says little and is
not used; a small difference is left alone, so that a right clock stays as it is.
"""

import logging
import time
from datetime import timedelta
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

from haidang.kernel import clock

EVERY_SECONDS: Final = 10.0
TOLERANCE: Final = timedelta(milliseconds=50)
LONGEST: Final = timedelta(seconds=2)
"""An answer that took longer cannot tell the instant."""

logger = logging.getLogger(__name__)
_next_at = 0.0


def keep_time(connection: BaseDatabaseWrapper, **_signal: Any) -> None:  # noqa: ANN401 - Django's signal
    """Compare the clocks on a fresh connection, if it is time to."""
    global _next_at  # noqa: PLW0603 - one process, one clock
    if time.monotonic() < _next_at or connection.vendor != "postgresql":
        return
    before = clock.machine_now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (told,) = cursor.fetchone() or (before,)
    took = clock.machine_now() - before
    if timedelta(0) <= took <= LONGEST:
        _next_at = time.monotonic() + EVERY_SECONDS
        _follow(told - (before + took / 2), doubt=took / 2)


def _follow(found: timedelta, *, doubt: timedelta) -> None:
    known = clock.correction()
    if abs(found - known) <= TOLERANCE + doubt:
        return
    corrected = found if abs(found) > TOLERANCE + doubt else timedelta(0)
    clock.correct(corrected)
    logger.warning(
        "This machine's clock differs from the database's by %.1f s; the database's is kept.",
        -found.total_seconds(),
    )
