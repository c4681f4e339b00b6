"""The rules and holds of ``content/retention.yaml``, read strictly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final
from uuid import UUID

import yaml

FILE: Final = "retention.yaml"
LEAST_DAYS_OF_ACCESSES: Final = 366
"""The database refuses to forget a younger note of a read."""


class RulesFaulty(ValueError):
    """The file of rules has a fault; while it has, nothing is deleted."""


class Kind(StrEnum):
    """What may be swept."""

    SESSION = "session"
    TOKEN = "token"  # noqa: S105 - a kind of thing, no secret
    DRAFT = "draft"
    NOTICE = "notice"
    EXCHANGE = "exchange"
    ACCESS = "access"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How long a kind of thing is kept, and why."""

    kind: Kind
    days: int
    counts_from: str
    source: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Somebody of whom nothing may be deleted."""

    subject: str
    reason: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules and holds."""

    rules: tuple[Rule, ...]
    holds: tuple[Hold, ...]

    @property
    def held(self) -> frozenset[str]:
        """Return the ids that are held."""
        return frozenset(hold.subject for hold in self.holds)


def read_rules(content: Path) -> Rules:
    """Return the rules; raises RulesFaulty rather than guess."""
    path = content / FILE
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        rules = tuple(_rule(row) for row in data["rules"])
        holds = tuple(_hold(row) for row in data["holds"] or ())
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise RulesFaulty(f"{path}: {error}") from error
    if len({rule.kind for rule in rules}) != len(rules):
        raise RulesFaulty(f"{path}: a kind has two rules.")
    return Rules(rules=rules, holds=holds)


def _hold(row: Mapping[str, object]) -> Hold:
    """Return a hold; a subject that is no id would hold nothing, so it is a fault."""
    since = row["since"]
    if not isinstance(since, date):
        raise RulesFaulty(f"{row['subject']}: say the day as YYYY-MM-DD.")
    return Hold(subject=str(UUID(str(row["subject"]))), reason=str(row["reason"]), since=since)


def _rule(row: Mapping[str, object]) -> Rule:
    source, days = row["source"], row["days"]
    if not isinstance(source, Mapping) or not isinstance(days, int) or days < 0:
        raise RulesFaulty(f"{row['kind']}: say days (0 or more) and the source.")
    kind = Kind(str(row["kind"]))
    if kind is Kind.ACCESS and days < LEAST_DAYS_OF_ACCESSES:
        raise RulesFaulty(f"{kind}: keep it at least {LEAST_DAYS_OF_ACCESSES} days.")
    return Rule(
        kind=kind, days=days, counts_from=str(row["counts_from"]),
        source={language: str(source[language]) for language in ("vi", "en")},
    )  # fmt: skip
