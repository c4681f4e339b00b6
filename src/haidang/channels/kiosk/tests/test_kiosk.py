import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from haidang.blocks.agencies.testing import WARD_CENTRE
from haidang.channels.kiosk.visit import IDLE_SECONDS
from haidang.domain.cases.testing import BIRTH, MONDAY, World, make_submitted
from haidang.domain.queue import public as queue
from haidang.domain.queue.models import Ticket
from haidang.engines.scans.tests.scans import as_jpeg, sheet
from haidang.kernel import clock
from haidang.kernel.actors import Actor

pytestmark = pytest.mark.django_db

CARD = "031194000001|123456789|Nguyễn Thị Lan|12051994|Nữ|Thuỷ Nguyên, Hải Phòng|01012022"


def home() -> str:
    return f"/kiosk/{WARD_CENTRE}/{queue.kiosk_key(WARD_CENTRE)}/"


def sign_in(client: Client, person: Actor) -> None:
    """Sign a person in at the kiosk, as coming back from VNeID does: the session goes on."""
    kept = dict(client.session)
    client.force_login(get_user_model().objects.get(pk=str(person.account_id)))
    session = client.session
    for name, value in kept.items():
        session[name] = value
    session.save()


@pytest.fixture
def visitor(world: World) -> Client:
    client = Client()
    client.get(home())
    return client


class TestNumbers:
    def test_a_number_is_drawn_by_one_touch(self, visitor: Client) -> None:
        answer = visitor.post(f"{home()}lay-so/", {"kind": "collect"})
        page = visitor.get(answer["Location"]).context["page"]

        assert (page.label, page.ahead) == ("B001", 0)

    def test_who_needs_it_comes_first(self, visitor: Client) -> None:
        visitor.post(f"{home()}lay-so/", {"kind": "submit"})
        answer = visitor.post(f"{home()}lay-so/", {"kind": "submit", "priority": "1"})

        page = visitor.get(answer["Location"]).context["page"]
        assert (page.label, page.ahead) == ("U001", 0)

    def test_the_board_shows_who_is_called(self, world: World, visitor: Client) -> None:
        visitor.post(f"{home()}lay-so/", {"kind": "ask"})
        queue.call_next(agency=WARD_CENTRE, window=2, actor=world.hoa)

        answer = visitor.get(f"{home()}bang/")

        assert [(one.label, one.window) for one in answer.context["page"].called] == [
            ("C001", "2")
        ]
        assert answer["Refresh"] == "5"

    def test_nobody_without_the_key_draws_numbers(self, world: World) -> None:
        stranger = Client()

        for path in ("", "lay-so/", "bang/", "ket-thuc/", "the/"):
            assert stranger.get(f"/kiosk/{WARD_CENTRE}/0000/{path}").status_code == 404
        assert Ticket.objects.count() == 0

    def test_the_list_of_kiosks_is_for_sample_data_only(
        self, world: World, settings: Settings
    ) -> None:
        settings.HAIDANG_SAMPLE = True
        assert home() in Client().get("/kiosk/").content.decode()

        settings.HAIDANG_SAMPLE = False
        assert Client().get("/kiosk/").status_code == 404


class TestCardAndCounter:
    def test_a_card_travels_with_the_number(self, world: World, visitor: Client) -> None:
        visitor.post(f"{home()}the/", {"card": CARD})
        answer = visitor.post(f"{home()}lay-so/", {"kind": "submit", "procedure": BIRTH})

        ticket_id = Ticket.objects.get().id
        carried = queue.carried_by(ticket_id, actor=world.hoa)
        slip = visitor.get(answer["Location"]).content.decode()
        assert (carried.procedure, carried.card) == (BIRTH, CARD)
        assert "Lan" not in slip
        assert "031194000001" not in slip

    def test_a_photo_of_a_card_is_read(self, visitor: Client) -> None:
        photo = SimpleUploadedFile("the.jpg", as_jpeg(sheet(CARD)), "image/jpeg")

        page = visitor.post(f"{home()}the/", {"card_photo": photo}).context["page"]

        assert (page.name, page.number) == ("Nguyễn Thị Lan", "••••••••0001")

    def test_what_is_no_card_is_told(self, visitor: Client) -> None:
        answer = visitor.post(f"{home()}the/", {"card": "xin chào"})

        assert answer.status_code == 422
        assert answer.context["page"].fault

    def test_the_card_leads_back_to_the_procedure(self, visitor: Client) -> None:
        answer = visitor.post(f"{home()}the/", {"card": CARD, "after": BIRTH})

        page = visitor.get(answer["Location"]).context["page"]
        assert page.card == "Nguyễn Thị Lan"


class TestTrackAndFind:
    def test_a_case_is_tracked_without_its_number_in_an_address(
        self, world: World, visitor: Client
    ) -> None:
        number = make_submitted(applicant=world.lan)

        page = visitor.post(f"{home()}tra-cuu/", {"number": number}).context["page"]

        assert page.status
        assert "Lan" not in str(page)

    def test_an_unknown_number_is_told(self, visitor: Client) -> None:
        page = visitor.post(f"{home()}tra-cuu/", {"number": "H24-1"}).context["page"]

        assert page.is_missing

    def test_a_procedure_is_found_by_words_without_marks(self, visitor: Client) -> None:
        page = visitor.post(f"{home()}thu-tuc/", {"q": "khai sinh"}).context["page"]

        assert f"{home()}thu-tuc/{BIRTH}/" in [link.href for link in page.found]

    def test_it_offers_both_ways_on(self, visitor: Client) -> None:
        page = visitor.get(f"{home()}thu-tuc/{BIRTH}/").context["page"]

        assert page.sign_in.endswith(f"thu-tuc%2F{BIRTH}%2Fnop")


class TestNothingIsLeftBehind:
    def test_every_page_says_not_to_keep_it_and_when_to_wipe(self, visitor: Client) -> None:
        for path in ("", "lay-so/", "the/", "tra-cuu/", "thu-tuc/"):
            answer = visitor.get(f"{home()}{path}")

            assert "no-store" in answer["Cache-Control"]
            assert answer["Refresh"] == f"{IDLE_SECONDS};url={home()}ket-thuc/"

    def test_the_pages_of_the_portal_too_once_somebody_signs_in(
        self, world: World, visitor: Client
    ) -> None:
        sign_in(visitor, world.lan)

        answer = visitor.get(f"/thu-tuc/{BIRTH}/nop")

        assert "no-store" in answer["Cache-Control"]
        assert answer["Refresh"].endswith("ket-thuc/")
        assert "ket-thuc/" in answer.content.decode()

    def test_no_field_lets_the_browser_remember(self, world: World, visitor: Client) -> None:
        sign_in(visitor, world.lan)
        pages = [visitor.get(f"{home()}the/"), visitor.get(f"/thu-tuc/{BIRTH}/nop")]

        for answer in pages:
            fields = re.findall(r"<(?:input|form)\b[^>]*>", answer.content.decode())
            assert fields
            assert [one for one in fields if 'autocomplete="off"' not in one] == []

    def test_the_end_wipes_session_cookies_and_storage(
        self, world: World, visitor: Client
    ) -> None:
        visitor.post(f"{home()}the/", {"card": CARD})
        sign_in(visitor, world.lan)
        session_key = visitor.session.session_key

        answer = visitor.get(f"{home()}ket-thuc/")

        assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        assert {name: morsel.value for name, morsel in answer.cookies.items()} == dict.fromkeys(
            answer.cookies, ""
        )
        assert not Session.objects.filter(session_key=session_key).exists()
        assert visitor.get("/ho-so/").status_code == 302

    def test_going_back_shows_nothing_of_the_visitor(self, world: World, visitor: Client) -> None:
        visitor.post(f"{home()}the/", {"card": CARD})
        visitor.get(f"{home()}ket-thuc/")

        assert "Nguyễn Thị Lan" not in visitor.get(f"{home()}the/").content.decode()

    def test_who_walks_away_is_forgotten_by_the_server(
        self, world: World, visitor: Client
    ) -> None:
        visitor.post(f"{home()}the/", {"card": CARD})
        sign_in(visitor, world.lan)

        with clock.stopped_at(MONDAY + timedelta(minutes=5)):
            answer = visitor.get("/ho-so/")

            assert (answer.status_code, answer["Location"]) == (302, home())
            assert "Clear-Site-Data" in answer
            assert "Nguyễn" not in visitor.get(f"{home()}the/").content.decode()

    def test_other_browsers_are_left_alone(self, world: World) -> None:
        person = Client()
        person.force_login(get_user_model().objects.get(pk=str(world.lan.account_id)))

        answer = person.get(f"/thu-tuc/{BIRTH}/nop")

        assert "Refresh" not in answer
        assert "ket-thuc" not in answer.content.decode()
