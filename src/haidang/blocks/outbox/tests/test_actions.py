from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from procrastinate import RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from haidang.blocks.outbox import actions
from haidang.blocks.outbox import public as outbox
from haidang.blocks.outbox.models import Delivery, OutboxEvent
from haidang.blocks.outbox.testing import run_jobs, waiting_jobs
from haidang.kernel import clock
from haidang.kernel.events import Event

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True, kw_only=True)
class LampLit(Event):
    """A lamp was lit: an event of these tests."""

    code: ClassVar[str] = "tests.lamp_lit"
    lamp: str
    at: datetime


class FusesOut(Exception):
    """What the handler of a test fails with."""


heard: list[Event] = []
faults: list[FusesOut] = []


def on_lamp_lit(event: Event) -> None:
    heard.append(event)
    if faults:
        raise faults.pop()


def on_lamp_lit_as_well(event: Event) -> None:
    heard.append(event)


@pytest.fixture(autouse=True)
def _two_listeners(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(actions._handlers, LampLit.code, {})
    outbox.subscribe(LampLit, on_lamp_lit)
    outbox.subscribe(LampLit, on_lamp_lit_as_well)
    heard.clear()
    faults.clear()
    yield
    heard.clear()
    faults.clear()


def lamp_lit() -> LampLit:
    return LampLit(lamp="lamp-1", at=datetime(2026, 9, 15, 2, 0, tzinfo=UTC))


def job_after(attempts: int) -> Job:
    return Job(
        id=1, queue="default", lock=None, queueing_lock=None,
        task_name=actions.DELIVER, attempts=attempts,
    )  # fmt: skip


def the_only_job() -> ProcrastinateJob:
    job: ProcrastinateJob = ProcrastinateJob.objects.get(status="todo")
    return job


def test_every_subscriber_hears_of_an_event_once() -> None:
    outbox.publish(lamp_lit())

    run_jobs()

    assert heard == [lamp_lit(), lamp_lit()]
    assert Delivery.objects.count() == 2


def test_an_event_is_delivered_to_a_handler_once_however_often_its_job_runs() -> None:
    event_id = outbox.publish(lamp_lit())
    handler = f"{on_lamp_lit.__module__}.on_lamp_lit"

    actions.deliver(event_id=str(event_id), handler=handler)
    actions.deliver(event_id=str(event_id), handler=handler)

    assert heard == [lamp_lit()]
    assert Delivery.objects.count() == 1


def test_a_handler_that_fails_leaves_no_note_and_hears_of_the_event_again() -> None:
    event_id = outbox.publish(lamp_lit())
    handler = f"{on_lamp_lit.__module__}.on_lamp_lit"
    faults.append(FusesOut())

    with pytest.raises(FusesOut):
        actions.deliver(event_id=str(event_id), handler=handler)
    noted = Delivery.objects.count()
    actions.deliver(event_id=str(event_id), handler=handler)

    assert (noted, Delivery.objects.count()) == (0, 1)
    assert len(heard) == 2


def test_a_transaction_that_is_rolled_back_leaves_neither_event_nor_job() -> None:
    with transaction.atomic():
        outbox.publish(lamp_lit())
        transaction.set_rollback(True)

    assert OutboxEvent.objects.count() == 0
    assert waiting_jobs() == []


def test_events_are_listed_by_subject_in_their_order() -> None:
    first, second = lamp_lit(), LampLit(lamp="lamp-1", at=datetime(2026, 9, 16, tzinfo=UTC))
    outbox.publish(first)
    outbox.publish(LampLit(lamp="lamp-2", at=datetime(2026, 9, 16, tzinfo=UTC)))
    outbox.publish(second)

    assert outbox.list_events(subject="lamp-1") == [first, second]


def test_a_job_keeps_its_arguments_queue_and_lock() -> None:
    kind = outbox.Task(name="tests.light", queue="slow", function=on_lamp_lit)

    outbox.defer(kind, lock="lamp-1", lamp="đèn", number=3)

    job = the_only_job()
    assert (job.task_name, job.queue_name, job.lock) == ("tests.light", "slow", "lamp-1")
    assert job.args == {"lamp": "đèn", "number": 3}


def test_a_job_for_later_waits_until_this_clock_shows_its_time() -> None:
    later = clock.now() + timedelta(hours=2)

    outbox.defer_by_name(actions.DELIVER, run_at=later, event_id="-", handler="-")

    assert run_jobs() == []
    assert the_only_job().scheduled_at == later


def test_a_job_for_later_is_set_in_machine_time_when_the_clock_is_shifted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "_shift", timedelta(days=2))
    later = clock.now() + timedelta(days=3)

    outbox.defer_by_name(actions.DELIVER, run_at=later, event_id="-", handler="-")

    assert the_only_job().scheduled_at == later - timedelta(days=2)


def test_a_job_for_later_must_not_hold_a_lock_since_others_would_wait_for_it() -> None:
    with pytest.raises(ValueError, match="must not hold a lock"):
        outbox.defer_by_name(actions.DELIVER, lock="lamp-1", run_at=clock.now())

    assert waiting_jobs() == []


def test_a_declared_task_is_tried_again_with_growing_pauses_but_not_for_ever() -> None:
    strategy = app.tasks[outbox.known_tasks()[actions.DELIVER].name].retry_strategy
    assert strategy is not None

    decisions = [
        strategy.get_retry_decision(exception=FusesOut(), job=job_after(attempts))
        for attempts in range(actions.MAX_ATTEMPTS + 1)
    ]

    times = [decision.retry_at for decision in decisions if decision and decision.retry_at]
    assert len(set(times)) == actions.MAX_ATTEMPTS
    assert times == sorted(times)
    assert decisions[-1] is None


def test_the_work_of_the_clock_is_declared_with_one_job_of_a_kind_waiting() -> None:
    periodic = {
        entry.task.name: (entry.cron, entry.task.queueing_lock)
        for entry in app.periodic_registry.periodic_tasks.values()
    }

    assert periodic["outbox.rescue"] == ("* * * * * */5", "outbox.rescue")
    assert all(lock == name for name, (_cron, lock) in periodic.items())


def test_a_job_is_tried_soon_for_ten_minutes_then_for_days_every_quarter_of_an_hour() -> None:
    strategy = actions.GrowingPauses(max_attempts=actions.MAX_ATTEMPTS)

    pauses = [_pause(strategy, attempts) for attempts in range(actions.MAX_ATTEMPTS)]

    assert pauses[:6] == [2, 4, 8, 16, 30, 30]
    assert 8 * 60 < sum(pauses[: actions.PATIENT_ATTEMPTS]) < 11 * 60
    assert pauses == sorted(pauses)
    assert max(pauses) == 900
    assert sum(pauses) > 2.5 * 86_400
    assert _decide(strategy, actions.MAX_ATTEMPTS) is None


def _pause(strategy: actions.GrowingPauses, attempts: int) -> int:
    decision = _decide(strategy, attempts)
    assert decision is not None
    assert decision.retry_at is not None
    return round((decision.retry_at - clock.machine_now()).total_seconds())


def _decide(strategy: actions.GrowingPauses, attempts: int) -> RetryDecision | None:
    job = Job(
        id=1, queue="default", lock=None, queueing_lock=None, task_name="a.task", attempts=attempts
    )  # fmt: skip
    return strategy.get_retry_decision(exception=OSError(), job=job)
