"""A kind of fault: how heavy it is, its words, what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from haidang.kernel.errors import Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault; the texts hold named placeholders."""

    severity: Severity
    message: Mapping[str, str]
    hint: Mapping[str, str]


def _fault(severity: Severity, vi: str, en: str, hint_vi: str, hint_en: str) -> Fault:
    return Fault(severity, {"vi": vi, "en": en}, {"vi": hint_vi, "en": hint_en})


def error(vi: str, en: str, hint_vi: str, hint_en: str) -> Fault:
    """Word a fault that keeps a package from being published."""
    return _fault(Severity.ERROR, vi, en, hint_vi, hint_en)


def warning(vi: str, en: str, hint_vi: str, hint_en: str) -> Fault:
    """Word a fault that a package may be published with."""
    return _fault(Severity.WARNING, vi, en, hint_vi, hint_en)
