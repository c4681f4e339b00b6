"""The postal provider against its twin: once per key, whatever breaks."""

from collections.abc import Iterator

import httpx
import pytest
from pytest_django import Settings

from haidang.adapters.delivery_post import Provider
from haidang.blocks.delivery.public import Order, ParcelStatus, Place
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable
from twins.post.app import make_post
from twins.sandbox import RunningTwin

HERE = Place(name="Trung tâm", phone="0225000000", address="Phường Thuỷ Nguyên")
LAN = Place(name="Nguyễn Thị Lan", phone="0900000001", address="Số 12, tổ dân phố 3")


@pytest.fixture(scope="module")
def post_url() -> Iterator[str]:
    with RunningTwin(make_post()) as post:
        yield post.url


@pytest.fixture(autouse=True)
def _connected(settings: Settings, post_url: str) -> None:
    settings.HAIDANG_POST_URL = post_url
    httpx.post(f"{post_url}/twin/reset")


def order(key: str = "k1", receiver: Place = LAN) -> Order:
    return Order(
        key=key, reference="H24-1", sender=HERE, receiver=receiver, contents="Giấy khai sinh"
    )


def switch(url: str, kind: str, **more: object) -> None:
    httpx.post(f"{url}/twin/faults", json={"kind": kind, **more}).raise_for_status()


def tell(url: str, tracking: str, status: str) -> None:
    httpx.post(f"{url}/parcels/{tracking}/events", json={"status": status}).raise_for_status()


def test_the_same_key_orders_one_parcel() -> None:
    provider = Provider()
    assert provider.order(order()) == provider.order(order())
    assert provider.order(order("k2")) != provider.order(order())


def test_a_parcel_is_followed_to_its_end(post_url: str) -> None:
    tracking = Provider().order(order())
    tell(post_url, tracking, "picked_up")
    tell(post_url, tracking, "delivered")

    told = Provider().movements(tracking=tracking)

    assert [one.status for one in told] == [
        ParcelStatus.MOVING, ParcelStatus.MOVING, ParcelStatus.DELIVERED,
    ]  # fmt: skip
    assert told[-1].text == "Đã phát cho người nhận"
    assert len({one.event_id for one in told}) == len(told)


def test_a_movement_that_comes_twice_keeps_its_identity(post_url: str) -> None:
    tracking = Provider().order(order())
    switch(post_url, "double", path="/parcels")
    tell(post_url, tracking, "delivered")

    told = Provider().movements(tracking=tracking)

    assert [one.event_id for one in told].count(f"{tracking}-2") == 2


def test_a_post_that_is_down_may_be_asked_again(post_url: str) -> None:
    switch(post_url, "down", path="/orders")
    with pytest.raises(ProviderUnavailable):
        Provider().order(order())
    assert Provider().order(order())


def test_what_the_post_refuses_is_not_tried_again(post_url: str) -> None:
    with pytest.raises(ProviderRefused):
        Provider().order(order(receiver=Place(name="x", phone="", address=" ")))
    switch(post_url, "refuse", path="/orders")
    with pytest.raises(ProviderRefused):
        Provider().order(order())


def test_another_secret_opens_nothing(settings: Settings) -> None:
    settings.HAIDANG_POST_SECRET = "wrong"  # noqa: S105 - what must not open anything
    with pytest.raises(ProviderRefused):
        Provider().order(order())
