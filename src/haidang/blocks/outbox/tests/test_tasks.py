from datetime import UTC, datetime

import pytest
from asgiref.sync import async_to_sync
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job

from haidang.blocks.outbox import actions, tasks
from haidang.blocks.outbox import public as outbox
from haidang.blocks.outbox.types import Task
from haidang.kernel import watch
from haidang.kernel.events import JSON

pytestmark = pytest.mark.django_db(transaction=True)

TICK = "waiting.forget_visitors"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def run(query: str, *values: int | str | datetime | None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def make_worker(*, heartbeat: datetime | None = None) -> int:
    ((number,),) = run(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (coalesce(%s, now())) "
        "RETURNING id",
        heartbeat,
    )
    return int(str(number))


def make_job(*, worker: int, lock: str, waits_alone: bool = False) -> int:
    """Return a job that a worker is doing."""
    kind = Task(name=actions.DELIVER, queue="default", function=actions.deliver)
    outbox.defer(kind, lock=lock, event_id="-", handler="-")
    job = ProcrastinateJob.objects.get(lock=lock, status="todo")
    run(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, queueing_lock = %s "
        "WHERE id = %s",
        worker,
        "outbox.rescue" if waits_alone else None,
        job.id,
    )
    return int(job.id)


def statuses() -> dict[int, str]:
    return dict(ProcrastinateJob.objects.values_list("id", "status"))


@pytest.fixture(autouse=True)
def _no_jobs_of_others() -> None:
    run("DELETE FROM procrastinate_jobs")
    run("DELETE FROM procrastinate_workers")


def test_a_job_of_a_dead_worker_goes_back_into_the_queue() -> None:
    job = make_job(worker=make_worker(heartbeat=LONG_AGO), lock="a")

    rescued = tasks.rescue_now()

    assert (rescued, statuses()) == (1, {job: "todo"})


def test_a_job_of_a_worker_that_is_no_longer_known_goes_back_into_the_queue() -> None:
    worker = make_worker()
    job = make_job(worker=worker, lock="a")
    run("DELETE FROM procrastinate_workers WHERE id = %s", worker)

    tasks.rescue_now()

    assert statuses() == {job: "todo"}


def test_a_job_of_a_living_worker_is_left_alone() -> None:
    job = make_job(worker=make_worker(), lock="a")

    rescued = tasks.rescue_now()

    assert (rescued, statuses()) == (0, {job: "doing"})


def test_a_dead_rescue_does_not_hinder_the_rescue_of_others() -> None:
    dead = make_worker(heartbeat=LONG_AGO)
    make_job(worker=dead, lock="rescue", waits_alone=True)
    other = make_job(worker=dead, lock="a")
    outbox.defer_by_name(actions.DELIVER, lock="next tick", event_id="-", handler="-")
    waiting = ProcrastinateJob.objects.get(lock="next tick").id
    run("UPDATE procrastinate_jobs SET queueing_lock = 'outbox.rescue' WHERE id = %s", waiting)

    rescued = tasks.rescue_now()

    assert (rescued, statuses()) == (2, {other: "todo", waiting: "todo"})


def test_a_dead_workers_tick_is_done_by_somebody_else() -> None:
    tick = make_job(worker=make_worker(heartbeat=LONG_AGO), lock="tick", waits_alone=True)

    rescued = tasks.rescue_now()

    assert (rescued, statuses()) == (1, {tick: "todo"})


def test_nightly_work_is_tried_again_and_oftener_work_is_left_to_its_next_tick() -> None:
    tried_again = {
        entry.task.name
        for entry in app.periodic_registry.periodic_tasks.values()
        if entry.task.retry_strategy is not None
    }

    assert {"retention.sweep", "vault.shred_expired", TICK} <= tried_again
    assert not {"audit.seal", "outbox.rescue", "payments.poll_silent_orders"} & tried_again


def test_a_second_rescue_finds_nothing_to_do() -> None:
    make_job(worker=make_worker(heartbeat=LONG_AGO), lock="a")

    assert [tasks.rescue_now(), tasks.rescue_now()] == [1, 0]


def make_failed_tick(name: str) -> int:
    """Return a job of a periodic task that failed, as one does while the database is away."""
    ((number,),) = run(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, status) "
        "VALUES ('default', %s, %s, 'failed') RETURNING id",
        name,
        name,
    )
    return int(str(number))


def test_a_tick_that_goes_well_forgets_the_ticks_that_failed_before_it() -> None:
    make_failed_tick(TICK)
    other = make_failed_tick("audit.seal")
    job = Job(id=8, queue="default", lock=None, queueing_lock=TICK, task_name=TICK, task_kwargs={})

    app.tasks[TICK].func(
        JobContext(app=app, job=job, start_timestamp=0.0, abort_reason=lambda: None), timestamp=1
    )

    assert statuses() == {other: "failed"}
    assert [one.failed for one in outbox.queue_figures()] == [1]


def test_a_tick_that_fails_forgets_nothing() -> None:
    failed = make_failed_tick(TICK)
    job = Job(id=8, queue="default", lock=None, queueing_lock=TICK, task_name=TICK, task_kwargs={})
    context = JobContext(app=app, job=job, start_timestamp=0.0, abort_reason=lambda: None)

    def tick() -> None:
        with transaction.atomic():
            run("SET LOCAL transaction_read_only = on")
            app.tasks[TICK].func(context, timestamp=1)

    with pytest.raises(DatabaseError):
        tick()

    assert statuses() == {failed: "failed"}


def test_a_rescue_forgets_the_rescues_that_failed_before_it() -> None:
    make_failed_tick(tasks.RESCUE)

    async_to_sync(tasks.rescue.func)(timestamp=1)

    assert statuses() == {}


def test_a_worker_tells_the_task_all_but_the_trace_and_binds_what_the_log_says() -> None:
    seen: list[tuple[dict[str, object], dict[str, object]]] = []

    @outbox.task(name="tests.look_around")
    def look_around(**arguments: object) -> None:
        seen.append((arguments, dict(watch.bound())))

    carried = f"00-{'a' * 32}-{watch.NO_SPAN}-01"
    arguments: dict[str, JSON] = {"case_number": "H24-261123-0001", actions.CARRIED: carried}
    job = Job(
        id=7, queue="default", lock=None, queueing_lock=None, attempts=2,
        task_name="tests.look_around", task_kwargs=arguments,
    )  # fmt: skip
    context = JobContext(app=app, job=job, start_timestamp=0.0, abort_reason=lambda: None)

    kind = app.tasks["tests.look_around"]
    assert kind.pass_context
    kind.func(context, **arguments)

    ((given, bound),) = seen
    assert given == {"case_number": "H24-261123-0001"}
    assert bound == {
        "trace_id": "a" * 32,
        "task": "tests.look_around",
        "job": 7,
        "attempt": 2,
        "case": "H24-261123-0001",
    }
    assert watch.bound() == {}
