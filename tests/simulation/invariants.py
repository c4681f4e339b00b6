"""What must hold of a case after every anomaly; each breach is a sentence."""

from collections.abc import Iterator

from tests.simulation.city import City


def faults_of(city: City, number: str) -> list[str]:
    """Return what is wrong with a returned case and its result: nothing, if all is well."""
    return [
        *_case_faults(city, number),
        *_result_faults(city, number),
        *_record_faults(city, number),
        *_leftovers(city, number),
    ]


def payment_faults_of(city: City, number: str) -> list[str]:
    """Return what is wrong with the money of a case that was paid for once."""
    return list(_payment_faults(city, number))


def _case_faults(city: City, number: str) -> Iterator[str]:
    rows = city.read("SELECT status, business FROM cases_case WHERE number = %s", number)
    if rows != [("10", "done")]:
        yield f"the case is {rows}, not returned and done"
    history = city.read(
        "SELECT facts->>'before', facts->>'after' FROM outbox_outboxevent "
        "WHERE subject = %s AND code = 'case.status_changed' ORDER BY recorded_at, id",
        number,
    )
    last = "1"
    for before, after in history:
        if before != last:
            yield f"the history has a gap: {history}"
        last = str(after)
    if last != "10":
        yield f"the history ends at {last}: {history}"


def _result_faults(city: City, number: str) -> Iterator[str]:
    rows = city.read(
        "SELECT d.number, d.signatures, d.sha256 FROM cases_casedocument d "
        "JOIN cases_case c ON c.id = d.case_id WHERE c.number = %s AND d.slot = 'result'",
        number,
    )
    if len(rows) != 1:
        yield f"there are {len(rows)} results"
        return
    ((document, signatures, digest),) = rows
    if not document or signatures != 2:
        yield f"the result has the number {document!r} and {signatures} signatures"
    signed = city.read(
        "SELECT field, sha256_before, sha256_after FROM signing_signaturerecord "
        "WHERE idempotency_key LIKE %s AND idempotency_key NOT LIKE %s "
        "AND field IN ('person', 'agency') ORDER BY signed_at, id",
        f"{number}:%",
        f"{number}:bien_lai:%",
    )
    if [field for field, _before, _after in signed] != ["person", "agency"]:
        yield f"the signatures made are {signed}"
    elif signed[0][2] != signed[1][1] or signed[1][2] != digest:
        yield f"the signatures do not follow one another up to {digest}: {signed}"
    drawn = city.read(
        "SELECT count(*), count(DISTINCT d.number) FROM cases_casedocument d "
        "WHERE d.slot = 'result' AND split_part(d.number, '/', 2) = %s",
        str(document).partition("/")[2],
    )
    last = city.count(
        "SELECT coalesce(sum(last_number), 0) FROM agencies_numberbook WHERE series = %s",
        f"document:{str(document).partition('/')[2]}",
    )
    if drawn != [(last, last)]:
        yield f"{last} numbers were drawn, the results and their numbers are {drawn}"


def _record_faults(city: City, number: str) -> Iterator[str]:
    once = {
        "case.submitted": 1,
        "case.accepted": 1,
        "case.result_deposited": 1,
        "case.document_signed": 2,
    }
    for code, times in once.items():
        written = city.count(
            "SELECT count(*) FROM audit_auditentry WHERE subject = %s AND code = %s", number, code
        )
        if written != times:
            yield f"{code} is written down {written} times, not {times}"
    kept = city.count("SELECT count(*) FROM vault_vaultdocument WHERE case_number = %s", number)
    if kept != 1:
        yield f"the vault has {kept} results"


def _leftovers(city: City, number: str) -> Iterator[str]:
    tasks = city.count(
        "SELECT count(*) FROM worklist_task WHERE subject = %s AND closed_at IS NULL", number
    )
    if tasks:
        yield f"{tasks} tasks are open on the ended case"
    if jobs := city.unfinished_jobs():
        yield f"jobs are left: {jobs}"
    undelivered = city.count(
        "SELECT count(*) - count(DISTINCT (event_id, handler)) FROM outbox_delivery"
    )
    if undelivered:
        yield f"{undelivered} events were delivered twice"


def _payment_faults(city: City, number: str) -> Iterator[str]:
    orders = city.read(
        "SELECT o.reference, o.status, o.amount_dong, r.number FROM payments_paymentorder o "
        "LEFT JOIN payments_receipt r ON r.order_id = o.id WHERE o.subject = %s",
        number,
    )
    if len(orders) != 1 or orders[0][1] != "paid" or orders[0][3] is None:
        yield f"the orders are {orders}, not one that is paid and receipted"
        return
    ((reference, _status, amount, _receipt),) = orders
    came = [booking["amount"] for booking in city.bookings(str(reference))]
    if came != [amount]:
        yield f"the bank booked {came}, we recorded {amount}"
    outcomes = city.read(
        "SELECT outcome FROM payments_providernotice WHERE reference = %s", reference
    )
    if outcomes != [("booked",)]:
        yield f"the notices had the outcomes {outcomes}"
    receipts = city.read(
        "SELECT (SELECT count(*) FROM payments_receipt), "
        "(SELECT sum(last_number) FROM payments_receiptcounter)"
    )
    if receipts[0][0] != receipts[0][1]:
        yield f"receipts and numbers drawn differ: {receipts}"
    paid = city.read(
        "SELECT e.id, d.handler FROM outbox_outboxevent e "
        "LEFT JOIN outbox_delivery d ON d.event_id = e.id "
        "WHERE e.subject = %s AND e.code = 'payment.fee_paid'",
        number,
    )
    if len(paid) != 1 or paid[0][1] is None:
        yield f"the payment was told and delivered so: {paid}"
    changes = city.count(
        "SELECT count(*) FROM audit_auditentry WHERE subject = %s "
        "AND code = 'case.finance_changed' AND facts->>'after' = 'paid'",
        number,
    )
    if changes != 1:
        yield f"the case became paid {changes} times"
