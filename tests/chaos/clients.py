"""Clients as real ones are: they wait for a while, then try again under the same key."""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import httpx

from haidang.config.demo.visitors import JSON, Company, View

TIMEOUT_SECONDS: Final = 8.0
_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 1.5
_AGAIN: Final = frozenset({408, 425, 429})


class GaveUp(Exception):
    """The patience of a client is at its end, or nobody waits for it any more."""


@dataclass(slots=True)
class Ledger:
    """What the clients were told; nobody but them writes it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    told: dict[str, str] = field(default_factory=dict)
    """The cases that the platform said were handed in, with their procedures."""
    begun: set[str] = field(default_factory=set)
    """The drafts whose handing in was asked for, whether or not an answer came."""
    refused: list[str] = field(default_factory=list)
    paid: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)

    def count(self, what: str) -> None:
        """Count something."""
        with self.lock:
            self.counts[what] += 1

    def refuse(self, words: str) -> None:
        """Keep an answer that no client should get."""
        with self.lock:
            self.refused.append(words)

    def open_of(self, procedure: str, *, closed: set[str]) -> list[str]:
        """Return the cases of a procedure that did not end yet."""
        with self.lock:
            return [n for n, kind in self.told.items() if kind == procedure and n not in closed]


@dataclass(slots=True)
class Client:
    """Somebody with a token, patience and keys."""

    base: str
    token: str
    ledger: Ledger
    stopped: threading.Event
    patience: float = 600.0
    _http: httpx.Client | None = None

    def get(self, path: str, **query: str | int) -> View:
        """Read, as often as it takes."""
        return View(self._ask("GET", path, params=query)[1])

    def put(self, path: str, body: JSON) -> View:
        """Keep something, as often as it takes: the same content twice is the same."""
        return View(self._ask("PUT", path, json=body)[1])

    def post(self, path: str, body: JSON = None, *, key: str) -> tuple[int, View]:
        """Do something once, as often as it has to be said."""
        headers = {"Idempotency-Key": key}
        status, content = self._ask("POST", path, json=body or {}, headers=headers)
        return status, View(content)

    def _ask(self, method: str, path: str, **parts: object) -> tuple[int, JSON]:
        deadline, pause = time.monotonic() + self.patience, _FIRST_PAUSE
        while True:
            try:
                answer = self._client().request(method, path, **parts)  # type: ignore[arg-type]  # parts are httpx's own
            except httpx.HTTPError as error:
                self.ledger.count(f"no answer: {type(error).__name__}")
                self._hang_up()
            else:
                if answer.status_code < 500 and answer.status_code not in _AGAIN:
                    self.ledger.count("answers")
                    return answer.status_code, _content(answer)
                self.ledger.count(f"answered {answer.status_code}")
            if time.monotonic() > deadline or self.stopped.wait(pause):
                raise GaveUp(f"{method} {path}")
            pause = min(pause * 1.6, _LONGEST_PAUSE)

    def _client(self) -> httpx.Client:
        if self._http is None:
            headers = {"Authorization": f"Bearer {self.token}"}
            self._http = httpx.Client(
                base_url=self.base, headers=headers, timeout=TIMEOUT_SECONDS, trust_env=False
            )
        return self._http

    def close(self) -> None:
        """End the connection that is kept."""
        self._hang_up()

    def _hang_up(self) -> None:
        if self._http is not None:
            self._http.close()
            self._http = None


def tokens(company_url: str, twins: Mapping[str, str]) -> dict[str, str]:
    """Sign everybody in while all is well; return their tokens."""
    company = Company(company_url, twins)
    try:
        found = {"lan": company.person("lan")}
        found |= {name: company.officer(name) for name in OFFICERS}
        return {
            name: visitor.client.headers["Authorization"].removeprefix("Bearer ")
            for name, visitor in found.items()
        }
    finally:
        company.close()


OFFICERS: Final = ("hoa", "thang", "khanh", "mai")


def _content(answer: httpx.Response) -> JSON:
    try:
        content: JSON = answer.json()
    except ValueError:
        return {"text": answer.text[:300]}
    return content
