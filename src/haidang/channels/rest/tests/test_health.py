import pytest
from django.db import connection
from django.test import Client, override_settings

from haidang.channels.rest.readiness import check_readiness
from haidang.channels.rest.tests.conftest import Scene

pytestmark = pytest.mark.django_db


def test_a_process_answers_without_asking_the_database(
    django_assert_num_queries: object,
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # a fixture of pytest-django
        answer = Client().get("/api/live")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_process_with_database_schema_and_content_is_ready(scene: Scene) -> None:
    answer = Client().get("/api/ready")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_without_its_city_a_process_is_given_no_visitors(scene: Scene) -> None:
    with override_settings(HAIDANG_CITY="atlantis"):
        answer = Client().get("/api/ready")

    assert answer.status_code == 503
    assert answer.json()["errors"] == [
        {"pointer": "/content", "detail": "the city is not published"}
    ]


def test_before_the_schema_is_applied_a_process_is_not_ready(scene: Scene) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'cases' AND name LIKE '0001%'")

    found = check_readiness()

    assert not found.is_ready
    assert found.schema == "1 migrations are missing"


def test_a_newer_schema_does_not_stop_old_code(scene: Scene) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('cases', '9999_of_tomorrow', now())"
        )

    assert check_readiness().is_ready
