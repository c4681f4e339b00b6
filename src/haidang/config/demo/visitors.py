"""The actors of the check: each speaks to the platform over HTTP only, as anybody could."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import parse_qs, urlsplit

import httpx

from haidang.config.sample_credentials import SAMPLE_PASSWORD, SAMPLE_TOTP_SECRET

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]
Found = TypeVar("Found")

PATIENCE_SECONDS: Final = 20.0
_PAUSE_SECONDS: Final = 0.08
_TIMEOUT_SECONDS: Final = 20.0
_PERIOD_SECONDS: Final = 30


class NotAsItShouldBe(Exception):
    """Something of the demonstration is not as it should be."""


def expect(holds: object, otherwise: str) -> None:
    """Raise NotAsItShouldBe unless something holds."""
    if not holds:
        raise NotAsItShouldBe(otherwise)


def wait_for(
    find: Callable[[], Found | None], *, what: str, patience: float = PATIENCE_SECONDS
) -> Found:
    """Ask again and again until there is an answer; give up after a while."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found = find()
        if found:
            return found
        time.sleep(_PAUSE_SECONDS)
    raise NotAsItShouldBe(f"{what}: did not happen within {patience:.0f} s")


class View:
    """A JSON answer that is read by path, such as ``case.due.due_at`` or ``errors.0.code``."""

    def __init__(self, content: JSON) -> None:
        self.content = content

    def at(self, path: str) -> JSON:
        """Return the value at a path; raises NotAsItShouldBe where there is none."""
        value = self.content
        for part in path.split("."):
            if isinstance(value, dict) and part in value:
                value = value[part]
            elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
                value = value[int(part)]
            else:
                raise NotAsItShouldBe(f"the answer has no {path}: {str(self.content)[:300]}")
        return value

    def text(self, path: str) -> str:
        """Return the value at a path as text; nothing is no text."""
        value = self.at(path)
        return "" if value is None else str(value)

    def rows(self, path: str = "") -> list["View"]:
        """Return the entries of a list."""
        value = self.at(path) if path else self.content
        return [View(row) for row in value] if isinstance(value, list) else []


@dataclass(slots=True)
class Visitor:
    """Somebody who speaks to the platform; without a token, anybody."""

    name: str
    client: httpx.Client

    def get(self, path: str, *, status: int = 200, **query: str | int) -> View:
        """Read something."""
        return self._answer("GET", path, status, params=query)

    def post(self, path: str, body: JSON = None, *, status: int = 200, key: str = "") -> View:
        """Do something; ``key`` is the idempotency key."""
        headers = {"Idempotency-Key": key} if key else {}
        return self._answer("POST", path, status, json=body or {}, headers=headers)

    def put(self, path: str, body: JSON, *, status: int = 200) -> View:
        """Keep something."""
        return self._answer("PUT", path, status, json=body)

    def upload(
        self, path: str, content: bytes, *, name: str, fields: Mapping[str, str], status: int
    ) -> View:
        """Send a PDF file."""
        files = {"file": (name, content, "application/pdf")}
        return self._answer("POST", path, status, files=files, data=dict(fields))

    def download(self, path: str, *, keep: Path) -> bytes:
        """Fetch a PDF and keep it."""
        answer = self.client.get(path)
        expect(
            answer.status_code == 200 and answer.content.startswith(b"%PDF"),
            f"{self.name}: GET {path} gave {answer.status_code}, not a PDF",
        )
        keep.write_bytes(answer.content)
        return answer.content

    def _answer(self, method: str, path: str, status: int, **parts: object) -> View:
        answer = self.client.request(method, path, **parts)  # type: ignore[arg-type]  # parts are httpx's own
        try:
            content = answer.json()
        except ValueError:
            content = {"text": answer.text[:300]}
        expect(
            answer.status_code == status,
            f"{self.name}: {method} {path} gave {answer.status_code}, not {status}: "
            f"{str(content)[:900]}",
        )
        return View(content)


@dataclass(slots=True)
class Company:
    """Everybody who takes part, signed in when first needed."""

    url: str
    twins: Mapping[str, str]
    known: dict[str, Visitor] = field(default_factory=dict)

    @property
    def anybody(self) -> Visitor:
        """Return somebody who is not signed in."""
        return self._known("anybody", lambda: "")

    def person(self, name: str) -> Visitor:
        """Return a person, signed in with VNeID's twin by OpenID Connect."""
        return self._known(name, lambda: self._sign_in_person(name))

    def officer(self, name: str) -> Visitor:
        """Return an officer, signed in with password and one-time code."""
        return self._known(name, lambda: self._sign_in_officer(name))

    def twin(self, name: str) -> Visitor:
        """Return a way to speak to a twin."""
        return Visitor(f"twin {name}", self._client("", base=self.twins[name]))

    def close(self) -> None:
        """Close every connection."""
        for visitor in self.known.values():
            visitor.client.close()

    def _known(self, name: str, sign_in: Callable[[], str]) -> Visitor:
        if name not in self.known:
            self.known[name] = Visitor(name, self._client(sign_in()))
        return self.known[name]

    def _client(self, token: str, *, base: str = "") -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(
            base_url=base or self.url, headers=headers, timeout=_TIMEOUT_SECONDS, trust_env=False
        )

    def _sign_in_person(self, name: str) -> str:
        back = f"{self.url}/"
        start = self.anybody.get(
            "/api/tokens/person/start", provider="vneid", login_hint=name, redirect_uri=back
        )
        with self._client("", base=self.twins["vneid"]) as browser:
            answer = browser.get(start.text("url"))
        location = answer.headers.get("Location", "")
        query = parse_qs(urlsplit(location).query)
        expect("code" in query, f"VNeID's twin sent no code for {name}: {location[:200]}")
        expect(query.get("state") == [start.text("state")], "VNeID's twin changed the state")
        token = self.anybody.post(
            "/api/tokens/person",
            {
                "provider": "vneid",
                "code": query["code"][0],
                "code_verifier": start.text("code_verifier"),
                "nonce": start.text("nonce"),
                "redirect_uri": back,
            },
        )
        return token.text("token")

    def _sign_in_officer(self, name: str) -> str:
        body: JSON = {"username": name, "password": SAMPLE_PASSWORD, "otp": one_time_code()}
        return self.anybody.post("/api/tokens/officer", body).text("token")


def one_time_code() -> str:
    """Return the sample officers' code of now (RFC 6238: SHA-1, 30 seconds, six digits)."""
    key = base64.b32decode(SAMPLE_TOTP_SECRET)
    counter = struct.pack(">Q", int(time.time()) // _PERIOD_SECONDS)
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"
