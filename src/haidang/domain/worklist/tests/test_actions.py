from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from haidang.blocks.agencies.testing import (
    OTHER_COMMITTEE,
    WARD_COMMITTEE,
    install_sample_city,
    make_officer,
)
from haidang.blocks.audit import public as audit
from haidang.domain.worklist import errors
from haidang.domain.worklist import public as worklist
from haidang.domain.worklist.models import Task
from haidang.kernel import clock
from haidang.kernel.actors import Actor, Duty, system
from haidang.kernel.ids import new_id

pytestmark = pytest.mark.django_db

SYSTEM = system("tests")
SUBJECT = "H24.182.01-260915-0001"
DUE = datetime(2026, 9, 16, 17, 0, tzinfo=clock.VIETNAM)


def officer(name: str, *posts: str, agency: str = WARD_COMMITTEE) -> Actor:
    """Return an officer who need not be in the register of officers."""
    duties = frozenset(Duty(agency=agency, post=post) for post in posts)
    return Actor(kind="officer", id=str(new_id()), name=name, duties=duties)


def open_one(
    *,
    subject: str = SUBJECT,
    token: str = "verify#1",  # noqa: S107 - a place in a process
    post: str = "processing",
    due_at: datetime | None = DUE,
) -> worklist.TaskView:
    new = worklist.NewTask(
        subject=subject,
        token=token,
        key="verify",
        name="Thẩm định hồ sơ",
        agency=WARD_COMMITTEE,
        post=post,
        actions=("approve", "refuse"),
        due_at=due_at,
        label={"applicant": "Nguyễn Thị Lan"},
    )
    return worklist.open_task(new, actor=SYSTEM)


def codes_of(subject: str) -> list[str]:
    return [entry.code for entry in audit.list_entries(subject=subject)]


@pytest.fixture
def hoa() -> Actor:
    return officer("Đỗ Thị Hoa", "processing")


@pytest.fixture
def colleague() -> Actor:
    return officer("Ngô Văn An", "processing")


class TestOpenTask:
    def test_a_step_waits_for_its_post(self) -> None:
        task = open_one()

        assert (task.subject, task.agency, task.post) == (SUBJECT, WARD_COMMITTEE, "processing")
        assert (task.actions, task.due_at) == (("approve", "refuse"), DUE)
        assert (task.officer_id, task.closed_at, task.outcome) == (None, None, "")
        assert task.opened_at == clock.now()

    def test_opening_the_same_step_again_changes_nothing(self) -> None:
        first = open_one()

        again = open_one(post="leader", due_at=None)

        assert again == first
        assert codes_of(SUBJECT) == ["worklist.task_opened"]

    def test_a_done_step_is_not_opened_again(self, hoa: Actor) -> None:
        first = open_one()
        worklist.close_task(first.id, action="approve", actor=hoa)

        assert open_one().outcome == "approve"
        assert worklist.list_open_tasks_of(SUBJECT) == []

    def test_another_round_through_the_same_step_is_another_task(self) -> None:
        assert open_one().id != open_one(token="verify#2").id  # noqa: S106 - a place in a process

    def test_the_opening_is_written_down(self) -> None:
        task = open_one()

        (entry,) = audit.list_entries(subject=SUBJECT)
        assert (entry.code, entry.actor_id) == ("worklist.task_opened", SYSTEM.id)
        assert entry.facts["task_id"] == str(task.id)

    def test_the_table_itself_refuses_a_second_row(self) -> None:
        open_one()

        with pytest.raises(IntegrityError, match="worklist_task_once"), transaction.atomic():
            Task.objects.create(subject=SUBJECT, token="verify#1")  # noqa: S106 - as above


class TestClaimTask:
    def test_an_officer_of_the_post_takes_a_task(self, hoa: Actor) -> None:
        taken = worklist.claim_task(open_one().id, actor=hoa)

        assert (str(taken.officer_id), taken.officer_name) == (hoa.id, hoa.name)
        assert codes_of(SUBJECT)[-1] == "worklist.task_assigned"

    def test_taking_it_twice_changes_nothing(self, hoa: Actor) -> None:
        task = open_one()

        assert worklist.claim_task(task.id, actor=hoa) == worklist.claim_task(task.id, actor=hoa)
        assert codes_of(SUBJECT).count("worklist.task_assigned") == 1

    def test_a_taken_task_is_not_taken_by_a_colleague(self, hoa: Actor, colleague: Actor) -> None:
        task = worklist.claim_task(open_one().id, actor=hoa)

        with pytest.raises(worklist.TaskTaken):
            worklist.claim_task(task.id, actor=colleague)

    def test_an_officer_of_another_post_or_agency_takes_nothing(self) -> None:
        task = open_one()
        for stranger in (
            officer("Mai", "clerk"),
            officer("Tuấn", "processing", agency=OTHER_COMMITTEE),
        ):
            with pytest.raises(worklist.NotYourTask):
                worklist.claim_task(task.id, actor=stranger)

    def test_an_unknown_task_is_unknown(self, hoa: Actor) -> None:
        with pytest.raises(worklist.TaskUnknown):
            worklist.claim_task(new_id(), actor=hoa)


class TestReleaseTask:
    def test_a_released_task_is_free_for_a_colleague(self, hoa: Actor, colleague: Actor) -> None:
        task = worklist.claim_task(open_one().id, actor=hoa)

        released = worklist.release_task(task.id, actor=hoa)

        assert (released.officer_id, released.officer_name) == (None, "")
        assert worklist.claim_task(task.id, actor=colleague).officer_name == colleague.name

    def test_nobody_releases_what_a_colleague_has_taken(
        self, hoa: Actor, colleague: Actor
    ) -> None:
        task = worklist.claim_task(open_one().id, actor=hoa)

        with pytest.raises(worklist.TaskTaken):
            worklist.release_task(task.id, actor=colleague)

    def test_releasing_a_free_task_says_nothing(self, hoa: Actor) -> None:
        worklist.release_task(open_one().id, actor=hoa)

        assert codes_of(SUBJECT) == ["worklist.task_opened"]


class TestAssignTask:
    def test_a_head_gives_a_task_to_an_officer_of_the_post(self) -> None:
        install_sample_city()
        hoa_id = make_officer("hoa").id

        given = worklist.assign_task(
            open_one().id, officer_id=hoa_id, actor=officer("Thắng", "head")
        )

        assert (given.officer_id, given.officer_name) == (hoa_id, "Đỗ Thị Hoa")

    def test_a_head_takes_a_task_from_one_officer_and_gives_it_to_another(
        self, colleague: Actor
    ) -> None:
        install_sample_city()
        task = worklist.claim_task(open_one().id, actor=colleague)

        given = worklist.assign_task(
            task.id, officer_id=make_officer("hoa").id, actor=officer("Thắng", "head")
        )

        assert given.officer_name == "Đỗ Thị Hoa"

    @pytest.mark.parametrize("code", ["mai", "tuan"])
    def test_nobody_is_given_a_task_of_a_post_not_held(self, code: str) -> None:
        install_sample_city()

        with pytest.raises(worklist.NotYourTask):
            worklist.assign_task(
                open_one().id, officer_id=make_officer(code).id, actor=officer("Thắng", "head")
            )

    def test_an_officer_of_the_post_gives_nothing_away(self, hoa: Actor) -> None:
        with pytest.raises(worklist.NotYourTask):
            worklist.assign_task(open_one().id, officer_id=UUID(hoa.id), actor=hoa)

    def test_a_done_task_is_given_to_nobody(self, hoa: Actor) -> None:
        task = open_one()
        worklist.close_task(task.id, action="approve", actor=hoa)

        with pytest.raises(errors.TaskClosed):
            worklist.assign_task(task.id, officer_id=UUID(hoa.id), actor=officer("Thắng", "head"))


class TestCloseTask:
    def test_a_task_is_done_by_one_of_its_actions(self, hoa: Actor) -> None:
        done = worklist.close_task(open_one().id, action="refuse", note="Thiếu", actor=hoa)

        assert (done.outcome, done.closed_at) == ("refuse", clock.now())
        assert done.officer_name == hoa.name
        last = audit.list_entries(subject=SUBJECT)[-1]
        assert (last.code, last.facts["note"]) == ("worklist.task_closed", "Thiếu")

    def test_an_action_that_the_task_does_not_offer_is_refused(self, hoa: Actor) -> None:
        task = open_one()

        with pytest.raises(worklist.ActionUnknown):
            worklist.close_task(task.id, action="sign", actor=hoa)
        assert worklist.get_task(task.id, actor=hoa).closed_at is None

    def test_a_done_task_stays_done(self, hoa: Actor) -> None:
        task = open_one()
        worklist.close_task(task.id, action="approve", actor=hoa)

        with pytest.raises(errors.TaskClosed):
            worklist.close_task(task.id, action="refuse", actor=hoa)
        assert worklist.get_task(task.id, actor=hoa).outcome == "approve"

    def test_nobody_does_what_a_colleague_has_taken(self, hoa: Actor, colleague: Actor) -> None:
        task = worklist.claim_task(open_one().id, actor=hoa)

        with pytest.raises(worklist.TaskTaken):
            worklist.close_task(task.id, action="approve", actor=colleague)

    def test_the_system_does_a_task_in_nobodys_name(self) -> None:
        done = worklist.close_task(open_one().id, action="approve", actor=SYSTEM)

        assert (done.outcome, done.officer_id) == ("approve", None)

    def test_the_table_refuses_an_end_without_an_outcome(self) -> None:
        task = open_one()

        with pytest.raises(IntegrityError, match="closed_with_outcome"), transaction.atomic():
            Task.objects.filter(pk=task.id).update(closed_at=clock.now())


class TestWithdrawTasks:
    def test_all_open_tasks_of_a_subject_are_withdrawn(self, hoa: Actor) -> None:
        done = open_one(token="a")  # noqa: S106 - a place in a process
        worklist.close_task(done.id, action="approve", actor=hoa)
        open_one(token="b")  # noqa: S106 - a place in a process
        open_one(subject="other", token="c")  # noqa: S106 - a place in a process

        assert worklist.withdraw_tasks(SUBJECT, actor=SYSTEM) == 1
        assert worklist.withdraw_tasks(SUBJECT, actor=SYSTEM) == 0
        assert worklist.get_task(done.id, actor=hoa).outcome == "approve"
        assert len(worklist.list_open_tasks_of("other")) == 1

    def test_only_the_tasks_of_some_tokens_are_withdrawn(self) -> None:
        kept, _gone = open_one(token="a"), open_one(token="b")  # noqa: S106 - places in a process

        assert worklist.withdraw_tasks(SUBJECT, tokens=frozenset({"b"}), actor=SYSTEM) == 1
        assert [task.id for task in worklist.list_open_tasks_of(SUBJECT)] == [kept.id]


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_one_of_two_officers_gets_the_task(self, hoa: Actor, colleague: Actor) -> None:
        task = open_one()

        outcomes = at_once(
            [
                lambda: worklist.claim_task(task.id, actor=hoa).officer_name,
                lambda: worklist.claim_task(task.id, actor=colleague).officer_name,
            ]
        )

        assert outcomes.count("worklist.task_taken") == 1
        assert len({hoa.name, colleague.name} & set(outcomes)) == 1

    def test_a_step_opened_twice_at_once_is_one_task(self) -> None:
        ids = at_once([lambda: str(open_one().id)] * 2)

        assert len(set(ids)) == 1
        assert codes_of(SUBJECT) == ["worklist.task_opened"]


def at_once(acts: list[Callable[[], str]]) -> list[str]:
    """Do acts in threads of their own at one moment; an error of ours counts as its code."""
    barrier = Barrier(len(acts))
    instant = clock.now()

    def run(act: Callable[[], str]) -> str:
        try:
            with clock.stopped_at(instant):
                barrier.wait(timeout=10)
                return act()
        except worklist.WorklistError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(run, acts))


def test_opening_leaves_nothing_behind_when_the_caller_fails() -> None:
    with transaction.atomic():
        open_one()
        transaction.set_rollback(True)

    assert worklist.list_open_tasks_of(SUBJECT) == []
    assert codes_of(SUBJECT) == []


def test_a_row_says_what_it_is() -> None:
    task = open_one()

    assert str(Task.objects.get(pk=task.id)) == f"{SUBJECT} verify"
