"""Who waits at the door of a full house, who passes, and what is said to whom."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from haidang.blocks.identity.testing import make_hoa, make_lan, make_token
from haidang.blocks.waiting import public as waiting
from haidang.config.waiting.middleware import WaitWhenFull
from haidang.config.waiting.paths import PLACE
from haidang.config.waiting.ticket import COOKIE, HEADER
from haidang.config.waiting.words import words_of_wait
from haidang.engines.waiting import Rules, Wait
from haidang.kernel import clock
from haidang.kernel.ids import new_id

pytestmark = pytest.mark.django_db
SEATS: Final = 20
PASSES: Final = (
    "/ban-lam-viec/", "/quan-tri/", "/bien-tap/", "/kiosk/", "/tra-cuu", "/xac-minh",
    "/kha-nang-tiep-can", "/ngon-ngu/en/", "/tai-khoan/login/", "/tai-khoan/2fa/authenticate/",
    "/tai-khoan/vneid/login/callback/", "/api/health", "/api/payments/vietqr/notices",
    "/api/track/H24.1", "/api/verify/ABCD", "/api/tasks", "/api/tokens/officer",
    "/static/ui/ui.css",
)  # fmt: skip
WAITS: Final = (
    "/", "/tim-kiem", "/tim-kiem/goi-y", "/thu-tuc/1.001193/", "/thu-tuc/1.001193/nop", "/can-gi/",
    "/dang-nhap", "/tai-khoan/vneid/login/", "/ho-so/", "/kho-giay-to/", "/api/procedures",
    "/api/procedures/1.001193", "/api/tokens/person/start",
)  # fmt: skip


class Browser:
    """A browser that keeps its cookies, whichever process answers it."""

    def __init__(self, **session: str) -> None:
        self.cookies: dict[str, str] = {}
        self.session = session

    def open(self, process: WaitWhenFull, path: str = "/", **headers: str) -> HttpResponse:
        request = RequestFactory().get(path, headers={**headers})
        request.COOKIES.update(self.cookies)
        request.session = self.session  # type: ignore[assignment]  # as much of one as is read
        answer = process(request)
        self.cookies |= {name: morsel.value for name, morsel in answer.cookies.items()}
        return answer


@pytest.fixture(autouse=True)
def _a_small_house() -> Iterator[None]:
    with override_settings(HAIDANG_ROOM_SEATS=SEATS):
        yield


def a_process() -> WaitWhenFull:
    return WaitWhenFull(lambda _request: HttpResponse("in"))


def fill(*, leaving: int = 0) -> None:
    """Fill every seat; some of those inside are about to be thought to have left."""
    at = clock.now()
    fresh = waiting.Mark(first_at=at - timedelta(minutes=4), last_at=at)
    idle = waiting.Mark(first_at=at - timedelta(minutes=9), last_at=at - timedelta(minutes=4))
    marks = {new_id(): idle if number < leaving else fresh for number in range(SEATS)}
    waiting.turn_the_door(marks, rules=Rules(seats=SEATS))


def place_of(answer: HttpResponse) -> int:
    return int(json.loads(answer.content)["place"])


def ask(browser: Browser, process: WaitWhenFull) -> HttpResponse:
    return browser.open(process, PLACE, accept="application/json")


def test_while_there_is_room_a_page_costs_no_statement() -> None:
    process, lan = a_process(), Browser()
    lan.open(process)

    with CaptureQueriesContext(connection) as statements:
        answers = [browser.open(process) for browser in (lan, Browser(), Browser())]

    assert [answer.content for answer in answers] == [b"in"] * 3
    assert COOKIE in lan.cookies
    assert len(statements) == 0


@pytest.mark.parametrize("path", PASSES)
def test_these_never_wait(path: str) -> None:
    fill()

    assert Browser().open(a_process(), path).content == b"in"


@pytest.mark.parametrize("path", WAITS)
def test_these_wait_when_the_house_is_full(path: str) -> None:
    fill()

    answer = Browser().open(a_process(), path)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert answer["Cache-Control"] == "no-store"


def test_a_refresh_another_tab_and_another_process_keep_the_place() -> None:
    fill()
    lan, minh, binh = Browser(), Browser(), Browser()
    one, other = a_process(), a_process()
    for browser in (lan, minh, binh):
        browser.open(one)
    given = dict(minh.cookies)

    minh.open(other, "/thu-tuc/1.001193/")
    minh.open(one)

    assert [place_of(ask(browser, a_process())) for browser in (lan, minh, binh)] == [1, 2, 3]
    assert minh.cookies == given


def test_two_processes_let_in_from_one_line() -> None:
    fill(leaving=1)
    lan, minh = Browser(), Browser()
    lan.open(a_process())
    minh.open(a_process())

    with clock.stopped_at(clock.now() + timedelta(seconds=40)):
        for browser in (minh, lan):
            process = a_process()
            browser.open(process)
            process.house.turn()

    with clock.stopped_at(clock.now() + timedelta(seconds=61)):
        later = a_process()
        answers = [browser.open(later).status_code for browser in (minh, lan)]

    assert answers == [503, 200]


def test_somebody_with_a_case_goes_on() -> None:
    fill()
    lan = Browser(**{SESSION_KEY: "7"})

    own = lan.open(a_process(), "/ho-so/01930000-0000-7000-8000-000000000000/to-khai/child")

    assert own.content == b"in"
    assert COOKIE in lan.cookies


def test_an_officer_never_waits() -> None:
    fill()
    account = get_user_model().objects.get(pk=str(make_hoa().account_id))
    hoa = Browser(
        **{
            SESSION_KEY: str(account.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: account.get_session_auth_hash(),
        }
    )

    assert hoa.open(a_process(), "/thu-tuc/1.001193/").content == b"in"


def test_who_is_inside_stays_inside_when_the_house_fills() -> None:
    lan, process = Browser(), a_process()
    lan.open(process)
    fill()

    assert lan.open(a_process()).content == b"in"


def test_a_place_lost_by_silence_is_said() -> None:
    fill()
    lan, process = Browser(), a_process()
    lan.open(process)
    with clock.stopped_at(clock.now() + timedelta(seconds=10)):
        lan.open(process)
        process.house.turn()

    with clock.stopped_at(clock.now() + timedelta(minutes=11)):
        fill()
        answer = lan.open(a_process())

    assert answer.status_code == 503
    assert 'class="notice notice-warn"' in answer.content.decode().split("<section")[0]


def test_a_forged_ticket_is_no_ticket() -> None:
    fill()
    binh = Browser()
    binh.open(a_process())
    key, _number, rest = binh.cookies[COOKIE].split(".", 2)
    forged = f"{key}.0.{rest}"

    binh.cookies[COOKIE] = forged
    answer = binh.open(a_process())

    assert answer.status_code == 503
    assert binh.cookies[COOKIE] != forged
    assert place_of(ask(binh, a_process())) == 2


def test_a_program_is_told_as_a_problem_and_keeps_its_place_by_a_header() -> None:
    fill()
    process = a_process()

    first = Browser().open(process, "/api/procedures")
    again = Browser().open(a_process(), "/api/procedures", **{HEADER: first[HEADER]})

    problem = json.loads(again.content)
    assert again.headers["Content-Type"] == "application/problem+json"
    assert (problem["code"], problem["status"], problem["place"]) == ("waiting.full", 503, 1)
    assert again["Retry-After"] == "10"


def test_a_token_was_got_inside() -> None:
    fill()
    bearer = {"authorization": f"Bearer {make_token(make_lan())}"}

    assert Browser().open(a_process(), "/api/procedures", **bearer).content == b"in"
    forged = Browser().open(a_process(), "/api/procedures", authorization="Bearer x")
    assert forged.status_code == 503


def test_an_empty_setting_is_no_waiting_room() -> None:
    with override_settings(HAIDANG_ROOM_SEATS=0), pytest.raises(MiddlewareNotUsed):
        a_process()


def test_the_place_of_nobody_leads_home() -> None:
    answer = Client().get(PLACE)

    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (None, "not known yet"),
        ((5, 40), "less than a minute"),
        ((10, 100), "less than 2 minutes"),
        ((130, 400), "2 to 7 minutes"),
        ((600, 4_000), "at least 10 minutes"),
        ((4_000, 9_000), "more than an hour"),
    ],
)
def test_a_wait_claims_no_more_than_is_known(wait: tuple[int, int] | None, words: str) -> None:
    known = wait and Wait(soonest=timedelta(seconds=wait[0]), latest=timedelta(seconds=wait[1]))

    with translation.override("en"):
        assert words in words_of_wait(known or None)
