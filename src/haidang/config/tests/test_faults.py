"""The database's end of a connection is killed, truly, at each statement of a request in turn."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from procrastinate.exceptions import ConnectorException
from pytest_django import DjangoAssertNumQueries

from haidang.blocks.identity.testing import make_lan, make_token
from haidang.blocks.outbox import public as outbox
from haidang.config.faults import answer_a_fault

pytestmark = pytest.mark.django_db(transaction=True)

PROBLEM = "application/problem+json"


@contextmanager
def killer() -> Iterator[Callable[[], None]]:
    """Return what kills the database's process behind this thread's connection."""
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    with psycopg.connect(**parameters, autocommit=True) as other:

        def kill() -> None:
            assert connection.connection is not None
            process = connection.connection.info.backend_pid
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])

        yield kill


class DeathAt:
    """Kills the database's process right before a statement of a request."""

    def __init__(self, number: int, kill: Callable[[], None]) -> None:
        self.left, self.kill = number, kill

    def __call__(
        self,
        execute: Callable[..., object],
        sql: str,
        parameters: object,
        many: bool,  # noqa: FBT001 - Django's own signature
        context: object,
    ) -> object:
        self.left -= 1
        if self.left == 0:
            self.kill()
        return execute(sql, parameters, many, context)


def deaths_of(ask: Callable[[], HttpResponse]) -> Iterator[HttpResponse]:
    """Ask again and again, and let the database die one statement later each time."""
    number = 0
    with killer() as kill:
        while True:
            number += 1
            death = DeathAt(number, kill)
            connection.ensure_connection()
            with connection.execute_wrapper(death):
                answer = ask()
            close_old_connections()  # the test's client leaves that to the test
            if death.left > 0:
                return
            yield answer


def lan_at_home() -> Client:
    client = Client(raise_request_exception=False)
    lan = make_lan()
    assert lan.account_id is not None
    account = get_user_model().objects.get(pk=lan.account_id)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_page_whose_database_dies_asks_to_be_loaded_again() -> None:
    client = lan_at_home()

    def ask() -> HttpResponse:
        answer = client.get("/ho-so/")
        assert isinstance(answer, HttpResponse)
        return answer

    *broken, drawn = deaths_of(ask)

    assert len(broken) > 2
    for answer in broken:
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert "haidang.database_away" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
    # the last statement asks for the city's words in the header, which a package holds as well
    assert drawn.status_code == 200


def test_the_page_of_an_absent_database_does_not_ask_it(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        page = answered("/ho-so/", OperationalError("gone"))

    assert page.status_code == 503
    assert 'href="/ho-so/"' in page.content.decode()


def test_the_page_of_an_absent_database_leads_to_no_other_site() -> None:
    page = answered("http://testserver//elsewhere.example/a", OperationalError("gone"))

    assert 'href="/%2Felsewhere.example/a"' in page.content.decode()
    assert 'href="//' not in page.content.decode()


def test_a_rest_call_whose_database_dies_is_told_to_come_again_under_its_key() -> None:
    lan = make_lan()
    headers = {"Authorization": f"Bearer {make_token(lan)}", "Idempotency-Key": "once"}
    client = Client(raise_request_exception=False)
    draft = {"procedure": "1.001193", "unit": "11560"}

    def ask() -> HttpResponse:
        answer: object = client.post(
            "/api/cases", draft, content_type="application/json", headers=headers
        )
        assert isinstance(answer, HttpResponse)
        return answer

    answers = list(deaths_of(ask))

    assert len(answers) > 2
    for answer in answers:
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert answer["Content-Type"].startswith(PROBLEM)
        assert json.loads(answer.content)["code"] == "haidang.database_away"


def test_a_job_that_cannot_be_written_counts_as_the_database_being_away() -> None:
    def write() -> None:
        with killer() as kill, transaction.atomic():
            kill()
            outbox.defer_by_name("outbox.deliver", event_id="-", handler="-")

    with pytest.raises(ConnectorException) as caught:
        write()
    close_old_connections()

    assert outbox.is_database_away(caught.value)


def test_a_fault_of_our_own_is_no_reason_to_come_again() -> None:
    refused = IntegrityError("doubled")
    refused.__cause__ = psycopg.errors.UniqueViolation("doubled")
    refused.__cause__.__context__ = refused

    assert not outbox.is_database_away(refused)
    assert not outbox.is_database_away(DatabaseError())
    assert not outbox.is_database_away(None)
    assert outbox.is_database_away(OperationalError())


def test_a_broken_page_is_a_fault_and_says_nothing_of_its_inside() -> None:
    page = answered("/ho-so/", ValueError("secret"))
    problem = answered("/api/cases", ValueError("secret"))

    assert (page.status_code, problem.status_code) == (500, 500)
    assert "Retry-After" not in page
    assert problem["Content-Type"].startswith(PROBLEM)
    assert b"secret" not in page.content + problem.content


def answered(path: str, fault: Exception) -> HttpResponse:
    request: HttpRequest = RequestFactory().get(path)
    try:
        raise fault
    except type(fault):
        return answer_a_fault(request)
