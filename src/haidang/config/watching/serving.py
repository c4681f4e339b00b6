"""The figures at an address of their own: a port that is not the public one, and a token."""

import hmac
import logging
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from django.db import close_old_connections
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.registry import Collector

from haidang.config.watching.figures import Figures, Options
from haidang.config.watching.metrics import collect_from

logger = logging.getLogger(__name__)
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class TokenMissing(SystemExit):
    """Figures for other machines need a token."""


class Exposition:
    """Everything that is counted, as text."""

    def __init__(self, folder: Path, options: Options) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Counted(folder))
        self._registry.register(_Described(Figures(options)))

    def text(self) -> bytes:
        """Return the figures in Prometheus' text form."""
        return generate_latest(self._registry)


class _Counted(Collector):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - the library's signature
        return collect_from(self._folder)

    def describe(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - the library's signature
        return ()


class _Described(_Counted):
    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - the library's signature
        return self._figures.collect()


def serve(exposition: Exposition, *, host: str, port: int, token: str) -> ThreadingHTTPServer:
    """Return a server that answers /metrics; the caller lets it run."""
    if host not in LOOPBACK and not token:
        raise TokenMissing("Set HAIDANG_METRICS_TOKEN to show figures to other machines.")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/metrics":
                self._answer(404, b"")
            elif token and not self._knows(token):
                self._answer(401, b"")
            else:
                close_old_connections()
                self._answer(200, exposition.text())
                close_old_connections()

        def _knows(self, secret: str) -> bool:
            given = self.headers.get("Authorization", "").encode()
            return hmac.compare_digest(given, f"Bearer {secret}".encode())

        def _answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", CONTENT_TYPE)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            logger.debug(format, *args)

    return ThreadingHTTPServer((host, port), Handler)
