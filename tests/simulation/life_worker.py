"""A worker in one thread: takes any job it may, dies where the seed says, is rescued."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random  # noqa: TID251 - seeded, so that a failure can be repeated
from typing import Final

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from haidang.blocks.outbox import public as outbox
from haidang.blocks.outbox.actions import CARRIED
from haidang.kernel import clock

AT_A_TIME: Final = 6
"""Of so many waiting jobs any may be next: several workers, pauses and retries see to that."""
FAR: Final = 90
"""A death is drawn among so many statements; later than the last means: before ticking off."""


class WorkerDied(BaseException):
    """The process ended between two statements."""


@dataclass(slots=True)
class Worker:
    """One worker after another, with what they did."""

    chance: Random
    deaths: float
    done: Counter[str] = field(default_factory=Counter)
    runs: int = 0

    def work(self) -> str:
        """Do one of the due jobs; say what became of it, or nothing if none is due."""
        job = self._choose()
        if job is None:
            return ""
        self.runs += 1
        dies_at = self.chance.randrange(1, FAR) if self.chance.random() < self.deaths else 0
        return f"{job.task_name} {self._run(job, dies_at=dies_at)}"

    def next_at(self) -> timedelta | None:
        """Return how long it is until the next job is due, or nothing if there is none."""
        row = ProcrastinateJob.objects.filter(status="todo").order_by("scheduled_at").first()
        if row is None:
            return None
        return max(timedelta(0), (row.scheduled_at or clock.now()) - clock.now())

    def _choose(self) -> ProcrastinateJob | None:
        waiting = ProcrastinateJob.objects.filter(status="todo").order_by("id")
        locks: set[str] = set()
        free = []
        for job in waiting:
            is_free = job.lock is None or job.lock not in locks
            if job.lock is not None:
                locks.add(job.lock)
            if is_free and (job.scheduled_at is None or job.scheduled_at <= clock.now()):
                free.append(job)
        return self.chance.choice(free[:AT_A_TIME]) if free else None

    def _run(self, job: ProcrastinateJob, *, dies_at: int) -> str:
        work = outbox.known_tasks()[job.task_name]
        arguments = {name: value for name, value in job.args.items() if name != CARRIED}
        try:
            if dies_at:
                self._work_and_die(lambda: work(**arguments), at=dies_at)
            work(**arguments)
        except WorkerDied:
            self._put_back(job, wait=0)
            self.done["died"] += 1
            return "died"
        except Exception as error:  # noqa: BLE001 - the queue takes every fault
            return self._retry(job, error)
        _execute("DELETE FROM procrastinate_jobs WHERE id = %s", job.pk)
        self.done[job.task_name] += 1
        return "done"

    def _work_and_die(self, work: Callable[[], None], *, at: int) -> None:
        """Die at a statement of the work, or after the last, before it is ticked off."""
        with connection.execute_wrapper(_Death(at)):
            work()
        raise WorkerDied

    def _retry(self, job: ProcrastinateJob, error: Exception) -> str:
        """Ask the task's own strategy, as the queue does."""
        strategy = app.tasks[job.task_name].retry_strategy
        decision = strategy and strategy.get_retry_decision(exception=error, job=_as_job(job))
        if not decision or decision.retry_at is None:
            _execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", job.pk)
            return f"gave up: {type(error).__name__}: {error}"
        wait = decision.retry_at - _machine_now()
        self._put_back(job, wait=round(wait.total_seconds()))
        return f"failed: {type(error).__name__}"

    def _put_back(self, job: ProcrastinateJob, *, wait: int) -> None:
        _execute(
            "UPDATE procrastinate_jobs SET attempts = attempts + 1, scheduled_at = %s "
            "WHERE id = %s",
            clock.now() + timedelta(seconds=wait),
            job.pk,
        )


class _Death:
    """Ends the worker at one of its statements; what it undoes then, the database undoes."""

    def __init__(self, at: int) -> None:
        self.left = at

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
            raise WorkerDied
        return execute(sql, parameters, many, context)


def _machine_now() -> datetime:
    """Return the instant from which the queue reckons its pauses."""
    return datetime.now(UTC)  # noqa: TID251 - the queue's own clock, only to take a pause from it


def _as_job(row: ProcrastinateJob) -> Job:
    return Job(
        id=row.pk, queue=row.queue_name, lock=row.lock, queueing_lock=row.queueing_lock,
        task_name=row.task_name, attempts=row.attempts,
    )  # fmt: skip


def _execute(sql: str, *values: int | datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
