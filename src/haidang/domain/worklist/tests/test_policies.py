"""Every officer and verb, allowed and refused."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from haidang.domain.worklist import policies
from haidang.domain.worklist.errors import NotYourTask, TaskClosed, TaskTaken, WorklistError
from haidang.domain.worklist.models import Task
from haidang.kernel.actors import ANONYMOUS, Actor, Duty, system

Refusal = type[WorklistError]

HOA_ID = UUID(int=1)


def refusal_of(check: Callable[[Task, Actor], None], task: Task, actor: Actor) -> Refusal | None:
    try:
        check(task, actor)
    except WorklistError as error:
        return type(error)
    return None


def officer(number: int, *posts: str, agency: str = "A") -> Actor:
    duties = frozenset(Duty(agency=agency, post=post) for post in posts)
    return Actor(kind="officer", id=str(UUID(int=number)), name=f"O{number}", duties=duties)


HOA = officer(1, "processing")
COLLEAGUE = officer(2, "processing")
CLERK = officer(3, "clerk")
HEAD = officer(4, "head")
LEADER = officer(5, "leader")
TUAN = officer(6, "processing", "head", agency="B")
LAN = Actor(kind="person", id=str(UUID(int=7)), name="Lan", person_id=UUID(int=7))
SYSTEM = system("tests")

FREE = Task(agency="A", post="processing")
TAKEN = Task(agency="A", post="processing", officer_id=HOA_ID)
DONE = Task(agency="A", post="processing", closed_at=datetime(2026, 9, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    ("actor", "free", "taken", "done"),
    [
        (HOA, None, None, TaskClosed),
        (COLLEAGUE, None, TaskTaken, TaskClosed),
        (SYSTEM, None, TaskTaken, TaskClosed),
        (CLERK, NotYourTask, NotYourTask, NotYourTask),
        (HEAD, NotYourTask, NotYourTask, NotYourTask),
        (LEADER, NotYourTask, NotYourTask, NotYourTask),
        (TUAN, NotYourTask, NotYourTask, NotYourTask),
        (LAN, NotYourTask, NotYourTask, NotYourTask),
        (ANONYMOUS, NotYourTask, NotYourTask, NotYourTask),
    ],
)
def test_who_acts_on_a_task(
    actor: Actor, free: Refusal | None, taken: Refusal | None, done: Refusal | None
) -> None:
    for task, refusal in ((FREE, free), (TAKEN, taken), (DONE, done)):
        assert refusal_of(policies.check_can_act, task, actor) is refusal
        assert policies.can_act(task, actor) is (refusal is None)


@pytest.mark.parametrize(
    ("actor", "open_task", "done"),
    [
        (HEAD, None, TaskClosed),
        (LEADER, None, TaskClosed),
        (HOA, NotYourTask, NotYourTask),
        (COLLEAGUE, NotYourTask, NotYourTask),
        (CLERK, NotYourTask, NotYourTask),
        (TUAN, NotYourTask, NotYourTask),
        (LAN, NotYourTask, NotYourTask),
        (SYSTEM, NotYourTask, NotYourTask),
        (ANONYMOUS, NotYourTask, NotYourTask),
    ],
)
def test_who_gives_a_task_to_somebody(
    actor: Actor, open_task: Refusal | None, done: Refusal | None
) -> None:
    for task, refusal in ((FREE, open_task), (TAKEN, open_task), (DONE, done)):
        assert refusal_of(policies.check_can_assign, task, actor) is refusal
        assert policies.can_assign(task, actor) is (refusal is None)


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (HOA, None),
        (COLLEAGUE, None),
        (CLERK, None),
        (HEAD, None),
        (LEADER, None),
        (SYSTEM, None),
        (TUAN, NotYourTask),
        (LAN, NotYourTask),
        (ANONYMOUS, NotYourTask),
    ],
)
def test_who_sees_a_task(actor: Actor, refusal: Refusal | None) -> None:
    for task in (FREE, TAKEN, DONE):
        assert refusal_of(policies.check_can_see, task, actor) is refusal
