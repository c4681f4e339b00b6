"""The address of the database is read as libpq reads it, several hosts included."""

from dataclasses import replace
from typing import Any

import pytest

from haidang.config.env import Environment
from haidang.config.postgres import PostgresError, database_parameters

ONE = "postgresql://haidang:m%40t@db.example:5433/city?sslmode=verify-full"
SEVERAL = "postgresql://haidang:m%40t@a.example,b.example:5433,c.example/city"


def parameters(url: str) -> dict[str, Any]:
    return database_parameters(replace(Environment(), database_url=url))


def test_one_host_is_reached_as_it_was_named_with_its_options() -> None:
    found = parameters(ONE)

    assert (found["HOST"], found["PORT"]) == ("db.example", "5433")
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("city", "haidang", "m@t")
    assert found["OPTIONS"]["sslmode"] == "verify-full"
    assert "CONN_HEALTH_CHECKS" not in found


def test_a_socket_is_named_as_a_host() -> None:
    found = parameters("postgresql://postgres@/city?host=/var/run/pg")

    assert (found["HOST"], found["NAME"], found["PORT"]) == ("/var/run/pg", "city", "")


def test_of_several_hosts_the_one_that_takes_writes_is_used() -> None:
    found = parameters(SEVERAL)

    assert found["HOST"] == "a.example,b.example,c.example"
    assert found["PORT"].split(",")[1] == "5433"
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"


def test_with_several_hosts_a_connection_is_tried_before_it_is_used() -> None:
    found = parameters(SEVERAL)

    assert found["CONN_HEALTH_CHECKS"] is True
    assert found["OPTIONS"]["pool"]["reconnect_timeout"] == 5


def test_what_the_operator_wrote_goes_before_our_own_choice() -> None:
    found = parameters(f"{SEVERAL}?target_session_attrs=any&connect_timeout=9")

    assert found["OPTIONS"]["target_session_attrs"] == "any"
    assert found["OPTIONS"]["connect_timeout"] == "9"


def test_an_address_that_libpq_does_not_understand_is_refused() -> None:
    with pytest.raises(PostgresError, match="cannot be read"):
        parameters("postgresql://db.example/city?no_such_option=1")
