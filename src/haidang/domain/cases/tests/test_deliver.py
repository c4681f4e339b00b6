"""The result by post: followed to the person's hands, also when the parcel comes back."""

import pytest

from haidang.blocks.agencies.testing import WARD_CENTRE
from haidang.blocks.delivery import public as delivery
from haidang.blocks.delivery.testing import MemoryPost
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.vault import public as vault
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import World, finish, get_row, id_of, make_submitted, take_step
from haidang.domain.cases.tests.following import accepted_birth, codes_of, posts_of, templates_of
from haidang.domain.worklist import public as worklist
from haidang.kernel.actors import Actor, Duty
from haidang.kernel.ids import new_id
from haidang.kernel.money import Money

pytestmark = pytest.mark.django_db

ADDRESS = {"province": "31", "ward": "11560", "detail": "Số 12, tổ dân phố 3"}
RETURN = Actor(
    kind="officer",
    id=str(new_id()),
    name="Đỗ Thị Hoa",
    duties=frozenset({Duty(agency=WARD_CENTRE, post="return")}),
)
Status = delivery.ParcelStatus


def posted(world: World) -> tuple[str, delivery.Parcel]:
    """Bring a birth to where its result lies with the post."""
    number = make_submitted(applicant=world.lan, receive_by="post", post_address=dict(ADDRESS))
    take_step(number, action="accept", by=world.hoa)
    for action, officer in (
        ("approve", world.hoa),
        ("approve", world.khanh),
        ("approve", world.mai),
    ):
        take_step(number, action=action, by=officer)
    take_step(number, action="handed_over", by=RETURN)
    (parcel,) = cases.list_deliveries(number, actor=world.lan)
    return number, parcel


def tell(parcel: delivery.Parcel, status: delivery.ParcelStatus) -> None:
    MemoryPost.tell(parcel.tracking, status)
    delivery.follow_parcel(parcel.id)
    run_jobs()


class TestResultByPost:
    def test_the_case_is_returned_when_the_post_has_delivered(self, world: World) -> None:
        number, parcel = posted(world)
        assert get_row(number).status == cases.Status.FINISHED
        assert (get_row(number).delivery, parcel.status) == ("in_post", Status.ORDERED)
        assert "Số 12, tổ dân phố 3" in parcel.receiver.address
        assert vault.list_documents(id_of(world.lan), actor=world.lan)

        tell(parcel, Status.MOVING)
        assert get_row(number).status == cases.Status.FINISHED
        tell(parcel, Status.DELIVERED)

        case = get_row(number)
        assert (case.status, case.delivery) == (cases.Status.RETURNED, "delivered")
        assert "result_posted" in templates_of(number)
        assert {"delivery.parcel_ordered", "delivery.parcel_delivered"} <= set(codes_of(number))

    def test_word_that_comes_twice_returns_once(self, world: World) -> None:
        number, parcel = posted(world)
        tell(parcel, Status.DELIVERED)
        tell(parcel, Status.DELIVERED)
        assert codes_of(number).count("delivery.parcel_delivered") == 1
        assert get_row(number).status == cases.Status.RETURNED

    def test_a_job_that_runs_again_orders_no_second_parcel(self, world: World) -> None:
        number, _parcel = posted(world)
        run_jobs()
        assert len(MemoryPost.orders) == 1
        assert len(cases.list_deliveries(number, actor=world.lan)) == 1

    @pytest.mark.parametrize("action", ["send_again", "handed_over"])
    def test_a_parcel_that_comes_back_is_settled_by_the_return_officer(
        self, world: World, action: str
    ) -> None:
        number, parcel = posted(world)
        tell(parcel, Status.SENT_BACK)
        assert get_row(number).delivery == "sent_back"
        assert posts_of(number) == ["return"]
        assert "result_sent_back" in templates_of(number)

        take_step(number, action=action, by=RETURN)

        if action == "send_again":
            _first, second = cases.list_deliveries(number, actor=world.lan)
            tell(second, Status.DELIVERED)
        assert get_row(number).status == cases.Status.RETURNED
        assert not worklist.list_open_tasks_of(number)

    def test_what_the_post_refuses_comes_to_the_return_officer(self, world: World) -> None:
        MemoryPost.refuses = True
        number, parcel = posted(world)
        assert parcel.status is Status.REFUSED
        assert [task.key for task in worklist.list_open_tasks_of(number)] == ["sent_back"]

    def test_strangers_see_no_parcels(self, world: World) -> None:
        number, _parcel = posted(world)
        for stranger in (world.binh, world.tuan):
            with pytest.raises(cases.CaseUnknown):
                cases.list_deliveries(number, actor=stranger)


class TestRequestDelivery:
    def test_a_person_may_still_ask_for_the_post_before_the_result_is_fetched(
        self, world: World
    ) -> None:
        number = make_submitted(applicant=world.lan, receive_by="counter")
        take_step(number, action="accept", by=world.hoa)

        event = cases.request_delivery(number, address=ADDRESS, actor=world.lan)

        assert "Số 12" in event.address
        assert get_row(number).answers["receive_by"] == "post"
        with pytest.raises(cases.NotYourCase):
            cases.request_delivery(number, address=ADDRESS, actor=world.hoa)

    def test_a_result_that_was_given_is_not_sent(self, world: World) -> None:
        number = accepted_birth(world)
        finish(number, world)
        with pytest.raises(cases.IllegalStatus):
            cases.request_delivery(number, address=ADDRESS, actor=world.lan)

    def test_the_postage_is_the_citys_tariff(self, world: World) -> None:
        assert cases.postal_fee(city="haiphong") == Money(30_000)
        assert world.lan.person_id


class TestPapersByPost:
    def test_reception_writes_down_papers_that_came_once(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        for _time in range(2):
            cases.receive_parcel(number, tracking="eb1vn", contents="Bản chính", actor=world.hoa)

        (parcel,) = cases.list_deliveries(number, actor=world.hoa)
        assert (parcel.direction, parcel.tracking) == ("from_person", "EB1VN")
        with pytest.raises(cases.NotYourCase):
            cases.receive_parcel(number, tracking="x", contents="", actor=world.lan)
