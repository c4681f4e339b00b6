"""What must hold of a simulated life: after each step, and when everything has healed."""

from collections.abc import Iterable, Iterator

from django.db import connection

from haidang.blocks.audit import public as audit
from haidang.config.invariants.checking import check_invariants
from haidang.domain.cases.states import Status
from tests.simulation.life_case import OneCase
from tests.simulation.life_outside import Bank

ONCE: dict[str, str] = {
    "an event was delivered twice": (
        "SELECT event_id, handler FROM outbox_delivery GROUP BY 1, 2 HAVING count(*) > 1"
    ),
    "money was booked twice": (
        "SELECT transaction_id FROM payments_paymentorder WHERE transaction_id <> '' "
        "GROUP BY 1 HAVING count(*) > 1"
    ),
    "a document number was drawn twice": (
        "SELECT number FROM cases_casedocument WHERE slot = 'result' AND number <> '' "
        "GROUP BY 1 HAVING count(*) > 1"
    ),
    "a document was signed twice in a field": (
        "SELECT idempotency_key, field FROM signing_signaturerecord "
        "GROUP BY 1, 2 HAVING count(*) > 1"
    ),
    "a case has two results in the vault": (
        "SELECT case_number FROM vault_vaultdocument WHERE case_number <> '' "
        "GROUP BY 1 HAVING count(*) > 1"
    ),
    "an order has two receipts": (
        "SELECT order_id FROM payments_receipt GROUP BY 1 HAVING count(*) > 1"
    ),
}


def what_is_wrong_now(cases: Iterable[OneCase]) -> list[str]:
    """Return every breach of what must hold at any moment."""
    for case in cases:
        case.obey_the_laws()
    return [f"{name}: {rows}" for name, query in ONCE.items() if (rows := _rows(query))]


def what_is_wrong_at_the_end(cases: Iterable[OneCase]) -> list[str]:
    """Return every breach of what must hold when all has healed and is quiet."""
    known = list(cases)
    return [
        *what_is_wrong_now(known),
        *_stuck(known),
        *_results(known),
        *_money(),
        *([] if audit.verify().is_unbroken else ["the chain of the audit is broken"]),
        *_of_the_installation(),
    ]


def _of_the_installation() -> Iterator[str]:
    """Ask what ``haidang invariants`` asks of a whole installation at rest."""
    with connection.cursor() as cursor:
        for finding in check_invariants(cursor):
            if not finding.holds:
                yield str(finding)


def _stuck(cases: Iterable[OneCase]) -> Iterator[str]:
    for case in cases:
        if not case.is_over():
            open_steps = [(task.post, task.agency, task.actions) for task in case.open_tasks()]
            yield f"{case.number} is stuck in {case.row().status}: {open_steps}"


def _results(cases: Iterable[OneCase]) -> Iterator[str]:
    """A returned case has one result, numbered and signed by person and agency, in the vault."""
    for case in cases:
        if case.row().status != Status.RETURNED:
            continue
        found = _rows(
            "SELECT d.number <> '', d.signatures, "
            "(SELECT count(*) FROM vault_vaultdocument v WHERE v.case_number = c.number) "
            "FROM cases_casedocument d JOIN cases_case c ON c.id = d.case_id "
            "WHERE c.number = %s AND d.slot = 'result'",
            case.number,
        )
        if found != [(True, 2, 1)]:
            yield f"{case.number} is returned with {found}"


def _money() -> Iterator[str]:
    """Money that came is money recorded: on an order, or as unexpected; each once."""
    came = sorted((one.transaction_id, one.amount.dong) for one in Bank.received)
    kept = _rows(
        "SELECT DISTINCT transaction_id, amount_dong FROM payments_providernotice ORDER BY 1, 2"
    )
    if sorted(kept) != came:
        yield f"the bank took {came}, we kept {kept}"


def _rows(query: str, *values: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
