"""The way to a layout by city is rehearsed on plain PostgreSQL, with the rows of a true case."""

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from pytest_django import DjangoDbBlocker

from haidang.blocks.agencies import public as agencies
from haidang.blocks.agencies.testing import WARD_CENTRE
from haidang.config.cluster.layout import kind_of, steps, table_states
from haidang.domain.cases.testing import (
    MONDAY,
    World,
    add_file,
    install_world,
    make_draft,
    make_submitted,
)
from haidang.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def before(
    shared_rows: None, django_db_blocker: DjangoDbBlocker
) -> tuple[World, str, dict[str, int]]:
    """Make the tables ready around a case; return the world, its number, the rows until then."""
    with django_db_blocker.unblock(), clock.stopped_at(MONDAY):
        world = install_world()
        number = make_submitted(applicant=world.lan)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SELECT set_config('haidang.city', %s, true)", [settings.HAIDANG_CITY])
            counted = count_rows()
            for step in list(steps()):
                cursor.execute(step)
    return world, number, counted


def count_rows() -> dict[str, int]:
    """Return how many rows each table of a city has."""
    tables = [state.table for state in table_states() if state.kind == "city"]
    with connection.cursor() as cursor:
        counted = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - names of our own tables
            counted[table] = cursor.fetchone()[0]
    return counted


def cities_of_tasks(number: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.city, c.city FROM worklist_task t "
            "JOIN cases_case c ON c.number = t.subject WHERE c.number = %s",
            [number],
        )
        found: list[tuple[str, str]] = cursor.fetchall()
    return found


def test_after_the_steps_only_triggers_and_links_out_of_the_city_are_left(
    before: tuple[World, str, dict[str, int]],
) -> None:
    states = [state for state in table_states() if state.kind == "city"]

    left = {what for state in states for what in state.lacks if "triggers" not in what}

    outward = [link for state in states for link in state.links if kind_of(link.target) == "local"]
    assert left == {f"link {link.name} to {link.target}" for link in outward}


def test_the_steps_keep_every_row(before: tuple[World, str, dict[str, int]]) -> None:
    _world, _number, counted = before

    assert count_rows() == counted
    assert counted["cases_case"] == 1


def test_a_row_that_was_there_is_of_the_city(before: tuple[World, str, dict[str, int]]) -> None:
    _world, number, _counted = before

    assert cities_of_tasks(number) == [(settings.HAIDANG_CITY, settings.HAIDANG_CITY)]


def test_code_that_does_not_know_the_column_inserts_on(
    before: tuple[World, str, dict[str, int]],
) -> None:
    world, _number, _counted = before

    with clock.stopped_at(MONDAY):
        draft = make_draft(applicant=world.lan)
        add_file(draft, key="birth_notice", actor=world.lan)

    with connection.cursor() as cursor:
        cursor.execute("SELECT city FROM cases_evidence WHERE case_id = %s", [draft])
        assert cursor.fetchall() == [(settings.HAIDANG_CITY,)]


def test_an_upsert_must_name_the_wider_key_before_the_layout_can_be_used(
    before: tuple[World, str, dict[str, int]],
) -> None:
    with pytest.raises(ProgrammingError, match="ON CONFLICT"), transaction.atomic():
        agencies.next_number(agency=WARD_CENTRE, series="case", period="2026-11-23")
