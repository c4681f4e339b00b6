from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, IntegrityError, transaction

from haidang.blocks.statements import public as statements

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 30, 5, tzinfo=UTC)
LATER = datetime(2026, 11, 30, 6, tzinfo=UTC)


def lamp(data: str = "lit") -> Session:
    return Session(session_key="lamp", session_data=data, expire_date=NOON)


def test_a_row_is_written_once() -> None:
    first = statements.write_once(lamp("lit"))
    second = statements.write_once(lamp("out"))

    assert (first, second) == (True, False)
    assert Session.objects.get().session_data == "lit"


def test_a_new_row_must_be_new() -> None:
    statements.write_new(lamp())

    with pytest.raises(IntegrityError), transaction.atomic():
        statements.write_new(lamp())

    assert Session.objects.count() == 1


def test_a_row_that_was_written_can_be_saved() -> None:
    row = lamp()
    statements.write_new(row)
    row.session_data = "out"

    row.save()

    assert Session.objects.get().session_data == "out"


def test_only_the_named_columns_are_saved() -> None:
    row = lamp()
    statements.write_new(row)
    row.session_data, row.expire_date = "out", LATER

    statements.save_columns(row, ("session_data",))

    kept = Session.objects.get()
    assert (kept.session_data, kept.expire_date) == ("out", NOON)


def test_saving_a_row_that_is_not_there_is_refused() -> None:
    with pytest.raises(DatabaseError):
        statements.save_columns(lamp(), ("session_data",))
