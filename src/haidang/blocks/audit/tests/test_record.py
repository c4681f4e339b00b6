from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError

from haidang.blocks.audit import public as audit
from haidang.blocks.audit import tasks
from haidang.blocks.audit.models import AuditEntry, AuditSeal, SealedEntry
from haidang.blocks.outbox import public as outbox
from haidang.kernel.actors import system
from haidang.kernel.events import Event

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRung(Event):
    """A bell rang."""

    code: ClassVar[str] = "audit_test.bell_rung"
    bell: str
    times: int


def record(times: int) -> None:
    audit.record(BellRung(bell="north", times=times), actor=system("test"))


def without_guard(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER USER")


@contextmanager
def second_entry_hidden() -> Iterator[None]:
    """Take an entry away for a while, as one is that another transaction has not committed."""
    without_guard(
        "CREATE TEMP TABLE late AS SELECT * FROM audit_auditentry ORDER BY id OFFSET 1 LIMIT 1"
    )
    without_guard("DELETE FROM audit_auditentry WHERE id IN (SELECT id FROM late)")
    yield
    without_guard("INSERT INTO audit_auditentry SELECT * FROM late")
    without_guard("DROP TABLE late")


def test_an_act_is_found_again_with_its_facts() -> None:
    record(3)

    entry = audit.list_entries(subject="north")[0]
    assert (entry.code, entry.facts["times"], entry.actor_id) == (
        "audit_test.bell_rung",
        3,
        "system:test",
    )


def test_sealed_and_unsealed_entries_verify() -> None:
    for times in range(5):
        record(times)
    audit.seal_entries()
    record(6)

    outcome = audit.verify()
    assert (outcome.is_unbroken, outcome.entries, outcome.seals, outcome.unsealed) == (
        True,
        6,
        1,
        1,
    )


def test_seals_are_chained() -> None:
    record(1)
    audit.seal_entries()
    record(2)
    audit.seal_entries()

    first, second = AuditSeal.objects.order_by("number")
    assert bytes(second.previous_hash) == bytes(first.hash)


def test_an_entry_that_came_late_is_sealed_though_others_passed_it() -> None:
    for times in range(3):
        record(times)

    with second_entry_hidden():
        audit.seal_entries()

    assert [audit.seal_entries(newest=0), audit.seal_entries()] == [0, 1]
    assert audit.verify().is_unbroken


def test_what_came_very_late_is_sealed_at_night() -> None:
    for times in range(3):
        record(times)
    late = AuditEntry.objects.order_by("id")[1].pk

    with second_entry_hidden():
        audit.seal_entries()
    tasks.seal_stragglers()

    assert SealedEntry.objects.filter(entry_id=late).exists()


def test_the_database_refuses_to_change_an_entry() -> None:
    record(1)

    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        AuditEntry.objects.update(actor_name="nobody")


def test_a_changed_entry_is_found() -> None:
    record(1)
    audit.seal_entries()
    without_guard("UPDATE audit_auditentry SET facts = jsonb_set(facts, '{times}', '9')")

    assert not audit.verify().is_unbroken


def test_two_processes_verify_what_one_would() -> None:
    for times in range(5):
        record(times)
        audit.seal_entries()
    record(6)
    without_guard("UPDATE audit_auditentry SET actor_name = 'nobody' WHERE facts->>'times' = '3'")

    whole = audit.verify()
    shares = [audit.verify(part=part, parts=2) for part in range(2)]

    assert (len(whole.faults), whole.entries) == (2, 6)
    assert [share.entries for share in shares] == [3, 3]
    assert sorted(fault for share in shares for fault in share.faults) == sorted(whole.faults)


def test_a_removed_entry_is_found() -> None:
    record(1)
    record(2)
    audit.seal_entries()
    without_guard("DELETE FROM audit_auditentry WHERE id = (SELECT max(id) FROM audit_auditentry)")

    assert any("gone" in fault for fault in audit.verify().faults)


def test_a_removed_seal_is_found() -> None:
    for times in range(3):
        record(times)
        audit.seal_entries()
    SealedEntry.objects.filter(seal_id=2).delete()
    AuditSeal.objects.filter(number=2).delete()

    assert not audit.verify().is_unbroken


def test_what_is_gathered_is_written_at_the_end_in_order() -> None:
    with audit.gathering():
        audit.announce(BellRung(bell="north", times=1), actor=system("test"))
        with audit.gathering():
            audit.announce(BellRung(bell="north", times=2), actor=system("test"))
        before = audit.list_entries(subject="north")
        audit.announce(BellRung(bell="north", times=3), actor=system("test"))

    told = outbox.list_events(subject="north")
    entries = audit.list_entries(subject="north")
    assert before == []
    assert sorted((entry.number, entry.facts["times"]) for entry in entries) == [
        (entries[0].number + place, place + 1) for place in range(3)
    ]
    assert len(told) == 3


def test_what_fails_writes_nothing_of_what_it_gathered() -> None:
    def fail() -> None:
        with audit.gathering():
            audit.announce(BellRung(bell="north", times=1), actor=system("test"))
            raise IntegrityError

    with pytest.raises(IntegrityError):
        fail()

    assert audit.list_entries(subject="north") == []
