"""Ask every invariant of a database."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from haidang.blocks.outbox import public as outbox
from haidang.config.invariants.of_cases import OF_CASES
from haidang.config.invariants.of_money import OF_MONEY
from haidang.config.invariants.of_results import OF_RESULTS
from haidang.config.invariants.of_work import OF_WORK
from haidang.config.invariants.types import Cursor, Finding, Invariant
from haidang.domain.cases import public as cases
from haidang.kernel import clock

INVARIANTS: Final = (*OF_CASES, *OF_RESULTS, *OF_MONEY, *OF_WORK)
EXAMPLES: Final = 10
_BEFORE: Final = "WITH breach AS MATERIALIZED ("
_AFTER: Final = """)
    SELECT (SELECT count(*) FROM breach),
           (SELECT coalesce(json_agg(one), '[]') FROM
            (SELECT to_jsonb(breach) AS one FROM breach LIMIT %(examples)s) AS sample)::text
"""


def check_invariants(
    cursor: Cursor,
    *,
    at_rest: bool = True,
    only: Sequence[str] = (),
    machine_now: datetime | None = None,
) -> Iterator[Finding]:
    """Ask one invariant after another; ``at_rest`` also those of a quiet installation.

    Django is set up, since the law of the statuses and the handlers of events are the
    platform's own; the cursor may lead to any database of the platform. ``only`` names
    invariants or the beginning of names: ``money``, ``cases.none_lost``. ``machine_now`` is
    the instant up to which jobs are due, by the clock that they were written by.
    """
    values = {**_law(), "machine_now": machine_now or clock.to_machine_time(clock.now())}
    for invariant in INVARIANTS:
        is_asked = not only or any(invariant.name.startswith(name) for name in only)
        if is_asked and (at_rest or invariant.scope == "always"):
            yield _ask(cursor, invariant, values)


def _ask(cursor: Cursor, invariant: Invariant, values: Mapping[str, object]) -> Finding:
    began = time.perf_counter()
    cursor.execute(_BEFORE + invariant.query + _AFTER, values)
    count, examples = cursor.fetchone() or (0, "[]")
    found = [json.dumps(each, ensure_ascii=False) for each in json.loads(str(examples))]
    return Finding(
        invariant=invariant.name,
        sentence=invariant.sentence,
        breaches=int(str(count)),
        examples=tuple(found),
        seconds=time.perf_counter() - began,
    )


def _law() -> dict[str, object]:
    """Return what the queries need to know of the platform."""
    edges = cases.legal_edges()
    pairs = [(code, name) for code, names in outbox.subscriptions().items() for name in names]
    return {
        "closed": sorted(status for status, ends in edges.items() if not ends),
        "edges": sorted(f"{start}>{end}" for start, ends in edges.items() for end in ends),
        "codes": [code for code, _name in pairs],
        "handlers": [name for _code, name in pairs],
        "examples": EXAMPLES,
    }
