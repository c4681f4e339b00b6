"""Publish events, defer jobs, subscribe handlers, declare tasks."""

import functools
import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from secrets import token_hex
from typing import LiteralString
from uuid import UUID

from django.db import close_old_connections, connection, transaction
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.job_context import JobContext
from procrastinate.jobs import DEFAULT_QUEUE, Job
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from haidang.blocks.outbox.models import Delivery, OutboxEvent
from haidang.blocks.outbox.types import EventId, Handler, Statement, Task
from haidang.kernel import watch
from haidang.kernel.clock import now, to_machine_time
from haidang.kernel.events import Event, from_json, to_json
from haidang.kernel.ids import new_id

logger = logging.getLogger(__name__)

_handlers: dict[str, dict[str, Handler]] = defaultdict(dict)
_tasks: dict[str, Task] = {}

# A worker swaps the app's connector for its own connection. Jobs must be written on
# Django's connection, inside the caller's transaction, in every process alike.
_jobs = JobManager(DjangoConnector())

DELIVER = "outbox.deliver"
CARRIED = "_trace"
"""The argument of a job that says in whose trace it runs; taken out before the task sees it."""
MAX_ATTEMPTS = 310
"""With the longest pause: three days, so that an outage of a weekend stops no case."""
LONGEST_PAUSE_SECONDS = 900
PATIENT_ATTEMPTS = 20
"""So many attempts, about ten minutes, pauses stay short: most outages are over by then."""
SHORT_PAUSE_SECONDS = 30
FORGET_FAILURES: LiteralString = (
    "DELETE FROM procrastinate_jobs "
    "WHERE status = 'failed' AND task_name = %(name)s AND queueing_lock = %(name)s"
)
_ROW = "(%s, %s, %s, %s, %s)"
_RECORD = (
    "INSERT INTO outbox_outboxevent (id, code, subject, facts, recorded_at) "
    "VALUES (%s, %s, %s, %s, %s)"
)


def publish(event: Event, *, beside: Statement | None = None) -> EventId:
    """Record an event; its subscribers act on it after the transaction commits.

    ``beside`` is a caller's own INSERT that goes to the database in the same round trip.
    """
    return publish_all([event], beside=beside)[0]


def publish_all(events: Sequence[Event], *, beside: Statement | None = None) -> list[EventId]:
    """Record events that happened together, in order and in one round trip."""
    ids = [EventId(new_id()) for _event in events]
    before = f"WITH beside AS ({beside.sql}) " if beside else ""
    values: list[UUID | str | bytes | datetime] = [*beside.values] if beside else []
    for event_id, event in zip(ids, events, strict=True):
        values += [event_id, event.code, event.subject, json.dumps(to_json(event)), now()]
    with connection.cursor() as cursor:
        cursor.execute(before + _RECORD + f", {_ROW}" * (len(events) - 1), values)
    for event_id, event in zip(ids, events, strict=True):
        for name in _handlers.get(event.code, {}):
            defer_by_name(DELIVER, event_id=str(event_id), handler=name)
    return ids


def joining() -> AbstractContextManager[None]:
    """Join the caller's transaction, else begin one; no savepoint.

    For an action that checks everything before it writes: its refusal leaves nothing behind.
    """
    return nullcontext() if connection.in_atomic_block else _beginning()


@contextmanager
def _beginning() -> Iterator[None]:
    with transaction.atomic():
        yield


def subscribe(event_type: type[Event], handler: Handler) -> None:
    """Let a handler act on every event of a type from now on; called when an app is ready."""
    _handlers[event_type.code][f"{handler.__module__}.{handler.__qualname__}"] = handler


def subscriptions() -> dict[str, tuple[str, ...]]:
    """Return the names of the handlers by event code."""
    return {code: tuple(handlers) for code, handlers in _handlers.items()}


def deliver(*, event_id: str, handler: str) -> None:
    """Give an event to a handler, once; a second delivery does nothing."""
    with transaction.atomic():
        row = OutboxEvent.objects.get(pk=event_id)
        if _claim_delivery(event_id=event_id, handler=handler):
            _handlers[row.code][handler](from_json(row.code, row.facts))


def task(
    *, name: str, queue: str = DEFAULT_QUEUE, attempts: int = MAX_ATTEMPTS
) -> Callable[[Callable[..., None]], Task]:
    """Declare a kind of background work; a failed job is tried again with growing pauses."""

    def declare(function: Callable[..., None]) -> Task:
        @functools.wraps(function)
        def run(context: JobContext, /, **arguments: object) -> None:
            with _at_work(name, context=context, arguments=arguments):
                function(**arguments)

        retry = GrowingPauses(max_attempts=attempts)
        app.task(name=name, queue=queue, retry=retry, pass_context=True)(run)
        declared = Task(name=name, queue=queue, function=function)
        _tasks[name] = declared
        return declared

    return declare


class GrowingPauses(BaseRetryStrategy):
    """Try again after 2, 4, 8, 16, 30, 30 … seconds, at last every quarter of an hour."""

    def __init__(self, *, max_attempts: int) -> None:
        self.max_attempts = max_attempts

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when a failed job is tried again, or nothing when it is given up."""
        del exception  # the outside may mend any of them
        if job.attempts >= self.max_attempts:
            return None
        return RetryDecision(retry_in={"seconds": _pause_after(job.attempts)})


def _pause_after(attempts: int) -> int:
    """Return the seconds until the next attempt; a job put back by the rescue counts as one."""
    late = attempts - PATIENT_ATTEMPTS
    if late < 0:
        return min(2 << min(attempts, 10), SHORT_PAUSE_SECONDS)
    return min(SHORT_PAUSE_SECONDS << min(late + 1, 10), LONGEST_PAUSE_SECONDS)


def periodic(
    *, name: str, cron: str, queue: str = DEFAULT_QUEUE
) -> Callable[[Callable[[], None]], Task]:
    """Declare work that is done at the times of a cron line (a sixth field counts seconds).

    Work of certain minutes is tried again for ten minutes; oftener work, by its next tick.
    """
    is_rare = cron.split(maxsplit=1)[0].isdecimal()
    retry = GrowingPauses(max_attempts=PATIENT_ATTEMPTS) if is_rare else False

    def declare(function: Callable[[], None]) -> Task:
        @functools.wraps(function)
        def run(context: JobContext, /, **_when: int) -> None:
            with _at_work(name, context=context, arguments={}):
                function()
                forget_failures(name)

        declare_job = app.task(
            name=name, queue=queue, queueing_lock=name, retry=retry, pass_context=True
        )
        app.periodic(cron=cron)(declare_job(run))
        declared = Task(name=name, queue=queue, function=function)
        _tasks[name] = declared
        return declared

    return declare


def forget_failures(name: str) -> None:
    """Drop the failed rows of a periodic task: the tick that just went well did their work."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_FAILURES, {"name": name})


def defer(
    kind: Task, /, *, lock: str | None = None, run_at: datetime | None = None, **arguments: object
) -> None:
    """Write a job in the caller's transaction; it runs after commit.

    Jobs with the same lock run one after another, in the order of writing. So a job for
    later (``run_at``) takes no lock: it would keep every later job of its lock waiting.
    Arguments are JSON values.
    """
    defer_by_name(kind.name, queue=kind.queue, lock=lock, run_at=run_at, **arguments)


def defer_by_name(
    name: str,
    /,
    *,
    queue: str = DEFAULT_QUEUE,
    lock: str | None = None,
    run_at: datetime | None = None,
    **arguments: object,
) -> None:
    """Write a job of a task that is known by name only."""
    if lock is not None and run_at is not None:
        raise ValueError(f"{name}: a job for later must not hold a lock.")
    deferrer = configure_task(
        name=name,
        job_manager=_jobs,
        queue=queue,
        lock=lock,
        schedule_at=to_machine_time(run_at) if run_at else None,
    )
    if carried := watch.carry():
        arguments[CARRIED] = carried
    deferrer.defer(**arguments)  # type: ignore[arg-type]  # JSON values; procrastinate checks


def known_tasks() -> dict[str, Task]:
    """Return every declared task by name."""
    return dict(_tasks)


@contextmanager
def _at_work(name: str, *, context: JobContext, arguments: dict[str, object]) -> Iterator[None]:
    """Take fresh connections for a job, tell who watches, and write down why it failed."""
    carried = str(arguments.pop(CARRIED, ""))
    close_old_connections()
    try:
        with watch.bind(**_facts(name, context, arguments, carried)):
            try:
                with watch.step("job", name, carried=carried):
                    yield
            except Exception:
                logger.exception("A job of the task %s failed.", name)
                raise
    finally:
        if not connection.in_atomic_block:
            close_old_connections()


def _facts(
    name: str, context: JobContext, arguments: dict[str, object], carried: str
) -> dict[str, watch.Fact]:
    facts: dict[str, watch.Fact] = {
        "trace_id": watch.trace_of(carried) or token_hex(16),
        "task": name,
        "job": context.job.id or 0,
        "attempt": context.job.attempts,
    }
    if "case_number" in arguments:
        facts["case"] = str(arguments["case_number"])
    return facts


def _claim_delivery(*, event_id: str, handler: str) -> bool:
    row = Delivery(event_id=event_id, handler=handler)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_delivery (event_id, handler, delivered_at) VALUES (%s, %s, %s) "
            "ON CONFLICT DO NOTHING RETURNING id",
            [event_id, handler, row.delivered_at],
        )
        return cursor.fetchone() is not None
