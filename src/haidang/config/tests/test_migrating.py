"""A migration that does not get its lock gives way, and comes again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from psycopg import sql

from haidang.config.migrating import Patience, giving_way, is_lock_timeout, migrate

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SOON = Patience(lock_seconds=0.05, tries=6, pause_seconds=0.01)
TABLE = "indicators_told"
COLUMN = "waited_seconds"
Say = Callable[[str], None]


@contextmanager
def somebody_else() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(**connection.get_connection_params()) as other:
        yield other


def read(table: str) -> None:
    """Read as a request does that comes later; whoever had to queue would fail."""
    with somebody_else() as late:
        late.execute("SET statement_timeout = '2s'")
        late.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))


def has_column(table: str, column: str) -> bool:
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, table)
    return any(one.name == column for one in found)


def is_valid(index: str) -> bool:
    query = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"
    with connection.cursor() as cursor:
        cursor.execute(query, [index])
        row = cursor.fetchone()
    return bool(row and row[0])


@contextmanager
def long_reader(table: str, *, gives_up_after: int) -> Iterator[tuple[Say, list[str]]]:
    """Read in a long transaction that ends when so many tries were said to be in vain."""
    words: list[str] = []
    with somebody_else() as reader:
        reader.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table)))

        def say(text: str) -> None:
            words.append(text)
            read(table)
            if len(words) == gives_up_after:
                reader.rollback()

        yield say, words


@pytest.fixture
def a_column_lacks() -> Iterator[None]:
    call_command("migrate", "indicators", "0001", verbosity=0)
    assert not has_column(TABLE, COLUMN)
    yield
    call_command("migrate", verbosity=0)


@pytest.mark.usefixtures("a_column_lacks")
def test_a_migration_gives_way_to_a_long_reader_a_bounded_number_of_times() -> None:
    with (
        long_reader(TABLE, gives_up_after=99) as (say, words),
        pytest.raises(OperationalError) as failed,
    ):
        migrate(verbosity=0, patience=SOON, say=say)
    assert is_lock_timeout(failed.value)
    assert len(words) == SOON.tries - 1
    assert not has_column(TABLE, COLUMN)

    with long_reader(TABLE, gives_up_after=2) as (say, words):
        waited_in_vain = migrate(verbosity=0, patience=SOON, say=say)

    assert waited_in_vain == len(words) >= 2
    assert has_column(TABLE, COLUMN)


def test_outside_a_transaction_the_statement_alone_comes_again() -> None:
    with (
        long_reader(TABLE, gives_up_after=2) as (say, words),
        giving_way(SOON, say),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN {COLUMN} SET NOT NULL")

    assert len(words) >= 2


def test_an_index_that_was_left_half_made_is_made_anew_and_a_made_one_stays() -> None:
    make = f"CREATE INDEX CONCURRENTLY left_half_made ON {TABLE} ({COLUMN})"
    words: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute(make)
        cursor.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'left_half_made'::regclass"
        )

        with giving_way(SOON, words.append):
            cursor.execute(make)
            cursor.execute(make)

        assert is_valid("left_half_made")
        assert words == ["The index left_half_made was left half made; it is made anew."]
        cursor.execute("DROP INDEX left_half_made")
