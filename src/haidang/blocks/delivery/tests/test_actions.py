"""Parcels: ordered once, followed to their end, whatever breaks in between."""

from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import Settings

from haidang.blocks.audit import public as audit
from haidang.blocks.delivery import public as delivery
from haidang.blocks.delivery.testing import MemoryPost
from haidang.blocks.outbox.testing import run_jobs
from haidang.kernel import clock
from haidang.kernel.actors import ANONYMOUS, Actor, Duty, system
from haidang.kernel.errors import NotAllowed, ProviderUnavailable
from haidang.kernel.ids import new_id

pytestmark = pytest.mark.django_db

NUMBER = "H24.182.01-261123-0001"
ACTOR = system("tests")
HERE = delivery.Place(name="Trung tâm", phone="0225000000", address="Phường Thuỷ Nguyên")
LAN = delivery.Place(name="Nguyễn Thị Lan", phone="0900000001", address="Số 12, tổ dân phố 3")
Status = delivery.ParcelStatus


@pytest.fixture(autouse=True)
def _post(settings: Settings) -> None:
    settings.DELIVERY_PROVIDERS = {"post": "haidang.blocks.delivery.testing.MemoryPost"}
    MemoryPost.reset()


def request(key: str = "k1", *, subject: str = NUMBER, actor: Actor = ACTOR) -> delivery.Parcel:
    return delivery.request_parcel(
        subject=subject,
        direction="to_person",
        sender=HERE,
        receiver=LAN,
        contents="Giấy khai sinh",
        idempotency_key=key,
        actor=actor,
    )


def ordered() -> delivery.Parcel:
    parcel = request()
    run_jobs()
    return delivery.get_parcel(parcel.id)


def codes() -> list[str]:
    return [entry.code for entry in audit.list_entries(subject=NUMBER)]


class TestRequest:
    def test_the_post_is_told_after_commit_and_gives_its_number(self) -> None:
        assert request().status is Status.REQUESTED
        assert not MemoryPost.orders

        run_jobs()

        (parcel,) = delivery.list_parcels(subject=NUMBER)
        assert (parcel.status, parcel.tracking) == (Status.ORDERED, "BC000000001VN")
        assert codes() == ["delivery.parcel_requested", "delivery.parcel_ordered"]

    def test_the_same_key_asks_once(self) -> None:
        assert request().id == request().id
        run_jobs()
        assert len(MemoryPost.orders) == 1
        with pytest.raises(delivery.ParcelDiffers):
            request(subject="other")

    def test_a_worker_that_dies_after_ordering_orders_no_second_parcel(self) -> None:
        parcel = request()
        delivery.get_provider("post").order(
            delivery.Order(
                key=str(parcel.id), reference=NUMBER, sender=HERE, receiver=LAN, contents="x"
            )
        )

        delivery.send_parcel(parcel.id)
        delivery.send_parcel(parcel.id)

        assert len(MemoryPost.orders) == 1
        assert delivery.get_parcel(parcel.id).status is Status.ORDERED

    def test_a_post_that_is_down_is_tried_again_and_one_that_refuses_is_not(self) -> None:
        parcel = request()
        MemoryPost.is_down = True
        with pytest.raises(ProviderUnavailable):
            delivery.send_parcel(parcel.id)
        assert delivery.get_parcel(parcel.id).status is Status.REQUESTED

        MemoryPost.is_down, MemoryPost.refuses = False, True
        delivery.send_parcel(parcel.id)

        refused = delivery.get_parcel(parcel.id)
        assert (refused.status, refused.reason) == (Status.REFUSED, "Địa chỉ không phục vụ")

    @pytest.mark.parametrize("post", ["processing", "leader"])
    def test_only_those_who_hand_out_send_parcels(self, post: str) -> None:
        duties = frozenset({Duty(agency="H24.182", post=post)})
        officer = Actor(kind="officer", id=str(new_id()), name="x", duties=duties)
        for actor in (officer, ANONYMOUS):
            with pytest.raises(NotAllowed):
                request(actor=actor)


class TestFollow:
    def test_movements_are_taken_once_and_the_last_ends_the_parcel(self) -> None:
        parcel = ordered()
        MemoryPost.tell(parcel.tracking, Status.MOVING, event_id="1")
        MemoryPost.tell(parcel.tracking, Status.MOVING, event_id="1")
        delivery.follow_parcel(parcel.id)
        MemoryPost.tell(parcel.tracking, Status.DELIVERED, event_id="2")

        delivery.follow_parcel(parcel.id)
        delivery.follow_parcel(parcel.id)

        known = delivery.get_parcel(parcel.id)
        assert (known.status, len(known.movements)) == (Status.DELIVERED, 2)
        assert codes().count("delivery.parcel_delivered") == 1

    def test_what_comes_after_the_end_changes_nothing(self) -> None:
        parcel = ordered()
        MemoryPost.tell(parcel.tracking, Status.SENT_BACK)
        MemoryPost.tell(parcel.tracking, Status.DELIVERED)

        delivery.follow_parcel(parcel.id)

        known = delivery.get_parcel(parcel.id)
        assert known.status is Status.SENT_BACK
        assert known.reason
        assert known.ended_at is not None

    def test_only_silent_parcels_on_their_way_are_asked_about(self, settings: Settings) -> None:
        settings.HAIDANG_DELIVERY_POLL_SECONDS = 300
        parcel = ordered()
        assert delivery.follow_moving_parcels() == 0
        with clock.stopped_at(clock.now() + timedelta(seconds=301)):
            assert delivery.follow_moving_parcels() == 1
            assert delivery.follow_moving_parcels() == 0
            MemoryPost.tell(parcel.tracking, Status.DELIVERED)
            run_jobs()
        assert delivery.get_parcel(parcel.id).status is Status.DELIVERED

    def test_a_parcel_that_nobody_knows_is_said_so(self) -> None:
        with pytest.raises(delivery.ParcelUnknown):
            delivery.follow_parcel(UUID(int=0))


class TestArrival:
    def test_a_parcel_from_a_person_is_noted_once(self) -> None:
        for _time in range(2):
            delivery.note_arrival(
                subject=NUMBER, tracking="EB1VN", sender=LAN, receiver=HERE,
                contents="Hồ sơ giấy", actor=ACTOR,
            )  # fmt: skip
        (parcel,) = delivery.list_parcels(subject=NUMBER)
        assert (parcel.direction, parcel.status) == ("from_person", Status.DELIVERED)
        assert codes() == ["delivery.parcel_delivered"]
