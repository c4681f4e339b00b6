from datetime import timedelta

import pytest

from haidang.domain.worklist import public as worklist
from haidang.kernel import clock
from haidang.kernel.actors import Actor, Duty, system
from haidang.kernel.ids import new_id

pytestmark = pytest.mark.django_db

SYSTEM = system("tests")
HOA = Actor(
    kind="officer",
    id=str(new_id()),
    name="Hoa",
    duties=frozenset({Duty(agency="A", post="reception"), Duty(agency="B", post="processing")}),
)
COLLEAGUE = Actor(
    kind="officer",
    id=str(new_id()),
    name="An",
    duties=frozenset({Duty(agency="B", post="processing")}),
)
TUAN = Actor(
    kind="officer",
    id=str(new_id()),
    name="Tuấn",
    duties=frozenset({Duty(agency="C", post="processing")}),
)
LAN = Actor(kind="person", id=str(new_id()), name="Lan")


def open_one(
    subject: str,
    *,
    agency: str = "B",
    post: str = "processing",
    key: str = "verify",
    due_in: timedelta | None = timedelta(days=1),
) -> worklist.TaskView:
    new = worklist.NewTask(
        subject=subject,
        token=key,
        key=key,
        name=f"Bước {key}",
        agency=agency,
        post=post,
        actions=("approve",),
        due_at=None if due_in is None else clock.now() + due_in,
        label={},
    )
    return worklist.open_task(new, actor=SYSTEM)


asked = worklist.TaskFilter


def numbers(counted: dict[worklist.Scope, worklist.Counted]) -> dict[str, int]:
    return {str(scope): each.number for scope, each in counted.items()}


def subjects(page: worklist.TaskPage) -> list[str]:
    return [task.subject for task in page.tasks]


class TestListTasks:
    def test_an_officer_sees_the_tasks_of_the_own_posts_only(self) -> None:
        open_one("reception", agency="A", post="reception")
        open_one("processing")
        open_one("leader", post="leader")
        open_one("reception of B", post="reception")
        open_one("elsewhere", agency="C")

        assert set(subjects(worklist.list_tasks(actor=HOA))) == {"reception", "processing"}
        assert subjects(worklist.list_tasks(actor=TUAN)) == ["elsewhere"]
        assert subjects(worklist.list_tasks(actor=LAN)) == []

    def test_the_most_urgent_stands_first_and_the_undated_last(self) -> None:
        open_one("undated", due_in=None)
        open_one("later", due_in=timedelta(days=2))
        open_one("late", due_in=timedelta(days=-1))

        assert subjects(worklist.list_tasks(actor=HOA)) == ["late", "later", "undated"]

    def test_done_tasks_are_not_listed(self) -> None:
        task = open_one("done")
        worklist.close_task(task.id, action="approve", actor=HOA)

        assert worklist.list_tasks(actor=HOA).tasks == ()

    def test_mine_free_and_overdue_narrow_the_list(self) -> None:
        worklist.claim_task(open_one("mine").id, actor=HOA)
        worklist.claim_task(open_one("colleague's").id, actor=COLLEAGUE)
        open_one("late", due_in=timedelta(days=-1))

        assert subjects(worklist.list_tasks(actor=HOA, where=asked(scope="mine"))) == ["mine"]
        assert subjects(worklist.list_tasks(actor=HOA, where=asked(scope="free"))) == ["late"]
        assert subjects(worklist.list_tasks(actor=HOA, where=asked(scope="overdue"))) == ["late"]
        assert len(worklist.list_tasks(actor=HOA, where=asked(scope="all")).tasks) == 3

    def test_one_step_can_be_asked_for(self) -> None:
        open_one("one", key="verify")
        open_one("two", key="examine")

        assert subjects(worklist.list_tasks(actor=HOA, where=asked(key="examine"))) == ["two"]

    def test_pages_follow_each_other_without_gap_or_repetition(self) -> None:
        same_day = [open_one(f"same {number}").subject for number in range(5)]
        undated = [open_one(f"undated {number}", due_in=None).subject for number in range(4)]

        seen, mark, pages = [], "", 0
        while True:
            page = worklist.list_tasks(actor=HOA, after=mark, limit=2)
            seen += subjects(page)
            mark, pages = page.after, pages + 1
            if not mark:
                break

        assert seen == [*same_day, *undated]
        assert pages == 5

    def test_a_page_stays_stable_when_tasks_come_and_go_before_it(self) -> None:
        tasks = [open_one(f"task {number}") for number in range(4)]
        first = worklist.list_tasks(actor=HOA, limit=2)

        worklist.close_task(tasks[0].id, action="approve", actor=HOA)
        open_one("more urgent", due_in=timedelta(hours=1))

        second = worklist.list_tasks(actor=HOA, limit=2, after=first.after)
        assert subjects(second) == ["task 2", "task 3"]
        assert second.after == ""

    def test_a_page_that_is_exactly_full_has_no_next(self) -> None:
        open_one("one")
        open_one("two")

        assert worklist.list_tasks(actor=HOA, limit=2).after == ""


class TestCounts:
    def test_tasks_are_counted_by_scope(self) -> None:
        worklist.claim_task(open_one("mine").id, actor=HOA)
        worklist.claim_task(open_one("colleague's").id, actor=COLLEAGUE)
        open_one("late", due_in=timedelta(days=-1))
        open_one("elsewhere", agency="C")

        counted = worklist.count_tasks(actor=HOA)

        assert numbers(counted) == {"all": 3, "mine": 1, "free": 1, "overdue": 1, "near": 0}

    def test_counts_and_lists_agree(self) -> None:
        worklist.claim_task(open_one("mine", due_in=timedelta(hours=-1)).id, actor=HOA)
        open_one("free", due_in=None)

        counted = worklist.count_tasks(actor=HOA)
        scopes: tuple[worklist.Scope, ...] = ("all", "mine", "free", "overdue", "near")

        for scope in scopes:
            page = worklist.list_tasks(actor=HOA, where=asked(scope=scope))
            assert len(page.tasks) == counted[scope].number

    def test_somebody_without_a_post_has_nothing_to_do(self) -> None:
        open_one("one")

        assert set(numbers(worklist.count_tasks(actor=LAN)).values()) == {0}
        assert worklist.list_choices(actor=SYSTEM).steps == ()

    def test_steps_are_counted_the_fullest_first(self) -> None:
        for subject in ("one", "two"):
            open_one(subject, key="verify")
        open_one("one", key="draft")
        open_one("one", key="appraise")

        counted = worklist.list_choices(actor=HOA).steps

        assert [(step.value, step.waiting) for step in counted] == [
            ("verify", 2),
            ("appraise", 1),
            ("draft", 1),
        ]
        assert counted[0].name == "Bước verify"


class TestGetTask:
    def test_officers_of_the_agency_see_a_task_even_of_another_post(self) -> None:
        task = open_one("one", post="leader")

        assert worklist.get_task(task.id, actor=HOA) == task
        assert not worklist.can_act(task, HOA)

    def test_officers_of_other_agencies_do_not(self) -> None:
        task = open_one("one")

        with pytest.raises(worklist.NotYourTask):
            worklist.get_task(task.id, actor=TUAN)

    def test_an_unknown_task_is_unknown(self) -> None:
        with pytest.raises(worklist.TaskUnknown):
            worklist.get_task(new_id(), actor=HOA)


def test_what_may_be_done_is_told_of_a_view_as_of_its_row() -> None:
    task = open_one("one")
    head = Actor(
        kind="officer",
        id=str(new_id()),
        name="Thắng",
        duties=frozenset({Duty(agency="B", post="head")}),
    )

    assert worklist.can_act(task, HOA)
    assert worklist.can_assign(task, head)
    assert not worklist.can_assign(task, HOA)
    assert not worklist.can_act(worklist.claim_task(task.id, actor=COLLEAGUE), HOA)
