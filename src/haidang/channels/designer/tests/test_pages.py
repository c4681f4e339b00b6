"""The stewards' screen from outside: who may come, what it shows, what a confirmation does."""

import json
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.core.cache import cache
from django.test import Client

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity.testing import PASSWORD, TOTP_SECRET, totp_code
from haidang.domain.cases.testing import ACTOR, World, install_world
from haidang.domain.catalog import public as catalog
from haidang.engines.national.tests import samples
from haidang.kernel import clock
from haidang.kernel.actors import system

LIST = "/bien-tap/"
CODE = "1.999999"
RECORD = f"{LIST}thu-tuc/{CODE}/"
SAID = (
    "từ 1 đến 3.650", "thiếu ba số 0", "văn bản quy định mức thu", "mới được bắt buộc",
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    cache.clear()
    with clock.stopped_at(datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)):
        yield install_world()


@pytest.fixture
def records(world: World) -> None:
    take_in(
        samples.data(channels=[samples.row(value=1, unit="other", text="1")]),
        samples.data(code="1.999998", name="Cấp giấy không vướng"),
    )


@pytest.fixture
def steward(world: World) -> Client:
    """Return the browser of an officer with the post, who gave both factors."""
    officer = agencies.find_officer_by_code("hoa")
    assert officer is not None
    agencies.assign_officer(officer_id=officer.id, agency="H24.182", post="steward", actor=ACTOR)
    return signed_in("hoa")


def take_in(*records: dict[str, samples.JSON]) -> None:
    """Import records as a file."""
    lines = [json.dumps(one, ensure_ascii=False).encode() for one in records]
    file = catalog.ImportFile(
        name="mau.jsonl", sha256="0" * 64, lines=lines, snapshot_on=date(2026, 7, 20)
    )
    catalog.import_records(file, publish=True, actor=system("tests"))


def signed_in(code: str) -> Client:
    client = Client()
    first = client.post("/tai-khoan/login/", {"login": code, "password": PASSWORD})
    client.post(first["Location"], {"code": totp_code(TOTP_SECRET)})
    return client


def sent(client: Client, **changes: str) -> dict[str, str]:
    """Return what the form of the record sends when nothing is changed."""
    given = {"seen": "", "p0-kind": "paper", "p0-required": "1", "p1-kind": "paper"}
    given |= {"c0-value": "", "c0-unit": "none", "c0-fee": "free", "c0-amount": "", "c0-basis": ""}
    return given | changes


def test_an_officer_without_the_post_is_turned_away(records: None) -> None:
    client = signed_in("khanh")
    assert client.get(LIST).status_code == 403
    assert client.get(RECORD).status_code == 403
    assert client.post(RECORD, sent(client)).status_code == 403
    assert client.post(f"{LIST}xac-nhan/", {"code": CODE}).status_code == 403


def test_a_stranger_is_asked_to_sign_in(records: None) -> None:
    assert Client().get(LIST).status_code == 302


def test_the_list_shows_records_with_their_flags(steward: Client, records: None) -> None:
    page = steward.get(LIST).content.decode()
    assert CODE in page
    assert "số giữ chỗ 1" in page
    narrowed = steward.get(LIST, {"bay": "time_placeholder"}).content.decode()
    assert CODE in narrowed
    assert "1.999998" not in narrowed
    assert "1.999998" in steward.get(LIST, {"q": "giay khong vuong"}).content.decode()
    assert "1.999998" in steward.get(LIST, {"sach": "1"}).content.decode()


def test_a_record_stands_beside_its_source(steward: Client, records: None) -> None:
    page = steward.get(RECORD).content.decode()
    assert "số giữ chỗ, không phải thời hạn" in page
    assert "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/mau" in page
    assert "Đơn đề nghị theo mẫu" in page


def test_everything_wrong_is_told_at_once_and_kept_as_typed(
    steward: Client, records: None
) -> None:
    wrong = sent(steward, **{"c0-value": "ba", "c0-unit": "working_day", "c0-fee": "amount",
                             "c0-amount": "7", "p0-kind": "heading"})  # fmt: skip
    answer = steward.post(RECORD, wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in SAID:
        assert words in page
    assert 'value="ba"' in page
    assert catalog.current_revision(CODE).number == 1


def test_a_confirmation_is_published_with_who_and_when(steward: Client, records: None) -> None:
    right = sent(steward, **{"c0-value": "5", "c0-unit": "working_day", "c0-fee": "amount",
                             "c0-amount": "8.000", "c0-basis": "281/2016/TT-BTC"})  # fmt: skip
    answer = steward.post(RECORD, right, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "đã xác nhận lúc" in page
    revision = catalog.current_revision(CODE)
    assert revision.number == 2
    assert revision.package.channels[0].time_limit.value == 5
    assert revision.package.fees.fees[0].prices.of("online").amount.dong == 8_000


def test_a_page_that_is_out_of_date_confirms_nothing(steward: Client, records: None) -> None:
    answer = steward.post(RECORD, sent(steward, seen="1" * 64), follow=True)
    assert "vừa được nhập lại" in answer.content.decode()
    assert catalog.current_revision(CODE).number == 1


def test_records_without_flags_are_confirmed_together(steward: Client, records: None) -> None:
    answer = steward.post(
        f"{LIST}xac-nhan/", {"code": [CODE, "1.999998"], "next": "https://evil.example/"},
        follow=True,
    )  # fmt: skip
    assert "Đã xác nhận và công bố 1 thủ tục, để lại 1." in answer.content.decode()
    assert catalog.current_revision("1.999998").package.is_confirmed


def test_an_unknown_record_is_not_found(steward: Client, records: None) -> None:
    assert steward.get(f"{LIST}thu-tuc/9.000000/").status_code == 404
