"""Values that several bodies and answers hold."""

import json
from collections.abc import Mapping
from typing import Annotated, Self

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, model_validator

from haidang.kernel.events import JSON
from haidang.kernel.money import Money


def _dong(value: object) -> object:
    return value.dong if isinstance(value, Money) else value


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value


Dong = Annotated[int, BeforeValidator(_dong)]
"""Whole đồng."""
Text = Annotated[dict[str, str], BeforeValidator(_plain)]
"""Words by language: vi, en."""
Facts = Annotated[dict[str, object], BeforeValidator(_plain)]
"""An object of JSON values."""


class Body(Schema):
    """A body that somebody sends: no unknown names, no signs that no text may hold."""

    model_config = ConfigDict(extra="forbid", str_max_length=20_000)

    @model_validator(mode="after")
    def _holds_only_text(self) -> Self:
        try:
            text = json.dumps(self.model_dump(), ensure_ascii=False, allow_nan=False, default=str)
            text.encode("utf-8")
        except (ValueError, RecursionError) as error:
            raise ValueError("This is not text that can be kept.") from error
        if "\\u0000" in text:
            raise ValueError("A text may not hold the sign U+0000.")
        return self


class Fault(Schema):
    """One fault in the data: where (JSON Pointer), what, how to mend it, which law asks."""

    pointer: str
    code: str
    severity: str = "error"
    detail: str
    hint: str = ""
    clause: str = ""


class ProblemOut(Schema):
    """Problem details (RFC 9457), with every fault at once."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    errors: list[Fault] = []


__all__ = ["JSON", "Body", "Dong", "Facts", "Fault", "ProblemOut", "Text"]
