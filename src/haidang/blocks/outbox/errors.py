"""What may go wrong with the database that everything is written to."""

from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

from haidang.kernel.errors import HaidangError


class DatabaseAway(HaidangError):
    """The database was not reached; the same may be said again in a moment."""

    code = "haidang.database_away"


RETRY_AFTER_SECONDS = 5
"""So long a caller waits before it says the same again: a database is back sooner, mostly."""


def is_database_away(error: BaseException | None) -> bool:
    """Tell whether a fault came because the database was gone, stopped or out of means."""
    return any(isinstance(one, OperationalError | InterfaceError) for one in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Go through a fault and what it was raised from; the queue wraps what the database said."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
