"""Three true servers: the primary dies under load, and nothing that was told is lost."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from bench.failover import fail_over_once
from bench.group import GroupCity, group_city
from haidang.config import cluster
from haidang.config.postgres import find_cluster
from haidang.config.settings_test import ENV

pytestmark = [pytest.mark.running_clock, pytest.mark.slow, pytest.mark.django_db]

CLIENTS = 3
CASES = 8
SERVICE_IS_BACK_SECONDS = 30.0
"""Generous, for a machine that does other things; docs/explanation/cluster.md has the figures."""


@pytest.fixture(scope="module")
def city(
    django_db_setup: None,  # the schema is taken from the database of the tests
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[GroupCity]:
    with django_db_blocker.unblock():
        source = dict(connection.settings_dict)
    with group_city(schema=lambda url: copy_schema(source, url)) as city:
        yield city


def copy_schema(source: dict[str, object], url: str) -> None:
    """Copy the tests' own empty database, which is quicker than all migrations."""
    programs = find_cluster(ENV.data_dir).programs
    reach = ["-h", source["HOST"], "-p", source["PORT"], "-U", source["USER"], source["NAME"]]
    dumped = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        [programs / "pg_dump", "--no-owner", "--no-privileges", *map(str, reach)],
        stdout=subprocess.PIPE,
        check=True,
    )
    subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", url],
        input=dumped.stdout,
        check=True,
    )


def test_failover_under_load_loses_no_committed_case(city: GroupCity) -> None:
    found = fail_over_once(city, clients=CLIENTS, calm_cases=CASES)

    assert found.told >= 2 * CASES
    assert (found.lost, found.doubled) == (0, 0)
    assert found.former != found.primary
    assert found.silence_seconds < SERVICE_IS_BACK_SECONDS


def test_the_former_primary_follows_the_new_one(city: GroupCity) -> None:
    standings = cluster.ask_all(city.group)

    primary = cluster.find_primary(standings)

    assert primary is not None
    assert [one.split()[0] for one in primary.fed] == sorted(
        node.name for node in city.group.fellows(primary.node)
    )


def test_a_group_that_may_miss_a_commit_does_not_fail_over(city: GroupCity) -> None:
    before = cluster.find_primary(cluster.ask_all(city.group))
    assert before is not None
    silent = city.group.fellows(before.node)[0]
    cluster.stop(silent)

    with pytest.raises(cluster.FailoverRefused):
        cluster.fail_over(city.group)

    assert cluster.find_primary(cluster.ask_all(city.group)) is not None
    cluster.start(silent)


def test_what_was_rehearsed_is_what_is_shipped() -> None:
    shipped = Path(__file__).parents[2] / "deploy" / "postgresql" / "common.conf"

    lines = shipped.read_text(encoding="utf-8").splitlines()

    written = dict(line.split(" = ") for line in lines if " = " in line)
    assert {name: value.strip("'") for name, value in written.items()} == dict(cluster.SETTINGS)
