"""Run the jobs of a test here and now, inside the test's transaction."""

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from haidang.blocks.outbox.actions import CARRIED, known_tasks
from haidang.kernel import watch
from haidang.kernel.clock import now


def run_jobs(*, limit: int = 200, except_for: frozenset[str] = frozenset()) -> list[str]:
    """Run all due jobs, and those that they defer, in order; return their tasks' names."""
    done: list[str] = []
    while (job := _next_job(except_for)) is not None:
        if len(done) >= limit:
            raise AssertionError(f"More than {limit} jobs: {done[-10:]}")
        number, name, arguments = job
        _forget(number)
        carried = str(arguments.pop(CARRIED, ""))
        with (
            watch.bind(trace_id=watch.trace_of(carried) or "0" * 32, task=name),
            watch.step("job", name, carried=carried),
        ):
            known_tasks()[name](**arguments)
        done.append(name)
    return done


def waiting_jobs() -> list[str]:
    """Return the names of the tasks of all waiting jobs, due or not."""
    return list(
        ProcrastinateJob.objects.filter(status="todo")
        .order_by("id")
        .values_list("task_name", flat=True)
    )


def _next_job(except_for: frozenset[str]) -> tuple[int, str, dict[str, object]] | None:
    due = ProcrastinateJob.objects.filter(status="todo").exclude(scheduled_at__gt=now())
    row = due.exclude(task_name__in=except_for).order_by("id").first()
    return None if row is None else (row.id, row.task_name, row.args)


def _forget(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [number])
