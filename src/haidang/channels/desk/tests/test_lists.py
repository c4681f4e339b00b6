import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest

from haidang.channels.desk.tests.officers import DESK, open_task, signed_in
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import EXTRACT, World, make_submitted, take_step
from haidang.domain.worklist import public as worklist

pytestmark = pytest.mark.django_db

QueryLimit = Callable[[int], AbstractContextManager[object]]
SAVE = f"{DESK}danh-sach/luu/"


def kept(world: World) -> worklist.SavedFilter:
    """Return the one list that Hoa keeps."""
    (only,) = worklist.list_filters(actor=world.hoa)
    return only


class TestNarrowing:
    def test_the_list_is_narrowed_by_what_the_form_asks(self, world: World) -> None:
        birth = make_submitted(applicant=world.lan)
        make_submitted(applicant=world.lan, procedure=EXTRACT, scenario="straight-through")
        hoa = signed_in("hoa")

        page = hoa.get(DESK, {"thu-tuc": "1.001193", "tim": "nguyen thi"}).context["page"]
        nothing = hoa.get(DESK, {"thu-tuc": "1.001193", "kenh": "post"}).context["page"]

        assert [row.number for row in page.rows] == [birth]
        assert [chip.text for chip in page.chips] == ["Đăng ký khai sinh", "nguyen thi"]
        assert nothing.rows == ()
        assert nothing.all_href == f"{DESK}?pham-vi=all"

    def test_following_a_chip_takes_its_word_out(self, world: World) -> None:
        make_submitted(applicant=world.lan)

        page = signed_in("hoa").get(DESK, {"han": "later", "kenh": "online"}).context["page"]

        assert [chip.href for chip in page.chips] == [
            f"{DESK}?han=later",
            f"{DESK}?kenh=online",
        ]

    def test_words_that_mean_nothing_narrow_nothing(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        page = (
            signed_in("hoa").get(DESK, {"han": "x", "can-bo": "y", "sau": "z~z"}).context["page"]
        )

        assert [row.number for row in page.rows] == [number]

    def test_tasks_stand_in_groups_by_what_is_due(self, world: World) -> None:
        make_submitted(applicant=world.lan)
        accepted = make_submitted(applicant=world.lan)
        take_step(accepted, action="accept", by=world.hoa)

        groups = signed_in("hoa").get(DESK).context["page"].groups

        assert sum(len(group.rows) for group in groups) == 2
        assert len({group.title for group in groups}) == len(groups)

    def test_the_list_asks_the_database_as_often_for_many_tasks_as_for_one(
        self, world: World, django_assert_max_num_queries: QueryLimit
    ) -> None:
        for _one in range(6):
            make_submitted(applicant=world.lan)
        hoa = signed_in("hoa")
        hoa.get(DESK)

        with django_assert_max_num_queries(28):
            hoa.get(DESK, {"pham-vi": "all"})


class TestKeptLists:
    def test_a_list_is_kept_counted_and_begins_the_day(self, world: World) -> None:
        make_submitted(applicant=world.lan)
        hoa = signed_in("hoa")

        answer = hoa.post(SAVE, {"ten": "Trực tuyến", "kenh": "online"})
        line = hoa.get(answer["Location"]).context["page"].saved[0]
        hoa.post(f"{DESK}danh-sach/{kept(world).id}/mac-dinh/")
        begins = hoa.get(DESK)
        hoa.post(f"{DESK}danh-sach/{kept(world).id}/bo-mac-dinh/")

        assert (line.text, line.count, line.current) == ("Trực tuyến", "1", True)
        assert begins["Location"] == f"{DESK}?kenh=online"
        assert hoa.get(DESK).status_code == 200

    def test_a_list_is_shared_and_taken_back(self, world: World) -> None:
        hoa, khanh = signed_in("hoa"), signed_in("khanh")
        agency = min(world.khanh.agencies)
        hoa.post(SAVE, {"ten": "Chung", "han": "near"})

        hoa.post(f"{DESK}danh-sach/{kept(world).id}/chia-se/", {"co-quan": agency})
        shared = khanh.get(DESK).context["page"].saved
        hoa.post(f"{DESK}danh-sach/{kept(world).id}/rieng/", {"co-quan": agency})

        assert [(line.text, line.owner, line.is_own) for line in shared] == [
            ("Chung", world.hoa.name, False)
        ]
        assert khanh.get(DESK).context["page"].saved == ()

    def test_a_list_without_a_name_is_not_kept(self, world: World) -> None:
        signed_in("hoa").post(SAVE, {"ten": "  ", "han": "near"})

        assert worklist.list_filters(actor=world.hoa) == ()

    def test_a_list_is_given_up_by_its_owner_only(self, world: World) -> None:
        hoa = signed_in("hoa")
        hoa.post(SAVE, {"ten": "Của Hoa", "han": "near"})
        url = f"{DESK}danh-sach/{kept(world).id}/xoa/"

        assert signed_in("khanh").post(url).status_code == 404
        assert hoa.post(url).status_code == 302
        assert worklist.list_filters(actor=world.hoa) == ()


class TestGivingOut:
    def test_a_leader_gives_many_tasks_out_with_a_suggestion(self, world: World) -> None:
        numbers = [make_submitted(applicant=world.lan) for _one in range(2)]
        for number in numbers:
            take_step(number, action="accept", by=world.hoa)
        ids = [str(open_task(number).id) for number in numbers]
        khanh, url = signed_in("khanh"), f"{DESK}giao-viec/"

        page = khanh.post(url, {"task": ids}).context["page"]
        chosen = {line.field.name: line.field.value for line in page.lines}
        outcome = khanh.post(url, {"task": ids, "confirm": "1", **chosen}).context["page"]

        assert set(chosen.values()) == {world.hoa.id}
        assert [line.tone for line in outcome.lines] == ["good", "good"]
        assert {open_task(number).officer_id for number in numbers} == {UUID(world.hoa.id)}

    def test_tasks_that_one_may_not_give_out_lead_back_to_the_list(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        answer = signed_in("hoa").post(f"{DESK}giao-viec/", {"task": str(open_task(number).id)})

        assert answer["Location"] == DESK


class TestSigningMany:
    def test_what_was_read_is_signed_each_for_itself(self, world: World) -> None:
        numbers = [_ready_to_sign(world) for _one in range(2)]
        ids = [str(open_task(number).id) for number in numbers]
        khanh, url = signed_in("khanh"), f"{DESK}ky-duyet/"

        first = khanh.post(url, {"task": ids}).context["page"]
        khanh.get(first.lines[0].draft)
        looked = khanh.post(url, {"task": ids}).context["page"]
        done = khanh.post(url, {"task": ids, "agreed": ids, "confirm": "1"}).context["page"]
        again = khanh.post(url, {"task": ids, "agreed": ids, "confirm": "1"}).context["page"]

        assert [line.is_ticked for line in first.lines] == [False, False]
        assert sorted(line.was_opened for line in looked.lines) == [False, True]
        assert [line.tone for line in done.lines] == ["good", "good"]
        assert [line.tone for line in again.lines] == ["good", "good"]
        assert all(_approvals(number, world) == 1 for number in numbers)

    def test_one_refusal_stops_no_other(self, world: World) -> None:
        good, gone = _ready_to_sign(world), _ready_to_sign(world)
        ids = [str(open_task(gone).id), str(open_task(good).id)]
        take_step(gone, action="return", by=world.khanh, note="Sai tên cha.")

        page = (
            signed_in("khanh")
            .post(f"{DESK}ky-duyet/", {"task": ids, "agreed": ids, "confirm": "1"})
            .context["page"]
        )

        assert {line.number: line.tone for line in page.lines} == {gone: "bad", good: "good"}
        assert (_approvals(good, world), _approvals(gone, world)) == (1, 0)

    def test_nothing_is_signed_without_a_tick(self, world: World) -> None:
        number = _ready_to_sign(world)
        data = {"task": str(open_task(number).id), "confirm": "1"}

        answer = signed_in("khanh").post(f"{DESK}ky-duyet/", data)

        assert answer.status_code == 422
        assert [fault.href for fault in answer.context["page"].faults] == ["#results"]
        assert _approvals(number, world) == 0

    def test_who_may_not_sign_is_led_back(self, world: World) -> None:
        number = _ready_to_sign(world)

        answer = signed_in("hoa").post(f"{DESK}ky-duyet/", {"task": str(open_task(number).id)})

        assert answer["Location"] == DESK


class TestTheDrawing:
    def test_the_drawing_marks_where_the_case_stands(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        take_step(number, action="accept", by=world.hoa)
        hoa = signed_in("hoa")

        page = hoa.get(f"{DESK}ho-so/{number}/quy-trinh/").context["page"]
        drawn = hoa.get(page.source)

        assert page.now == open_task(number).key
        assert [step.kind for step in page.process].count("now") == 1
        assert drawn["Content-Type"].startswith("application/xml")
        assert re.search(rb'BPMNShape[^>]*bpmnElement="%b"' % page.now.encode(), drawn.content)

    def test_an_officer_of_another_agency_sees_no_drawing(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        tuan = signed_in("tuan")

        assert tuan.get(f"{DESK}ho-so/{number}/quy-trinh/").status_code == 404
        assert tuan.get(f"{DESK}ho-so/{number}/quy-trinh.bpmn").status_code == 404


def _ready_to_sign(world: World) -> str:
    number = make_submitted(applicant=world.lan)
    take_step(number, action="accept", by=world.hoa)
    take_step(number, action="approve", by=world.hoa)
    return number


def _approvals(number: str, world: World) -> int:
    told = cases.timeline(number, actor=world.hoa)
    return sum(
        1
        for item in told
        if item.code == "case.step_completed"
        and item.actor_name == world.khanh.name
        and item.facts["action"] == "approve"
    )
