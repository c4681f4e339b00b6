"""Reads go to a replica only where nobody can notice; without replicas nothing is wired."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, transaction
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from haidang.blocks.identity.models import Person
from haidang.config.env import Environment
from haidang.config.replicas import middleware_of, replica_databases, router, routers_of
from haidang.config.replicas.middleware import COOKIE, HEADER, seen_by
from haidang.config.replicas.pace import Pace
from haidang.config.replicas.routes import ROUTES
from haidang.domain.cases.models import Case

ONE, TWO = "replica_1", "replica_2"


def make_pace(*, one: int | None = None, two: int | None = None) -> Pace:
    pace = Pace(bound_seconds=5)
    pace.note_written(1_000, at=100.0)
    pace.note_replayed(ONE, one)
    pace.note_replayed(TWO, two)
    return pace


class TestPace:
    def test_a_replica_that_has_what_was_seen_is_read(self) -> None:
        pace = make_pace(one=1_000)

        assert pace.choose(seen=1_000, at=101.0) == ONE

    def test_who_wrote_what_no_replica_has_reads_from_the_primary(self) -> None:
        pace = make_pace(one=1_000, two=1_000)

        assert pace.choose(seen=1_001, at=101.0) is None

    def test_who_wrote_reads_from_the_replica_that_has_it(self) -> None:
        pace = make_pace(one=1_000, two=1_200)

        assert {pace.choose(seen=1_100, at=101.0) for _time in range(4)} == {TWO}

    def test_replicas_take_turns(self) -> None:
        pace = make_pace(one=1_000, two=1_000)

        assert {pace.choose(seen=0, at=101.0) for _time in range(4)} == {ONE, TWO}

    def test_a_replica_within_the_bound_is_read_though_it_is_behind(self) -> None:
        pace = make_pace(one=1_000)
        pace.note_written(2_000, at=104.0)

        assert pace.choose(seen=0, at=106.0) == ONE

    def test_a_replica_behind_by_more_than_the_bound_is_not_read(self) -> None:
        pace = make_pace(one=1_000)
        pace.note_written(2_000, at=104.0)

        assert pace.choose(seen=0, at=109.5) is None

    def test_a_replica_that_was_behind_from_the_beginning_is_not_read(self) -> None:
        pace = make_pace(one=999)

        assert pace.choose(seen=0, at=100.1) is None

    def test_a_node_that_became_the_primary_is_no_replica(self) -> None:
        pace = make_pace(one=1_000)
        pace.note_replayed(ONE, None)

        assert pace.choose(seen=0, at=101.0) is None

    def test_while_the_primary_is_silent_its_last_position_counts(self) -> None:
        pace = make_pace(one=1_000)

        assert pace.choose(seen=0, at=500.0) == ONE


class TestSeenBy:
    def test_a_visitor_who_wrote_nothing_need_see_nothing_new(self) -> None:
        assert seen_by(RequestFactory().get("/")) == 0

    def test_a_browser_brings_what_it_saw(self) -> None:
        request = RequestFactory().get("/")
        request.COOKIES[COOKIE] = "1234"

        assert seen_by(request) == 1234

    def test_a_caller_with_a_token_brings_what_it_saw(self) -> None:
        request = RequestFactory().get("/", headers={"Authorization": "Bearer x", HEADER: "77"})

        assert seen_by(request) == 77

    @pytest.mark.parametrize("told", ["", "-1", "0x10", "9" * 40, "١٢"])
    def test_of_an_unclear_position_everything_is_seen(self, told: str) -> None:
        request = RequestFactory().get("/")
        request.COOKIES[COOKIE] = told

        assert seen_by(request) >= 2**63

    def test_a_caller_with_a_token_that_brings_nothing_is_answered_by_the_primary(self) -> None:
        request = RequestFactory().get("/", headers={"Authorization": "Bearer x"})

        assert seen_by(request) >= 2**63


@pytest.fixture
def reading() -> Iterator[router.Reading]:
    reading, token = router.begin()
    reading.alias = ONE
    yield reading
    router.end(token)


class TestRouter:
    wired = router.ReplicaRouter()

    def test_a_read_goes_to_the_replica_of_the_request(self, reading: router.Reading) -> None:
        assert self.wired.db_for_read(Case) == ONE

    def test_outside_a_request_everything_is_the_primarys(self) -> None:
        assert self.wired.db_for_read(Case) == DEFAULT_DB_ALIAS

    def test_who_somebody_is_comes_from_the_primary(self, reading: router.Reading) -> None:
        assert self.wired.db_for_read(Person) == DEFAULT_DB_ALIAS

    def test_after_a_write_the_request_reads_from_the_primary(
        self, reading: router.Reading
    ) -> None:
        assert self.wired.db_for_write(Case) == DEFAULT_DB_ALIAS
        assert self.wired.db_for_read(Case) == DEFAULT_DB_ALIAS

    @pytest.mark.django_db
    def test_a_read_within_a_transaction_is_the_primarys(self, reading: router.Reading) -> None:
        with transaction.atomic():
            assert self.wired.db_for_read(Case) == DEFAULT_DB_ALIAS

    def test_a_replica_is_never_migrated(self) -> None:
        assert self.wired.allow_migrate(ONE, "cases") is False
        assert self.wired.allow_migrate(DEFAULT_DB_ALIAS, "cases") is None


def test_without_replicas_nothing_is_wired() -> None:
    env = replace(Environment(), replica_urls="")

    assert (replica_databases(env), routers_of(env), middleware_of(env)) == ({}, [], [])
    assert list(settings.DATABASES) == [DEFAULT_DB_ALIAS]


def test_each_named_replica_is_a_database_of_its_own() -> None:
    urls = "postgresql://haidang@db2.example/city postgresql://haidang@db3.example:5433/city"

    found = replica_databases(replace(Environment(), replica_urls=urls))

    assert [(name, one["HOST"], one["PORT"]) for name, one in found.items()] == [
        (ONE, "db2.example", ""),
        (TWO, "db3.example", "5433"),
    ]


def test_every_page_that_may_be_read_from_a_replica_exists() -> None:
    assert set(all_routes(get_resolver())) >= ROUTES


def all_routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from all_routes(each, route)
