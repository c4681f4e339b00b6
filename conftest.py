"""Tests are stricter than production: the clock stands still, networks are closed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import pytest
from django.core.signals import setting_changed
from django.db import connection, transaction
from django.utils.module_loading import import_string
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from haidang.kernel import clock

settings.register_profile("haidang", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("haidang")  # what is true does not depend on how busy the machine is

KEPT_PROVIDERS: Final = {
    "DELIVERY_PROVIDERS": ("haidang.blocks.delivery.providers.get_provider",),
    "EXCHANGE_PROVIDERS": ("haidang.blocks.exchange.providers.get_provider",),
    "FILES_PROVIDERS": ("haidang.blocks.vault.providers.get_store",),
    "MESSAGING_PROVIDERS": ("haidang.blocks.messaging.providers.get_provider",),
    "PAYMENT_PROVIDERS": ("haidang.blocks.payments.providers.get_provider",),
    "SCANNING_PROVIDERS": (
        "haidang.blocks.scanning.providers.code_reader",
        "haidang.blocks.scanning.providers.text_reader",
    ),
    "SIGNING_PROVIDERS": ("haidang.blocks.signing.providers.get_provider",),
}
"""A process makes each provider once; a test that sets others gets those that it set."""
A_TUESDAY = datetime(2026, 9, 15, 9, 0, tzinfo=clock.VIETNAM)


def _forget_providers(*, setting: str, **_others: object) -> None:
    """Let the next call make the providers that the settings name now."""
    for path in KEPT_PROVIDERS.get(setting, ()):
        import_string(path).cache_clear()


setting_changed.connect(_forget_providers)  # how Django itself forgets what it made of settings


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what drives a whole city: small files at the end leave no core without work."""
    whole = config.rootpath / "tests"
    items.sort(key=lambda item: not item.path.is_relative_to(whole))


@pytest.fixture(autouse=True)
def _the_clock_stands_still(request: pytest.FixtureRequest) -> Iterator[None]:
    """Stop the clock at a known Tuesday, unless a test needs it to run."""
    if request.node.get_closest_marker("running_clock"):
        yield
        return
    with clock.stopped_at(A_TUESDAY):
        yield


@pytest.fixture(autouse=True)
def _nothing_is_known_from_another_test() -> None:
    """Forget what a process keeps of the database for some seconds."""
    from haidang.blocks.agencies import public as agencies  # noqa: PLC0415 - Django is set up now
    from haidang.blocks.messaging import public as messaging  # noqa: PLC0415 - as above

    agencies.forget_offices()
    messaging.forget_words()


@pytest.fixture(autouse=True)
def _no_job_outlives_its_test(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Empty the queue after a test with true commits: Django's own clean-up leaves it alone."""
    yield
    mark = request.node.get_closest_marker("django_db")
    if mark is not None and mark.kwargs.get("transaction"):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture(scope="module")
def shared_rows(
    django_db_setup: None,  # noqa: ARG001 - asked for what it does
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Hold one transaction open for a module: what is heavy to make is made once in it.

    Each test marked ``django_db`` still undoes its own changes. A test that needs true
    commits stands in a module of its own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
