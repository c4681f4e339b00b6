"""The words of expressions: a value, what is not known, and a fault in the source."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import ClassVar, Final, NoReturn, TypeAlias

from haidang.kernel.errors import HaidangError


class Unknown(Enum):
    """The type whose one value says that something needed is not known (yet)."""

    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        """Refuse: neither true nor false, so compare with ``is UNKNOWN``."""
        raise TypeError("UNKNOWN is neither true nor false; compare with `is UNKNOWN`.")

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN

Value: TypeAlias = bool | int | float | str | datetime | list["Value"] | dict[str, "Value"] | None
"""What an expression gives. Days are ISO 8601 texts (``2026-01-02``), money whole đồng."""

Names: TypeAlias = Mapping[str, object]
"""What an expression may read: ``answers``, ``case``, ``facts`` …, and the day ``today``."""


class ExpressionError(HaidangError):
    """The expression is not well formed."""

    code: ClassVar[str] = "expressions.malformed"

    def __init__(self, message: str, *, line: int = 1, column: int = 1) -> None:
        super().__init__(f"{line}:{column}: {message}")
        self.line = line
        self.column = column
        self.message = message
