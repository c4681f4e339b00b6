from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.blocks.agencies.testing import WARD_CENTRE, install_sample_city
from haidang.blocks.audit import public as audit
from haidang.blocks.identity.testing import make_hoa, make_lan, make_tuan
from haidang.domain.queue import public as queue
from haidang.domain.queue.models import Ticket
from haidang.domain.queue.states import TRANSITIONS
from haidang.kernel import clock
from haidang.kernel.actors import Actor, system
from haidang.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db

KIOSK = system("kiosk")
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)
CARD = "031194000001||Nguyễn Thị Lan|12051994|Nữ|Thuỷ Nguyên|01012022"


@pytest.fixture(autouse=True)
def _nine_o_clock() -> Iterator[None]:
    with clock.stopped_at(NINE):
        yield


@pytest.fixture
def hoa() -> Actor:
    install_sample_city()
    return make_hoa()


def draw(*, priority: bool = False, card: str = "") -> queue.TicketView:
    return queue.draw_ticket(
        agency=WARD_CENTRE,
        kind=queue.TicketKind.SUBMIT,
        priority=priority,
        procedure="1.001193",
        card=card,
        actor=KIOSK,
    )


def call(hoa: Actor) -> queue.TicketView | None:
    return queue.call_next(agency=WARD_CENTRE, window=3, actor=hoa)


def label_called(hoa: Actor) -> str:
    ticket = call(hoa)
    return ticket.label if ticket else ""


class TestNumbers:
    def test_they_count_from_one_each_day(self, hoa: Actor) -> None:
        today = [draw().label, draw().label]
        with clock.stopped_at(NINE + timedelta(days=1)):
            tomorrow = draw().label

        assert (today, tomorrow) == (["A001", "A002"], "A001")

    def test_priority_has_its_own_letter_and_is_called_first(self, hoa: Actor) -> None:
        draw()
        draw(priority=True)

        assert [label_called(hoa), label_called(hoa), label_called(hoa)] == ["U001", "A001", ""]

    def test_a_ticket_knows_how_many_are_before_it(self, hoa: Actor) -> None:
        draw()
        second = draw()

        assert (second.ahead, second.wait) == (1, None)

    def test_what_was_measured_tells_how_long_it_may_take(self, hoa: Actor) -> None:
        for number in range(4):
            draw()
            with clock.stopped_at(NINE + timedelta(minutes=10 * number)):
                call(hoa)
        with clock.stopped_at(NINE + timedelta(minutes=40)):
            call(hoa)
            draw()
            last = draw()

        assert last.wait == timedelta(minutes=20)


class TestCalling:
    def test_the_board_shows_numbers_and_windows(self, hoa: Actor) -> None:
        draw()
        call(hoa)

        board = queue.see_board(WARD_CENTRE)

        assert [(one.label, one.window) for one in board.called] == [("A001", 3)]
        assert board.mine is None

    def test_calling_the_next_ends_the_one_before(self, hoa: Actor) -> None:
        first = draw()
        draw()
        call(hoa)
        call(hoa)

        state = queue.get_ticket(first.id, agency=WARD_CENTRE).state
        assert state is queue.TicketState.SERVED

    def test_who_did_not_come_can_be_called_again(self, hoa: Actor) -> None:
        ticket = draw()
        call(hoa)
        queue.end_ticket(ticket.id, came=False, actor=hoa)

        again = queue.call_again(ticket.id, window=2, actor=hoa)

        assert (again.state, again.window) == (queue.TicketState.CALLED, 2)

    def test_who_was_served_is_not_called_again(self, hoa: Actor) -> None:
        ticket = draw()
        call(hoa)
        queue.end_ticket(ticket.id, came=True, actor=hoa)

        with pytest.raises(queue.TicketMoved):
            queue.call_again(ticket.id, window=2, actor=hoa)

    def test_every_act_stands_in_the_audit(self, hoa: Actor) -> None:
        ticket = draw()
        call(hoa)
        queue.end_ticket(ticket.id, came=True, actor=hoa)

        entries = audit.list_entries(subject=str(ticket.id))
        assert [(entry.code, entry.actor_name) for entry in entries] == [
            ("queue.ticket_drawn", "kiosk"),
            ("queue.ticket_called", hoa.name),
            ("queue.ticket_ended", hoa.name),
        ]


class TestWhoMay:
    def test_only_officers_of_the_counter_call(self, hoa: Actor) -> None:
        ticket = draw()

        for stranger in (make_lan(), make_tuan()):
            with pytest.raises(NotAllowed):
                queue.call_next(agency=WARD_CENTRE, window=1, actor=stranger)
            with pytest.raises(queue.TicketUnknown):
                queue.carried_by(ticket.id, actor=stranger)

    def test_a_ticket_of_another_agency_or_day_is_unknown(self, hoa: Actor) -> None:
        ticket = draw()

        with pytest.raises(queue.TicketUnknown):
            queue.get_ticket(ticket.id, agency="H24.165.01")
        with (
            clock.stopped_at(NINE + timedelta(days=1)),
            pytest.raises(queue.TicketUnknown),
        ):
            queue.get_ticket(ticket.id, agency=WARD_CENTRE)


class TestWhatATicketCarries:
    def test_the_officer_reads_it(self, hoa: Actor) -> None:
        ticket = draw(card=CARD)

        carried = queue.carried_by(ticket.id, actor=hoa)

        assert (carried.procedure, carried.card) == ("1.001193", CARD)

    def test_it_is_encrypted(self, hoa: Actor) -> None:
        ticket = draw(card=CARD)

        assert b"031194000001" not in bytes(Ticket.objects.get(pk=ticket.id).carried)

    def test_it_is_forgotten_once_the_person_was_served(self, hoa: Actor) -> None:
        ticket = draw(card=CARD)
        call(hoa)
        queue.end_ticket(ticket.id, came=True, actor=hoa)

        assert bytes(Ticket.objects.get(pk=ticket.id).carried) == b""

    def test_it_is_forgotten_after_the_day(self, hoa: Actor) -> None:
        ticket = draw(card=CARD)

        with clock.stopped_at(NINE + timedelta(days=1)):
            assert queue.forget_cards() == 1
        assert bytes(Ticket.objects.get(pk=ticket.id).carried) == b""


@given(st.sampled_from(list(queue.TicketState)))
def test_every_state_has_its_way_on(state: queue.TicketState) -> None:
    assert state in TRANSITIONS
    assert queue.TicketState.WAITING not in TRANSITIONS[state]
