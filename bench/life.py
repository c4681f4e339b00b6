"""One case from the draft to the signed result, by the verbs that everybody uses."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from django.db import connection

from bench.stopwatch import Part, Stopwatch
from haidang.blocks.outbox import public as outbox
from haidang.blocks.vault.models import sealing
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import World, make_draft
from haidang.domain.cases.testing import install_world as world
from haidang.domain.worklist import public as worklist
from haidang.engines import deadlines, documents, fees, forms, signatures, workflow

__all__ = ["carry", "forget_jobs", "make_draft", "submit", "watched", "world"]

_MOST_STEPS: Final = 12
_NEXT_JOB: Final = (
    "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs "
    "WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) "
    "AND (args->>'case_number' = %s OR queue_name = %s) "
    "ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1) RETURNING task_name, args"
)


def submit(draft: UUID, people: World) -> str:
    """Hand in a draft."""
    return cases.submit_case(cases.CaseId(draft), actor=people.lan).case_number


def carry(people: World) -> None:
    """Carry one case through its whole life, its notices included."""
    number = submit(make_draft(applicant=people.lan), people)
    for _step in range(_MOST_STEPS):
        run_jobs(number)
        tasks = worklist.list_open_tasks_of(number)
        if not tasks:
            break
        task = tasks[0]
        officers = (people.hoa, people.khanh, people.mai)
        by = next(one for one in officers if one.holds(task.post, agency=task.agency))
        cases.complete_step(task.id, action=task.actions[0], actor=by)
    run_jobs("", queue="messages")
    case = cases.get_case(number, actor=people.lan)
    signed = [item.signatures for item in case.documents if item.kind == "result"]
    if case.status != cases.Status.RETURNED or signed != [2]:
        raise AssertionError(f"{number} ended with status {case.status}, {signed} signatures.")


def forget_jobs() -> None:
    """Empty the queue of what earlier measurements left."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def run_jobs(number: str, *, queue: str = "") -> None:
    """Do the waiting jobs of a case, or of a queue, as a worker would."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_NEXT_JOB, [number, queue])
            job = cursor.fetchone()
        if job is None:
            return
        name, arguments = job
        outbox.known_tasks()[name](**json.loads(arguments))


@contextmanager
def watched() -> Iterator[Mapping[str, Part]]:
    """Take the time of the engines, of sealing, of statements and commits."""
    watch = Stopwatch()
    for function, name in (
        (documents.render, "documents: render PDF/A-2b"),
        (signatures.sign, "signatures: PAdES"),
        (forms.check_answers, "forms: check answers"),
        (fees.compute_fees, "fees"),
        (deadlines.compute_due, "deadlines"),
        (workflow.start, "workflow"),
        (workflow.advance, "workflow"),
        (workflow.tokens, "workflow"),
        (sealing.seal_file, "vault: seal files"),
        (sealing.unseal_file, "vault: open files"),
    ):
        watch.watch(function, name)
    with watch.on_database():
        yield watch.parts
