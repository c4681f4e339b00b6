import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import httpx
import pytest
from django.db import connection
from django.test import override_settings
from prometheus_client.parser import text_string_to_metric_families

from haidang.blocks.outbox import public as outbox
from haidang.config.watching import figures, metrics
from haidang.config.watching.serving import Exposition, TokenMissing, serve
from haidang.domain.cases.queries.figures import working_hours_before
from haidang.domain.cases.testing import (
    MONDAY,
    World,
    install_world,
    make_submitted,
    providers_in_memory,
)
from haidang.engines.deadlines import build_calendar
from haidang.kernel import clock

OPTIONS = figures.Options(city="haiphong", stuck_hours=16)
pytestmark = pytest.mark.django_db
SECRET = "a-secret"  # noqa: S105 - of this test

PROCESS = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(DATABASES={})
from haidang.config.watching.metrics import Metrics
from haidang.kernel import watch

watch.add_watcher(Metrics(Path(sys.argv[1])))
for name in ("sms", "sms", "vietqr"):
    with watch.step("call", name):
        pass
try:
    with watch.step("call", "sms"):
        raise LookupError
except LookupError:
    pass
"""


def run_a_process(folder: Path) -> None:
    subprocess.run(  # noqa: S603 - this Python with a text of ours
        [sys.executable, "-c", PROCESS, str(folder)], check=True
    )


def samples(text: bytes) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


@pytest.fixture(scope="module")
def _city(shared_rows: None) -> World:
    with clock.stopped_at(MONDAY - timedelta(hours=1)):
        return install_world()


@pytest.fixture
def world(_city: World, db: None) -> Iterator[World]:
    with override_settings(**providers_in_memory({})), clock.stopped_at(MONDAY):
        yield _city


@pytest.fixture
def exposition(tmp_path: Path) -> Exposition:
    options = figures.Options(city="haiphong", stuck_hours=16, backup_dir=tmp_path / "backup")
    return Exposition(tmp_path / "metrics", options)


def test_a_process_goes_on_counting_in_the_slot_of_a_dead_one(
    exposition: Exposition, tmp_path: Path
) -> None:
    run_a_process(tmp_path / "metrics")
    run_a_process(tmp_path / "metrics")

    counted = samples(exposition.text())

    sms = (("outcome", "ok"), ("system", "sms"))
    assert counted["haidang_calls_total", sms] == 4
    assert counted["haidang_calls_total", (("outcome", "LookupError"), ("system", "sms"))] == 2
    assert counted["haidang_call_seconds_count", (("system", "sms"),)] == 6
    assert len(list((tmp_path / "metrics").glob("counter_*.db"))) == 1


def test_the_figures_tell_how_cases_jobs_and_the_audit_stand(
    world: World, exposition: Exposition
) -> None:
    make_submitted(applicant=world.lan)

    told = samples(exposition.text())

    assert told["haidang_cases", (("status", "1"),)] == 1
    assert told["haidang_cases_overdue", ()] == 0
    assert told["haidang_audit_unsealed", ()] > 0
    assert told["haidang_workers", ()] == 0
    assert sum(value for (name, _), value in told.items() if name == "haidang_jobs_waiting") > 0
    assert told["haidang_database_bytes", ()] > 0
    for group in ("jobs", "cases", "audit", "database", "backup"):
        assert told["haidang_figures_up", (("group", group),)] == 1


def test_a_case_in_hand_that_does_not_move_for_two_working_days_is_stuck(
    world: World, tmp_path: Path
) -> None:
    make_submitted(applicant=world.lan)

    with clock.stopped_at(MONDAY + timedelta(days=7)):
        told = samples(
            Exposition(tmp_path, figures.Options(city="haiphong", stuck_hours=16)).text()
        )

    assert told["haidang_cases_stuck", (("status", "1"),)] == 1


def test_the_age_of_the_newest_whole_backup_is_told(
    exposition: Exposition, tmp_path: Path
) -> None:
    assert ("haidang_backup_age_seconds", ()) not in samples(exposition.text())
    base = tmp_path / "backup" / "base" / "20261130"
    base.mkdir(parents=True)
    (base / "manifest.json").write_text("{}")

    told = samples(
        Exposition(
            tmp_path,
            figures.Options(city="haiphong", stuck_hours=16, backup_dir=tmp_path / "backup"),
        ).text()
    )

    assert 0 <= told["haidang_backup_age_seconds", ()] < 60


def test_a_group_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    told = samples(Exposition(tmp_path, figures.Options(city="atlantis", stuck_hours=16)).text())

    assert told["haidang_figures_up", (("group", "cases"),)] == 0
    assert told["haidang_figures_up", (("group", "jobs"),)] == 1


def test_working_hours_are_counted_back_over_night_and_weekend() -> None:
    calendar = build_calendar([2026])

    start = working_hours_before(MONDAY, 16, calendar=calendar)

    assert clock.local(start).weekday() in {2, 3}
    assert calendar.working_time(start, MONDAY) == timedelta(hours=16)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    class Told:
        def text(self) -> bytes:
            return b"haidang_workers 1"

    server = serve(Told(), host="127.0.0.1", port=0, token=SECRET)  # type: ignore[arg-type]  # only text() is asked
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/metrics"
    server.shutdown()
    thread.join()
    server.server_close()


def test_figures_are_shown_to_the_holder_of_the_token_only(address: str) -> None:
    right = httpx.get(address, headers={"Authorization": f"Bearer {SECRET}"})
    wrong = httpx.get(address, headers={"Authorization": "Bearer x"})
    none = httpx.get(address)
    elsewhere = httpx.get(address.replace("/metrics", "/"))

    assert (right.status_code, right.content) == (200, b"haidang_workers 1")
    assert [one.status_code for one in (wrong, none, elsewhere)] == [401, 401, 404]


def test_figures_without_a_token_stay_on_the_machine(exposition: Exposition) -> None:
    with pytest.raises(TokenMissing):
        serve(exposition, host="0.0.0.0", port=0, token="")  # noqa: S104 - what is refused


def test_every_name_that_is_told_is_a_known_one(exposition: Exposition, tmp_path: Path) -> None:
    run_a_process(tmp_path / "metrics")

    told = {name for name, _labels in samples(exposition.text())}

    assert told <= metrics.names() | figures.names()


def test_work_that_failed_for_ever_is_counted_by_task() -> None:
    for _ in range(2):
        outbox.defer_by_name("cases.follow_part", case_number="H24-261123-0001", part="a")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'failed' "
            "WHERE id = (SELECT max(id) FROM procrastinate_jobs)"
        )

    (told,) = outbox.queue_figures()

    assert (told.task, told.waiting, told.failed) == ("cases.follow_part", 1, 1)
    assert 0 <= told.oldest_seconds < 60
