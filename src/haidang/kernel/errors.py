"""The words for what is wrong: problems in somebody's data, and errors of an act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar


class Severity(StrEnum):
    """How much a problem weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault in somebody's data, told so that the person can mend it.

    ``path`` is a JSON Pointer (RFC 6901) into the data; ``message`` and ``hint`` are
    by language (``vi``, ``en``); ``clause`` names the article of law, where one asks.
    """

    code: str
    path: str = ""
    severity: Severity = Severity.ERROR
    message: Mapping[str, str] = field(default_factory=dict)
    hint: Mapping[str, str] = field(default_factory=dict)
    clause: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return the message in a language, else in Vietnamese, else the code."""
        return self.message.get(language) or self.message.get("vi") or self.code


class HaidangError(Exception):
    """Something went wrong."""

    code: ClassVar[str] = "haidang.error"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip().splitlines()[0])


class NotAllowed(HaidangError):
    """The actor may not do this."""

    code = "haidang.not_allowed"


class NotFound(HaidangError):
    """There is no such thing, or the actor may not know of it."""

    code = "haidang.not_found"


class IllegalTransition(HaidangError):
    """The thing's present state does not permit this step."""

    code = "haidang.illegal_transition"


class Conflict(HaidangError):
    """Somebody else changed the thing in the meantime."""

    code = "haidang.conflict"


class InvalidInput(HaidangError):
    """The data has faults; all of them are listed."""

    code = "haidang.invalid_input"

    def __init__(self, problems: Iterable[Problem], message: str = "") -> None:
        self.problems = tuple(problems)
        listed = "; ".join(f"{problem.path or '/'}: {problem.code}" for problem in self.problems)
        super().__init__(message or f"The data has faults: {listed}")


class ProviderUnavailable(HaidangError):
    """An outside system did not answer; trying again later may help."""

    code = "haidang.provider_unavailable"


class ProviderRefused(HaidangError):
    """An outside system refused; trying again will not help."""

    code = "haidang.provider_refused"
