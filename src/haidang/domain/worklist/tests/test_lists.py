"""Lists that are narrowed, kept by a name, counted no further than needed, and given out."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest

from haidang.blocks.agencies.testing import WARD_COMMITTEE, install_sample_city, make_officer
from haidang.blocks.audit import public as audit
from haidang.domain.worklist import public as worklist
from haidang.domain.worklist.models import Task
from haidang.kernel import clock
from haidang.kernel.actors import Actor, Duty, system
from haidang.kernel.ids import new_id

pytestmark = pytest.mark.django_db

SYSTEM = system("tests")
QueryLimit = Callable[[int], AbstractContextManager[object]]


def officer(name: str, *posts: tuple[str, str]) -> Actor:
    """Return an officer who need not be in the register of officers."""
    duties = frozenset(Duty(agency=agency, post=post) for agency, post in posts)
    return Actor(kind="officer", id=str(new_id()), name=name, duties=duties)


HOA = officer("Hoa", ("B", "processing"), ("A", "reception"))
AN = officer("An", ("B", "processing"))
TUAN = officer("Tuấn", ("C", "processing"))


def open_one(
    subject: str,
    *,
    applicant: str = "Nguyễn Thị Lan",
    procedure: str = "1.001193",
    channel: str = "online",
    key: str = "verify",
    agency: str = "B",
    post: str = "processing",
    due_in: timedelta | None = timedelta(days=9),
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
        label={"applicant": applicant, "procedure": procedure, "channel": channel},
    )
    return worklist.open_task(new, actor=SYSTEM)


asked = worklist.TaskFilter


def found(where: worklist.TaskFilter) -> set[str]:
    return {task.subject for task in worklist.list_tasks(actor=HOA, where=where).tasks}


class TestNarrowing:
    def test_a_list_is_narrowed_by_procedure_channel_and_officer(self) -> None:
        taken = open_one("one", procedure="2.000635", channel="counter")
        open_one("two")
        worklist.claim_task(taken.id, actor=AN)

        assert found(asked(procedure="2.000635")) == {"one"}
        assert found(asked(channel="online")) == {"two"}
        assert found(asked(officer_id=UUID(AN.id))) == {"one"}
        assert found(asked(procedure="2.000635", channel="online")) == set()

    @pytest.mark.parametrize("text", ["nguyen LAN", "Nguyễn", "lan", "SO-1"])
    def test_text_finds_name_and_number_without_accents(self, text: str) -> None:
        open_one("SO-1")
        open_one("KHAC-2", applicant="Phạm Văn Bình")

        assert found(asked(text=text)) == {"SO-1"}

    def test_bands_part_all_tasks_by_what_is_due(self) -> None:
        open_one("late", due_in=timedelta(minutes=-1))
        open_one("soon", due_in=timedelta(hours=3))
        open_one("later", due_in=timedelta(hours=9))
        open_one("undated", due_in=None)
        near = clock.now() + timedelta(hours=8)

        bands: tuple[worklist.Band, ...] = ("overdue", "near", "later", "undated")
        parts = [found(asked(band=band, near_until=near)) for band in bands]

        assert parts == [{"late"}, {"soon"}, {"later"}, {"undated"}]

    def test_two_posts_are_read_as_one_list_in_order(self) -> None:
        for number in range(6):
            where = ("A", "reception") if number % 2 else ("B", "processing")
            open_one(
                f"{number}", agency=where[0], post=where[1], due_in=timedelta(hours=number + 1)
            )

        page = worklist.list_tasks(actor=HOA, limit=4)
        rest = worklist.list_tasks(actor=HOA, after=page.after, limit=4)

        assert [task.subject for task in (*page.tasks, *rest.tasks)] == list("012345")


class TestCounting:
    def test_no_count_goes_further_than_its_bound(self) -> None:
        first = Task.objects.get(pk=open_one("first").id)
        copies = [
            Task(
                subject=f"more {number}", token=first.token, key="verify", name="Bước", agency="B",
                post="processing", urgency=first.urgency,
            )
            for number in range(worklist.MOST_COUNTED + 4)
        ]  # fmt: skip
        Task.objects.bulk_create(copies)

        counted = worklist.count_tasks(actor=HOA)
        choices = worklist.list_choices(actor=HOA)

        assert counted["all"] == worklist.Counted(number=worklist.MOST_COUNTED, is_more=True)
        assert counted["mine"] == worklist.Counted(number=0)
        assert choices.is_cut

    def test_lists_and_counts_cost_the_same_for_one_task_and_for_many(
        self, django_assert_num_queries: QueryLimit
    ) -> None:
        for number in range(40):
            open_one(f"{number}")

        with django_assert_num_queries(1):
            worklist.list_tasks(actor=HOA)
        with django_assert_num_queries(5):
            worklist.count_tasks(actor=HOA)
        with django_assert_num_queries(2):
            worklist.list_choices(actor=HOA)


class TestKeptLists:
    def test_a_list_is_kept_renewed_and_given_up(self) -> None:
        first = worklist.save_filter(name=" Khai  sinh ", query={"buoc": "verify"}, actor=HOA)
        again = worklist.save_filter(name="Khai sinh", query={"buoc": "draft"}, actor=HOA)
        kept = worklist.list_filters(actor=HOA)
        worklist.delete_filter(first.id, actor=HOA)

        assert (first.id, first.name) == (again.id, "Khai sinh")
        assert [each.query for each in kept] == [{"buoc": "draft"}]
        assert worklist.list_filters(actor=HOA) == ()

    def test_colleagues_of_the_agency_see_a_shared_list_and_nobody_else(self) -> None:
        worklist.save_filter(name="Riêng", query={}, actor=HOA)
        shared = worklist.save_filter(
            name="Chung", query={"han": "near"}, is_shared=True, agency="B", actor=HOA
        )

        assert [each.name for each in worklist.list_filters(actor=AN)] == ["Chung"]
        assert worklist.list_filters(actor=TUAN) == ()
        with pytest.raises(worklist.FilterUnknown):
            worklist.delete_filter(shared.id, actor=AN)

    def test_a_list_is_not_shared_with_an_agency_of_others(self) -> None:
        with pytest.raises(worklist.NotYourTask):
            worklist.save_filter(name="x", query={}, is_shared=True, agency="C", actor=HOA)

    def test_one_list_begins_the_day(self) -> None:
        one = worklist.save_filter(name="Một", query={"buoc": "1"}, actor=HOA)
        two = worklist.save_filter(name="Hai", query={"buoc": "2"}, actor=HOA)

        worklist.prefer_filter(one.id, actor=HOA)
        worklist.prefer_filter(two.id, actor=HOA)
        begins = worklist.default_filter(actor=HOA)
        worklist.prefer_filter(None, actor=HOA)

        assert begins is not None
        assert begins.name == "Hai"
        assert worklist.default_filter(actor=HOA) is None

    def test_a_shared_list_can_be_kept_to_oneself_again(self) -> None:
        kept = worklist.save_filter(name="Chung", query={}, is_shared=True, agency="B", actor=HOA)

        worklist.share_filter(kept.id, is_shared=False, agency="B", actor=HOA)

        assert worklist.list_filters(actor=AN) == ()

    def test_every_change_is_in_the_audit(self) -> None:
        kept = worklist.save_filter(name="Chung", query={}, actor=HOA)
        worklist.delete_filter(kept.id, actor=HOA)

        codes = [entry.code for entry in audit.list_entries(subject=str(kept.id))]
        assert codes == ["worklist.filter_saved", "worklist.filter_deleted"]

    def test_a_person_keeps_no_lists(self) -> None:
        lan = Actor(kind="person", id=str(new_id()), name="Lan")

        with pytest.raises(worklist.NotYourTask):
            worklist.save_filter(name="x", query={}, actor=lan)
        assert worklist.list_filters(actor=lan) == ()
        assert worklist.default_filter(actor=lan) is None


class TestGivingOut:
    def test_who_has_the_least_in_hand_is_suggested(self) -> None:
        install_sample_city()
        hoa, khanh = make_officer("hoa"), make_officer("khanh")
        tasks = [open_one(f"{number}", agency=WARD_COMMITTEE) for number in range(3)]

        suggested = worklist.suggest_officers(tasks)

        assert set(suggested.values()) == {hoa.id}
        assert khanh.id not in suggested.values()
        assert len(suggested) == 3

    def test_a_task_for_whose_post_there_is_nobody_gets_no_suggestion(self) -> None:
        assert worklist.suggest_officers([open_one("one", agency="nowhere")]) == {}

    def test_each_task_is_given_out_for_itself(self) -> None:
        install_sample_city()
        hoa, khanh = make_officer("hoa"), make_officer("khanh")
        head = officer("Thắng", (WARD_COMMITTEE, "head"))
        good = open_one("good", agency=WARD_COMMITTEE)
        done = open_one("done", agency=WARD_COMMITTEE)
        other = open_one("other", agency=WARD_COMMITTEE)
        worklist.close_task(done.id, action="approve", actor=SYSTEM)

        outcomes = worklist.assign_tasks(
            {good.id: hoa.id, done.id: hoa.id, other.id: khanh.id}, actor=head
        )

        assert [(each.subject, each.refused) for each in outcomes] == [
            ("good", ""),
            ("done", "worklist.task_closed"),
            ("other", "worklist.not_your_task"),
        ]
        assert worklist.get_task(good.id, actor=head).officer_id == hoa.id
