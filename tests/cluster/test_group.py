"""Three true servers: pages are read from replicas, the primary dies, and nothing is lost."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from bench.failover import fail_over_once
from bench.group import GroupCity, group_city
from haidang.config import cluster
from haidang.config.postgres import find_cluster
from haidang.config.replicas.middleware import HEADER, TOLD
from haidang.config.settings_test import ENV

pytestmark = [pytest.mark.running_clock, pytest.mark.slow, pytest.mark.django_db]

CLIENTS = 3
CASES = 8
SETTINGS = "tests.simulation.settings"
"""A worker that is silent for three seconds is given up, not for thirty."""
JOBS_ARE_DONE_SECONDS = 90.0
UNDONE = """
    SELECT id, task_name, status, attempts FROM procrastinate_jobs
    WHERE status <> 'succeeded' AND queueing_lock IS NULL
"""
TOLD_OF_CASES = """
    SELECT c.number, (SELECT count(*) FROM messaging_notice n WHERE n.subject = c.number),
           (SELECT count(*) FROM messaging_deliveryattempt a JOIN messaging_notice n
            ON n.id = a.notice_id WHERE n.subject = c.number AND a.outcome = 'sent')
    FROM cases_case c WHERE c.submitted_at IS NOT NULL
"""
SERVICE_IS_BACK_SECONDS = 30.0
"""Generous, for a machine that does other things; docs/explanation/cluster.md has the figures."""


@pytest.fixture(scope="module")
def city(
    django_db_setup: None,  # the schema is taken from the database of the tests
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[GroupCity]:
    with django_db_blocker.unblock():
        source = dict(connection.settings_dict)
    with group_city(
        schema=lambda url: copy_schema(source, url), replicas=True, worker=SETTINGS
    ) as city:
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


class Reader:
    """Somebody who reads pages and is told which server answered."""

    def __init__(self, city: GroupCity, *, who: str = "") -> None:
        headers = {"Authorization": f"Bearer {city.tokens[who]}"} if who else {}
        self.client = httpx.Client(base_url=city.url, headers=headers, timeout=20)

    def begin_case(self) -> tuple[str, str]:
        """Return a new draft, and the position that stands for having written it."""
        wanted = {"procedure": "1.001193", "unit": "11560"}
        answer = self.client.post("/api/cases", json=wanted)
        return answer.json()["id"], answer.headers[HEADER]

    def cases(self, *, seen: str = "") -> tuple[set[str], bool]:
        """Return the ids of one's cases, and whether a replica answered."""
        headers = {HEADER: seen} if seen else {}
        answer = self.client.get("/api/cases", params={"limit": 100}, headers=headers)
        return {row["id"] for row in answer.json()["cases"]}, TOLD in answer.headers

    def cases_in_a_replica(self, *, seen: str) -> set[str] | None:
        found, from_replica = self.cases(seen=seen)
        return found if from_replica else None

    def is_read_from_a_replica(self, path: str) -> bool:
        answer = self.client.get(path)
        assert answer.status_code == 200
        return TOLD in answer.headers


@pytest.fixture
def stranger(city: GroupCity) -> Iterator[Reader]:
    reader = Reader(city)
    cluster.wait_for(lambda: reader.is_read_from_a_replica("/"), what="replicas are read from")
    yield reader
    reader.client.close()


@pytest.fixture
def lan(city: GroupCity) -> Iterator[Reader]:
    reader = Reader(city, who="lan")
    yield reader
    reader.client.close()


@contextmanager
def replay_paused(city: GroupCity) -> Iterator[None]:
    """Let the replicas receive, but show nothing new."""
    paused = [one.node for one in cluster.ask_all(city.group) if one.role == "replica"]
    run_on(city, paused, "SELECT pg_wal_replay_pause()")
    try:
        yield
    finally:
        run_on(city, paused, "SELECT pg_wal_replay_resume()")


def run_on(city: GroupCity, nodes: list[cluster.Node], statement: str) -> None:
    for node in nodes:
        with cluster.connect(city.group, node) as connection:
            connection.execute(statement)


class TestReads:
    @pytest.mark.parametrize(
        "path", ["/", "/tim-kiem?q=khai+sinh", "/thu-tuc/1.001193/", "/tra-cuu?number=x",
                 "/api/procedures/1.001193"],
    )  # fmt: skip
    def test_public_pages_are_read_from_replicas(self, stranger: Reader, path: str) -> None:
        assert stranger.is_read_from_a_replica(path)

    def test_who_wrote_sees_it_though_no_replica_has_it_yet(
        self, city: GroupCity, stranger: Reader, lan: Reader
    ) -> None:
        with replay_paused(city):
            draft, seen = lan.begin_case()
            found, from_replica = lan.cases(seen=seen)

        assert draft in found
        assert not from_replica

    def test_who_wrote_reads_from_a_replica_as_soon_as_it_has_it(
        self, city: GroupCity, stranger: Reader, lan: Reader
    ) -> None:
        draft, seen = lan.begin_case()

        found = cluster.wait_for(
            lambda: lan.cases_in_a_replica(seen=seen), what="a replica has it"
        )

        assert draft in found

    def test_a_caller_that_brings_no_position_is_answered_by_the_primary(
        self, city: GroupCity, stranger: Reader, lan: Reader
    ) -> None:
        with replay_paused(city):
            draft, _seen = lan.begin_case()
            found, from_replica = lan.cases()

        assert draft in found
        assert not from_replica

    def test_a_replica_that_falls_behind_is_no_longer_read(
        self, city: GroupCity, stranger: Reader, lan: Reader
    ) -> None:
        with replay_paused(city):
            lan.begin_case()
            cluster.wait_for(  # several processes answer; each looks at the replicas by itself
                lambda: not any(stranger.is_read_from_a_replica("/") for _time in range(8)),
                what="the primary answers for every process",
            )
            behind = [stranger.is_read_from_a_replica("/") for _time in range(8)]
        assert not any(behind)

        cluster.wait_for(lambda: stranger.is_read_from_a_replica("/"), what="replicas are back")

    def test_no_page_fails_while_replicas_fall_away_and_come_back(
        self, city: GroupCity, stranger: Reader
    ) -> None:
        primary = cluster.find_primary(cluster.ask_all(city.group))
        assert primary is not None
        replicas = city.group.fellows(primary.node)

        for node in replicas:
            cluster.stop(node, mode="immediate")
        answered = [stranger.is_read_from_a_replica("/thu-tuc/1.001193/") for _time in range(12)]
        for node in replicas:
            cluster.start(node)

        assert answered[-1] is False
        cluster.wait_for(lambda: stranger.is_read_from_a_replica("/"), what="replicas are back")


def ask(city: GroupCity, query: str) -> list[tuple[object, ...]]:
    primary = cluster.find_primary(cluster.ask_all(city.group))
    assert primary is not None
    with cluster.connect(city.group, primary.node, database="haidang") as connection:
        return connection.execute(query).fetchall()


def test_failover_under_load_loses_no_committed_case_and_no_job(city: GroupCity) -> None:
    worker = city.processes.running["worker"]
    assert ask(city, "UPDATE identity_person SET phone = '0900000001' RETURNING id")

    found = fail_over_once(city, clients=CLIENTS, calm_cases=CASES)
    cluster.wait_for(
        lambda: not ask(city, UNDONE), what="every job is done", seconds=JOBS_ARE_DONE_SECONDS
    )

    assert found.told >= 2 * CASES
    assert (found.lost, found.doubled) == (0, 0)
    assert found.former != found.primary
    assert found.silence_seconds < SERVICE_IS_BACK_SECONDS
    assert worker.poll() is None, city.processes.tail("worker")
    told = ask(city, TOLD_OF_CASES)
    assert len(told) >= found.told
    assert {row[1:] for row in told} == {(1, 1)}
    sent = httpx.get(f"{city.messages}/messages").json()["messages"]
    assert len({message["key"] for message in sent}) == len(sent) == len(told)


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
