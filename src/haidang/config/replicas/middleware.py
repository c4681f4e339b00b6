"""Give a request a replica when its page and its person permit; remember who wrote."""

from collections.abc import Callable
from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.http import HttpRequest, HttpResponse

from haidang.config.replicas import router
from haidang.config.replicas.pace import Connect, Connection, Pace, Watch
from haidang.config.replicas.routes import ROUTES

Answer = Callable[[HttpRequest], HttpResponse]
COOKIE: Final = "haidang_seen"
HEADER: Final = "Haidang-Seen"
TOLD: Final = "Server-Timing"
_SAFE: Final = frozenset({"GET", "HEAD"})
_WRITTEN: Final = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint"
_KEPT_LONGER: Final = 10
_EVERYTHING: Final = 2**63
_DIGITS: Final = 19


class read_from_replicas:  # noqa: N801 - used as a function in MIDDLEWARE, needs the hooks of a view
    """Choose the database of each request, and keep everybody's own writes in their reads."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        aliases = [alias for alias in settings.DATABASES if alias != DEFAULT_DB_ALIAS]
        self.watch = Watch(
            pace=Pace(bound_seconds=settings.HAIDANG_REPLICA_LAG_SECONDS),
            primary=_connect_to(DEFAULT_DB_ALIAS),
            replicas={alias: _connect_to(alias) for alias in aliases},
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reading, token = router.begin()
        request.haidang_reading = reading  # type: ignore[attr-defined]  # read by the hooks below
        try:
            response = self.get_response(request)
        finally:
            router.end(token)
        if request.method not in _SAFE or reading.wrote:
            _remember(response)
        elif reading.alias is not None:
            response[TOLD] = f'db;desc="{reading.alias}"'
        return response

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponse],
        _positional: tuple[Any, ...],
        _named: dict[str, Any],
    ) -> None:
        """Choose a replica for a page that may be read from one."""
        match = request.resolver_match
        if request.method in _SAFE and match is not None and match.route in ROUTES:
            _reading_of(request).alias = self.watch.choose(seen=seen_by(request))

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer from the primary, once, where a replica failed in the middle of a page."""
        reading, match = _reading_of(request), request.resolver_match
        if reading.alias is None or match is None or not isinstance(fault, OperationalError):
            return None
        self.watch.give_up(reading.alias)
        reading.alias = None
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return answer


def seen_by(request: HttpRequest) -> int:
    """Return the position that a request must see; of an unclear one, everything.

    A browser brings the cookie by itself. Who calls with a token carries the header; a
    caller that does not know it is always answered by the primary.
    """
    told = request.headers.get(HEADER) or request.COOKIES.get(COOKIE)
    if told is None:
        return _EVERYTHING if "Authorization" in request.headers else 0
    is_position = told.isascii() and told.isdecimal() and len(told) <= _DIGITS
    return int(told) if is_position else _EVERYTHING


def _remember(response: HttpResponse) -> None:
    """Give the position after a write along with its answer."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_WRITTEN)
        (position,) = cursor.fetchone()
    response[HEADER] = str(position)
    response.set_cookie(
        COOKIE,
        str(position),
        max_age=settings.HAIDANG_REPLICA_LAG_SECONDS + _KEPT_LONGER,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _reading_of(request: HttpRequest) -> router.Reading:
    reading: router.Reading = request.haidang_reading  # type: ignore[attr-defined]  # set above
    return reading


def _connect_to(alias: str) -> Connect:
    def connect() -> Connection:
        parameters = connections[alias].get_connection_params()
        for name in ("cursor_factory", "context"):
            parameters.pop(name, None)
        return psycopg.connect(**{**parameters, "connect_timeout": 2}, autocommit=True)

    return connect
