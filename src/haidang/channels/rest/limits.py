"""Limits of requests: bodies, lists, calls a minute."""

import base64
import binascii
import json
import re
from typing import Annotated, Final

from django.core.cache import cache
from django.http import HttpRequest
from ninja import Query
from ninja.errors import HttpError
from ninja.parser import Parser
from ninja.throttling import BaseThrottle
from pydantic import StringConstraints

from haidang.kernel.clock import now
from haidang.kernel.errors import InvalidInput, Problem

MAX_JSON_BYTES: Final = 1024 * 1024
_MARK: Final = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.+]{8,21}~[0-9a-f-]{36}")

CaseKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.\-]{1,64}$")]
"""A case number, or the id of a draft."""
Words = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Limit = Annotated[int, Query(ge=1, le=100)]
Mark = Annotated[str, Query(max_length=200)]


class SmallBodies(Parser):
    """Read JSON bodies up to a megabyte; files come as multipart and have their own limit."""

    def parse_body(self, request: HttpRequest) -> dict[str, object]:
        """Return the JSON of a body."""
        if int(request.headers.get("Content-Length") or 0) > MAX_JSON_BYTES:
            raise HttpError(413, "too large")
        parsed: dict[str, object] = json.loads(request.body)
        return parsed


class CallsAMinute(BaseThrottle):
    """So many calls a minute from one address; for what anybody may call and what costs much."""

    def __init__(self, name: str, *, most: int) -> None:
        self.name = name
        self.most = most

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the call; tell whether it is still within the limit."""
        minute = int(now().timestamp()) // 60
        key = f"rest:{self.name}:{minute}:{self.get_ident(request)}"
        cache.add(key, 0, timeout=120)
        return cache.incr(key) <= self.most

    def wait(self) -> float:
        """Return how long to wait."""
        return 60.0 - now().timestamp() % 60


def read_mark(text: str) -> str:
    """Return the place in a list that a mark stands for; raises InvalidInput."""
    if not text:
        return ""
    try:
        mark = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)).decode()
    except (ValueError, binascii.Error) as error:
        raise InvalidInput([_wrong_mark()]) from error
    if not _MARK.fullmatch(mark):
        raise InvalidInput([_wrong_mark()])
    return mark


def write_mark(mark: str) -> str:
    """Return a place in a list as a word that needs no escaping in an address."""
    return base64.urlsafe_b64encode(mark.encode()).decode().rstrip("=")


def _wrong_mark() -> Problem:
    return Problem(
        code="rest.mark_wrong",
        path="/after",
        message={
            "vi": "Dấu trang không đúng; hãy gửi lại giá trị after của trang trước.",
            "en": "This mark is wrong; send the value of after from the page before.",
        },
    )
