import pytest
from django.test import Client

from haidang.blocks.agencies.testing import WARD_CENTRE
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.channels.counter.tests.counters import CARD, INTAKE, signed_in
from haidang.domain.cases.testing import BIRTH, World
from haidang.domain.queue import public as queue
from haidang.kernel.actors import system
from haidang.kernel.money import Money

pytestmark = pytest.mark.django_db

QUEUE = "/ban-lam-viec/quay/"
CASH = "/ban-lam-viec/thu-tien/"


def draw(card: str = "") -> queue.TicketView:
    return queue.draw_ticket(
        agency=WARD_CENTRE,
        kind=queue.TicketKind.SUBMIT,
        procedure=BIRTH,
        card=card,
        actor=system("kiosk"),
    )


@pytest.fixture
def hoa(world: World) -> Client:
    return signed_in("hoa")


class TestQueue:
    def test_the_next_number_is_called_to_the_window_that_was_typed(self, hoa: Client) -> None:
        draw()

        hoa.post(f"{QUEUE}goi/", {"window": "4"})
        page = hoa.get(QUEUE).context["page"]

        assert (page.current.label, page.window) == ("A001", 4)
        assert queue.see_board(WARD_CENTRE).called[0].window == 4

    def test_an_empty_queue_says_so(self, hoa: Client) -> None:
        hoa.post(f"{QUEUE}goi/", {"window": "999"})

        page = hoa.get(QUEUE).context["page"]
        assert (page.current, page.window, page.count) == (None, 1, 0)

    def test_what_was_prepared_at_the_kiosk_stands_in_the_intake(self, hoa: Client) -> None:
        draw(card=CARD)
        hoa.post(f"{QUEUE}goi/")
        current = hoa.get(QUEUE).context["page"].current

        page = hoa.get(current.take_in).context["page"]

        assert page.person[1].value == "Nguyễn Thị Lan"
        assert (page.chosen, page.ticket) == (BIRTH, "A001")

    def test_a_number_is_called_again_and_ended(self, hoa: Client) -> None:
        ticket = draw()
        hoa.post(f"{QUEUE}goi/")

        hoa.post(f"{QUEUE}{ticket.id}/goi-lai/")
        hoa.post(f"{QUEUE}{ticket.id}/xong/", {"came": "0"})

        state = queue.get_ticket(ticket.id, agency=WARD_CENTRE).state
        assert state is queue.TicketState.ABSENT

    def test_officers_elsewhere_do_not_touch_it(self, hoa: Client) -> None:
        ticket = draw()

        tuan = signed_in("tuan")
        assert tuan.post(f"{QUEUE}{ticket.id}/goi-lai/").status_code == 404
        assert tuan.get(f"{INTAKE}?so={ticket.id}").status_code == 404


class TestCash:
    def owe(self) -> payments.Order:
        return payments.open_order(
            subject="H24.182.01-261123-0001",
            payer_name="Nguyễn Thị Lan",
            payee=payments.Payee(agency=WARD_CENTRE, name="Trung tâm"),
            lines=[
                payments.PaymentLine(key="fee", name="Phí", kind="charge", amount=Money(8_000))
            ],
            actor=system("tests"),
            idempotency_key="cash",
        )

    def test_the_cashier_takes_a_fee_and_it_is_off_the_list(self, world: World) -> None:
        owed = self.owe()
        mai = signed_in("mai")
        assert [one.id for one in mai.get(CASH).context["page"]] == [str(owed.id)]

        mai.post(f"{CASH}{owed.id}/")
        run_jobs()

        assert payments.get_order(order_id=owed.id).receipt_number
        assert mai.get(CASH).context["page"] == ()

    def test_the_reception_officer_does_not_take_money(self, hoa: Client) -> None:
        owed = self.owe()

        assert hoa.post(f"{CASH}{owed.id}/").status_code == 403
        assert hoa.get(CASH).context["page"] == ()
