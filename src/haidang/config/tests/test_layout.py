"""Which tables are ready for a layout by city is told of every table, and truly."""

import pytest

from haidang.config.cluster.layout import steps, table_states

pytestmark = pytest.mark.django_db


def test_of_every_table_somebody_has_said_where_it_belongs() -> None:
    assert [state.table for state in table_states() if state.kind is None] == []


def test_today_most_tables_of_a_city_lack_the_column() -> None:
    lacking = {state.table for state in table_states() if "column city" in state.lacks}

    assert "cases_case" not in lacking
    assert {"cases_evidence", "worklist_task", "payments_paymentorder"} <= lacking


def test_no_copied_table_points_into_a_city() -> None:
    faults = {one.table: one.lacks for one in table_states() if one.kind == "reference"}

    assert {table: lacks for table, lacks in faults.items() if lacks} == {}


def test_the_steps_touch_only_tables_of_a_city() -> None:
    of_a_city = {state.table for state in table_states() if state.kind == "city"}

    changed = {step.split()[2] for step in steps() if step.startswith("ALTER TABLE")}

    assert changed <= of_a_city
