from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from haidang.blocks.statements import public as statements

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 30, 5, tzinfo=UTC)
LATER = datetime(2026, 11, 30, 6, tzinfo=UTC)

BY_NAME = statements.Prepared(lambda name: Group.objects.filter(name=name), str)


def test_a_row_is_read_as_the_orm_reads_it() -> None:
    written = Group.objects.create(name="Bộ phận Một cửa")

    read = BY_NAME.first("Bộ phận Một cửa")

    assert read == written
    assert read is not None
    assert (read.name, read._state.adding, read._state.db) == ("Bộ phận Một cửa", False, "default")


def test_each_call_binds_its_own_values() -> None:
    for name in ("Lan", "Hoa"):
        Group.objects.create(name=name)

    names = [BY_NAME.first(name) for name in ("Hoa", "Lan", "Bình")]

    assert [one.name if one else None for one in names] == ["Hoa", "Lan", None]


def test_what_the_rows_hold_is_never_taken_for_a_statement() -> None:
    Group.objects.create(name="Lan")

    assert BY_NAME.first("x' OR '1'='1") is None
    assert BY_NAME.first("%s %% {name}") is None


def test_a_value_may_stand_in_several_places_beside_constants() -> None:
    Session.objects.create(session_key="a", session_data="", expire_date=NOON)
    Session.objects.create(session_key="b", session_data="lit", expire_date=LATER)
    ended = statements.Prepared(
        lambda at: Session.objects.filter(
            Q(expire_date__lte=at), ~Q(expire_date__gt=at), session_data=""
        ),
        datetime,
    )

    assert [row.session_key for row in ended.rows(LATER)] == ["a"]
    assert ended.rows(datetime(2020, 1, 1, tzinfo=UTC)) == []


def test_related_rows_come_along() -> None:
    kind = ContentType.objects.get_for_model(Group)
    Permission.objects.create(name="sees lamps", codename="see_lamps", content_type=kind)
    prepared = statements.Prepared(
        lambda code: Permission.objects.select_related("content_type").filter(codename=code), str
    )

    read = prepared.first("see_lamps")

    assert read is not None
    with CaptureQueriesContext(connection) as asked:
        assert read.content_type == kind
    assert len(asked) == 0


def test_columns_that_are_left_out_are_read_when_they_are_wanted() -> None:
    Session.objects.create(session_key="a", session_data="lit", expire_date=NOON)
    prepared = statements.Prepared(
        lambda key: Session.objects.filter(pk=key).only("expire_date"), str
    )

    read = prepared.first("a")

    assert read is not None
    assert read.get_deferred_fields() == {"session_data"}
    assert read.session_data == "lit"


def test_the_order_and_the_limit_of_the_query_hold() -> None:
    for name in ("Lan", "Hoa", "Mai"):
        Group.objects.create(name=name)
    prepared = statements.Prepared(
        lambda name: Group.objects.exclude(name=name).order_by("name")[:1], str
    )

    assert [row.name for row in prepared.rows("Hoa")] == ["Lan"]


@pytest.mark.django_db(transaction=True)
def test_a_row_is_locked_inside_a_transaction_only() -> None:
    Group.objects.create(name="Lan")
    locked = statements.Prepared(
        lambda name: Group.objects.select_for_update(of=("self",)).filter(name=name), str
    )

    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        locked.first("Lan")
    with pytest.raises(transaction.TransactionManagementError):
        locked.first("Lan")

    assert asked[0]["sql"].endswith('FOR UPDATE OF "auth_group"')


def test_a_value_that_does_not_reach_the_statement_is_refused() -> None:
    changed = statements.Prepared(lambda name: Group.objects.filter(name__contains=name), str)
    unused = statements.Prepared(lambda _name: Group.objects.all(), str)

    for prepared in (changed, unused):
        with pytest.raises(statements.NotPreparable):
            prepared.rows("Lan")


def test_rows_that_are_no_instances_are_refused() -> None:
    prepared: statements.Prepared[Group] = statements.Prepared(
        lambda name: Group.objects.filter(name=name).values("name"),  # type: ignore[arg-type,return-value]  # as a careless caller would
        str,
    )

    with pytest.raises(statements.NotPreparable):
        prepared.rows("Lan")
