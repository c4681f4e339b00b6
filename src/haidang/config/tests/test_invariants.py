"""Each invariant holds after ordinary lives, and says so when somebody breaks it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import pytest
from django.conf import settings
from django.db import connection

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.blocks.payments.testing import MemoryBank
from haidang.config.invariants.checking import INVARIANTS, check_invariants
from haidang.config.invariants.types import Finding
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    BUSINESS,
    MONDAY,
    World,
    add_file,
    finish,
    get_row,
    install_world,
    make_submitted,
    providers_in_memory,
    take_step,
)
from haidang.domain.cases.types import SupplementItem
from haidang.kernel import clock
from haidang.kernel.events import JSON

pytestmark = pytest.mark.django_db

NOTICE: Final[dict[str, JSON]] = {"found": True, "record": {"number": "CS-MAU-2026-0001"}}
ITEM: Final = SupplementItem(text="Bản chụp rõ nét", clause="118/2025/NĐ-CP, Điều 17")
PAID: Final = "SELECT id FROM payments_paymentorder WHERE paid_at IS NOT NULL LIMIT 1"
A_CASE: Final = "SELECT number FROM cases_case WHERE status = '10' LIMIT 1"
ENTRY: Final = (
    "INSERT INTO audit_auditentry (at, actor_kind, actor_id, actor_name, code, subject, facts, "
    "digest) SELECT now(), 'system', 'x', 'x', {code}, {subject}, {facts}, '\\x00'"
)
BROKEN: Final = {
    "cases.none_lost": ENTRY.format(code="'case.submitted'", subject="'GONE-1'", facts="'{}'"),
    "cases.none_unheard": "UPDATE cases_case SET number = number || '1'",
    "cases.none_stuck": "UPDATE cases_case SET status = '4' WHERE status = '10'",
    "cases.acts_once": ENTRY.format(code="'case.accepted'", subject=f"({A_CASE})", facts="'{}'"),
    "cases.history_legal": ENTRY.format(
        code="'case.status_changed'",
        subject=f"({A_CASE})",
        facts="""'{"before": "10", "after": "2", "at": "2027-01-01T00:00:00Z"}'""",
    ),
    "cases.history_unbroken": ENTRY.format(
        code="'case.status_changed'",
        subject=f"({A_CASE})",
        facts="""'{"before": "4", "after": "9", "at": "2027-01-01T00:00:00Z"}'""",
    ),
    "cases.history_reaches_status": "UPDATE cases_case SET status = '9' WHERE status = '10'",
    "cases.closed_without_tasks": "UPDATE worklist_task SET closed_at = NULL",
    "cases.closed_without_waiting": "UPDATE cases_case SET business = 'officer'",
    "cases.instants_in_order": "UPDATE cases_case SET returned_at = NULL",
    "cases.waits_add_up": "UPDATE cases_case SET waited_seconds = 99",
    "cases.one_supplement_without_a_head": "UPDATE cases_case SET supplement_count = 0",
    "tasks.of_a_case": "UPDATE worklist_task SET closed_at = NULL, subject = subject || 'x'",
    "results.once": "DELETE FROM vault_vaultdocument",
    "results.signed_as_kept": "UPDATE cases_casedocument SET sha256 = 'x'",
    "results.only_of_decided_cases": "UPDATE cases_case SET status = '7'",
    "documents.have_files": "UPDATE cases_casedocument SET file_id = gen_random_uuid()",
    "numbers.of_cases_gapless": "UPDATE agencies_numberbook SET last_number = last_number + 1 "
    "WHERE series = 'case'",
    "numbers.of_results_gapless": "UPDATE agencies_numberbook SET last_number = last_number + 1 "
    "WHERE series LIKE 'document:%'",
    "numbers.of_papers_gapless": "DELETE FROM cases_casedocument WHERE slot = 'mau_01'",
    "notices.sent_once": "UPDATE messaging_notice SET status = 'sent', sent_at = now()",
    "notices.none_waiting": "UPDATE messaging_notice SET status = 'queued', sent_at = NULL",
    "money.in_is_recorded": "UPDATE payments_providernotice SET amount_dong = 1",
    "money.has_receipts": "DELETE FROM payments_receipt",
    "money.receipts_gapless": "UPDATE payments_receiptcounter SET last_number = 9",
    "money.case_knows": "UPDATE cases_case SET finance = 'paid' WHERE finance = 'none'",
    "money.refunds_within": "INSERT INTO payments_refund (id, idempotency_key, order_id, "
    "amount_dong, reason, status, provider_number, requested_at) "
    f"SELECT gen_random_uuid(), 'x', ({PAID}), 999999999, '', 'requested', '', now()",
    "money.receipts_are_documents": "DELETE FROM cases_casedocument WHERE kind = 'bien_lai'",
    "events.delivered": "DELETE FROM outbox_delivery",
    "jobs.none_failed": "INSERT INTO procrastinate_jobs (queue_name, task_name, status) "
    "VALUES ('default', 'cases.run_operation', 'failed')",
    "jobs.none_due": "INSERT INTO procrastinate_jobs (queue_name, task_name) "
    "VALUES ('default', 'cases.run_operation')",
    "audit.all_sealed": ENTRY.format(code="'x'", subject="'x'", facts="'{}'"),
    "audit.chained": "UPDATE audit_auditseal SET entry_count = entry_count + 1",
    "audit.sealed_entries_exist": "DELETE FROM audit_sealedentry WHERE place = 0",
}
BY_CONSTRAINT: Final = {"events.delivered_once"}
"""What the tables themselves refuse; the query guards the day on which a constraint is lost."""


@pytest.fixture(scope="module")
def _lives(shared_rows: None) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in providers_in_memory(NOTICE).items():
            patch.setattr(settings, name, value)
        with clock.stopped_at(MONDAY - timedelta(hours=1)):
            world = install_world()
        with clock.stopped_at(MONDAY):
            _live(world)
        yield world


def _live(world: World) -> None:
    """A birth, a paid business, a supplement, a withdrawal and a refusal."""
    finish(make_submitted(applicant=world.lan), world)
    paid = make_submitted(applicant=world.binh, procedure=BUSINESS, scenario="individual")
    take_step(paid, action="accept", by=world.hoa)
    (order,) = payments.list_orders(subject=paid)
    MemoryBank.take_money(reference=order.reference, dong=order.amount.dong)
    payments.poll_order(order_id=order.id)
    run_jobs()
    asked = make_submitted(applicant=world.lan)
    cases.return_for_supplement(asked, items=(ITEM,), reason="Ảnh mờ", actor=world.hoa)
    with clock.stopped_at(clock.now() + timedelta(hours=5)):
        add_file(get_row(asked).id, key="birth_notice", actor=world.lan)
        cases.answer_supplement(asked, actor=world.lan)
        run_jobs()
        finish(asked, world)
    cases.withdraw_case(make_submitted(applicant=world.lan), reason="Nhầm", actor=world.lan)
    refused = make_submitted(applicant=world.lan)
    cases.reject_case(refused, reason="Sai thẩm quyền", actor=world.hoa)
    with clock.stopped_at(clock.now() + timedelta(hours=6)):
        run_jobs()
        audit.seal_entries()


@pytest.fixture
def lives(_lives: World, db: None) -> Iterator[World]:
    with clock.stopped_at(MONDAY + timedelta(hours=6)):
        yield _lives


def findings(*only: str) -> dict[str, Finding]:
    with connection.cursor() as cursor:
        return {each.invariant: each for each in check_invariants(cursor, only=only)}


def test_all_hold_after_ordinary_lives(lives: World) -> None:
    found = findings()

    assert [str(each) for each in found.values() if not each.holds] == []
    assert set(found) == {invariant.name for invariant in INVARIANTS}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_breach_is_named(lives: World, name: str) -> None:
    assert findings(name)[name].holds

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(BROKEN[name])

    found = findings(name)[name]
    assert not found.holds
    assert found.examples
    assert found.sentence in str(found)


def test_every_invariant_was_broken_once() -> None:
    names = {invariant.name for invariant in INVARIANTS}

    assert names == set(BROKEN) | BY_CONSTRAINT


def test_what_needs_rest_is_not_asked_of_a_busy_city(lives: World) -> None:
    with connection.cursor() as cursor:
        asked = {each.invariant for each in check_invariants(cursor, at_rest=False)}

    assert "jobs.none_due" not in asked
    assert "cases.none_lost" in asked
