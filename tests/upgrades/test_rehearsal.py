"""What a rehearsal looks at, it sees."""

import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from haidang.domain.indicators.models import Told
from haidang.kernel import clock
from tests.upgrades.city import MIGRATOR, Database
from tests.upgrades.filling import Mould, fill
from tests.upgrades.locks import Watch
from tests.upgrades.people import Answer
from tests.upgrades.rehearsal import PHASES, Outcome, Plan
from tests.upgrades.report import write_report

TABLE = "indicators_told"


def connect(name: str = "") -> Database:
    parameters = {**connection.get_connection_params(), "application_name": name or "city"}
    return psycopg.connect(**parameters, autocommit=True)


@pytest.fixture
def migrator(transactional_db: None) -> Iterator[Database]:
    with connect(MIGRATOR) as found:
        yield found


def until_somebody_waits(eyes: Database) -> None:
    deadline = time.monotonic() + 30
    query = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
    while eyes.execute(query, [TABLE]).fetchone() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.slow
def test_whoever_waits_for_a_migration_is_seen_and_so_is_what_it_holds(migrator: Database) -> None:
    def read() -> None:
        with connect() as reader:
            reader.execute(sql.SQL("SELECT 1 FROM {}").format(sql.Identifier(TABLE)))

    request = threading.Thread(target=read)
    with connect() as eyes:
        watch = Watch(database=eyes, migration="cases.0009_bad")
        with migrator.transaction():
            migrator.execute(sql.SQL("LOCK TABLE {}").format(sql.Identifier(TABLE)))
            request.start()
            until_somebody_waits(eyes)
            watch.look(1.0)
            watch.look(3.0)
        request.join()
        watch.look(4.0)

    (held,) = (one for one in watch.held if one.table == TABLE)
    (wait,) = watch.city_waits()
    assert (held.migration, held.mode) == ("cases.0009_bad", "AccessExclusiveLock")
    assert 2.0 <= held.seconds < 2.5
    assert (wait.table, wait.migration, wait.by_migration) == (TABLE, "cases.0009_bad", False)
    assert wait.seconds > 0


@pytest.mark.slow
def test_copies_fill_the_tables_that_tell_of_a_case(migrator: Database) -> None:
    number = "H24.182.01-261130-0001"
    Told.objects.create(
        subject=number, city="haiphong", procedure="2.000635", agency="H24.182",
        accepted_at=clock.now(),
    )  # fmt: skip
    mould = Mould(number=number, case="", is_open=False)

    added = fill(migrator, [mould], 10)

    copies = Told.objects.exclude(subject=number)
    assert added[TABLE] == copies.count() == 10
    assert {one.agency for one in copies} == {f"H24.{300 + i}" for i in range(1, 11)}


def test_a_request_that_failed_stands_in_the_phase_in_which_it_was_asked() -> None:
    outcome = Outcome(plan=Plan(ref="old"), name="old code")
    outcome.marks = [(PHASES[0], 0.0), (PHASES[1], 10.0)]
    outcome.answers = [
        Answer(at=9.0, seconds=0.5),
        Answer(at=10.5, seconds=2.0, failure="POST /api/cases: 500"),
    ]
    outcome.breaches = ["1 requests failed, as: POST /api/cases: 500"]

    report = write_report(outcome)

    assert f"| {PHASES[0]} | 1 | 0 | 0.50 | 0.50 |" in report
    assert f"| {PHASES[1]} | 1 | 1 | 2.00 | 2.00 |" in report
    assert "BREACH 1 requests failed" in report
