"""What a package's expressions, forms and templates may read of a case."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from haidang.blocks.statements import public as statements
from haidang.domain.cases.models import Case, Evidence
from haidang.domain.catalog import public as catalog
from haidang.kernel.clock import local, now

_KEYS: Final = statements.Prepared(
    lambda case_id: Evidence.objects.filter(case=case_id, removed_at=None).only("key"), UUID
)


def names_of(
    case: Case, *, at: datetime | None = None, evidence: Mapping[str, int] | None = None
) -> dict[str, object]:
    """Return the names: answers, case, applicant, evidence, facts, today, units, lists.

    ``evidence`` is what ``evidence_counts`` said, where the caller has asked already.
    """
    instant = at or now()
    return {
        "answers": case.answers,
        "case": {
            "channel": case.channel,
            "number": case.number or "",
            "submitted_on": _day(case.submitted_at or instant),
            "received_on": _day(case.accepted_at or instant),
            "city": case.city,
        },
        "applicant": case.applicant,
        "evidence": _Counted(case) if evidence is None else evidence,
        "facts": case.facts,
        "today": local(instant).date(),
        "units": catalog.unit_provinces(),
        "unit_names": catalog.unit_names(),
        "lists": catalog.value_lists(),
    }


def evidence_counts(case: Case) -> dict[str, int]:
    """Return how many files or records prove each thing."""
    return dict(sorted(Counter(row.key for row in _KEYS.rows(case.pk)).items()))


class _Counted(Mapping[str, int]):
    """The counts of the evidence, asked for only by an expression that reads them."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._counts: Mapping[str, int] | None = None

    def __getitem__(self, key: str) -> int:
        return self._found()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found())

    def __len__(self) -> int:
        return len(self._found())

    def _found(self) -> Mapping[str, int]:
        if self._counts is None:
            self._counts = evidence_counts(self._case)
        return self._counts


def _day(instant: datetime) -> str:
    return local(instant).date().isoformat()
