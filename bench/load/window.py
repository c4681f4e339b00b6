"""A browser without a script, over locust's fast client: it reads forms and follows answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import Cookie
from typing import Any, Final
from urllib.parse import urlencode, urljoin, urlsplit

from locust.contrib.fasthttp import FastHttpSession
from lxml import html
from urllib3.filepost import encode_multipart_formdata

from haidang.kernel.events import JSON

PLACE: Final = "/phong-cho/"
_MOVED: Final = frozenset({301, 302, 303})
_FORM: Final = "application/x-www-form-urlencoded"
Rest = Callable[[float], None]


class Astray(Exception):
    """A page did not lead where it should; the visit ends here."""


@dataclass(slots=True)
class Window:
    """What somebody sees; ``rest`` lets time pass."""

    client: FastHttpSession
    rest: Rest
    path: str = ""
    text: str = ""
    status: int = 0
    waited: list[float] = field(default_factory=list)

    def open(self, path: str, *, name: str) -> None:
        """Go to an address, wait in the waiting room if need be, follow where it leads."""
        self._send("GET", path, name=name)
        while self.status == 503 and "data-wait" in self.text:
            self._wait_for_the_turn()
            self._send("GET", path, name=name)
        self._follow(name)

    def press(
        self,
        answers: Mapping[str, str],
        *,
        name: str,
        then: str,
        form: str = "//main//form[@method='post']",
        files: Mapping[str, bytes] | None = None,
        **buttons: str,
    ) -> None:
        """Fill in a form as far as its fields are there, send it, follow where it leads."""
        found = self.tree().xpath(form)
        if not found:
            raise Astray(f"{self.path} ({self.status}) has no form")
        data = dict(found[0].form_values())
        names = {control.get("name") for control in found[0].xpath(".//*[@name]")}
        data |= {key: text for key, text in answers.items() if key in names}
        data |= buttons
        uploads = {key: content for key, content in (files or {}).items() if key in names}
        action = found[0].get("action") or self.path
        if uploads:
            for key in uploads:
                data.pop(key, None)
            parts = [*data.items(), *((key, ("giay.pdf", content, "application/pdf"))
                                      for key, content in uploads.items())]  # fmt: skip
            body, kind = encode_multipart_formdata(parts)
            self._send("POST", action, name=name, body=body, kind=kind)
        else:
            self._send("POST", action, name=name, body=urlencode(data).encode(), kind=_FORM)
        self._follow(then)

    def keep_cookie(self, name: str, value: str) -> None:
        """Put a cookie of the city into the window, as an earlier visit would have."""
        self.client.cookiejar.set_cookie(
            Cookie(
                version=0, name=name, value=value, port=None, port_specified=False,
                domain="localhost.local", domain_specified=False, domain_initial_dot=False,
                path="/", path_specified=True, secure=False, expires=None, discard=True,
                comment=None, comment_url=None, rest={},
            )
        )  # fmt: skip

    def tree(self) -> html.HtmlElement:
        """Return the page as a tree."""
        return html.document_fromstring(self.text or "<p></p>")

    def hop(self, path: str, *, name: str) -> str:
        """Ask for an address that only leads on; return where to."""
        self._send("GET", path, name=name)
        if self.status not in _MOVED:
            raise Astray(f"{path} gave {self.status}, led nowhere")
        return self.path

    def _follow(self, name: str) -> None:
        hops = 0
        while self.status in _MOVED and hops < 5:
            self._send("GET", self.path, name=name)
            hops += 1
        if self.status >= 400 or self.status == 0:
            raise Astray(f"{self.path} gave {self.status}")

    def _send(
        self, method: str, path: str, *, name: str, body: bytes | None = None, kind: str = ""
    ) -> None:
        headers = {"Content-Type": kind} if kind else {}
        sent: Any = body  # locust names only text, and sends bytes as they are
        with self.client.request(
            method, path, name=name, data=sent, headers=headers, allow_redirects=False,
            catch_response=True,
        ) as answer:  # fmt: skip
            self.status = answer.status_code or 0
            self.text = answer.text or ""
            if self.status == 503 and "data-wait" in self.text:
                answer.success()
        self.path = path
        if self.status in _MOVED:
            where = urljoin(path, str(answer.headers.get("location", "")))
            self.path = where

    def _wait_for_the_turn(self) -> None:
        """Ask for the place as the page's script does, until it is the turn."""
        pause = 10.0
        while True:
            self.rest(pause)
            self.waited.append(pause)
            with self.client.request(
                "GET", PLACE, name="waiting: place", headers={"Accept": "application/json"},
                allow_redirects=False, catch_response=True,
            ) as answer:  # fmt: skip
                told: JSON = answer.json() if answer.status_code == 200 else {}
            if not isinstance(told, dict) or told.get("standing") != "waiting":
                return
            refresh = told.get("refresh")
            pause = float(refresh) if isinstance(refresh, int) else pause


def flatten(answers: Mapping[str, JSON]) -> dict[str, str]:
    """Return answers as the names and texts of controls."""
    flat: dict[str, str] = {}
    for key, value in answers.items():
        match value:
            case bool():
                flat[key] = "true" if value else "false"
            case dict():
                flat |= {f"{key}.{part}": str(text) for part, text in value.items()}
            case str() if len(value) == 10 and value[4:8:3] == "--":
                year, month, day = value.split("-")
                flat |= {f"{key}.year": year, f"{key}.month": month, f"{key}.day": day, key: value}
            case _:
                flat[key] = str(value)
    return flat


def path_of(address: str) -> str:
    """Return the path of an address, with its query."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
