"""What the doctor finds, and how checks are run."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import psycopg
from django.db import Error as DatabaseError

from haidang.config.env import Environment


class State(StrEnum):
    """How a thing stands."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    check: str
    state: State
    told: str
    cure: str = ""


Check = Callable[[Environment], Iterable[Finding]]


def ok(check: str, told: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(check=check, state=State.OK, told=told)


def warn(check: str, told: str, cure: str) -> Finding:
    """Return a finding that should be seen to."""
    return Finding(check=check, state=State.WARN, told=told, cure=cure)


def fail(check: str, told: str, cure: str) -> Finding:
    """Return a finding that stops or endangers the installation."""
    return Finding(check=check, state=State.FAIL, told=told, cure=cure)


def run(checks: Iterable[Check], env: Environment) -> Iterator[Finding]:
    """Run checks; one that breaks is told as failed and the others go on."""
    for check in checks:
        try:
            yield from check(env)
        except (OSError, psycopg.Error, DatabaseError, ValueError, LookupError) as error:
            name = check.__name__.removeprefix("check_")
            yield fail(name, f"could not be looked at: {error}".strip(), "See the words above.")


def exit_status(found: Iterable[Finding]) -> int:
    """Return 0 when all is well, 1 with warnings, 2 with failures."""
    states = {finding.state for finding in found}
    return 2 if State.FAIL in states else int(State.WARN in states)
