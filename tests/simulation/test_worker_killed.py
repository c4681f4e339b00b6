"""Processes are killed in the middle of their work; every case still ends once."""

import os
import signal
import time
from collections.abc import Iterator
from random import Random  # noqa: TID251 - seeded, so that a failure can be repeated
from typing import Final

import pytest

from haidang.config.demo.office import Story
from haidang.config.demo.others import Business
from haidang.config.demo.samples import business_answers
from tests.simulation.city import PATIENT, City, Moment, raise_city
from tests.simulation.invariants import faults_of, payment_faults_of

pytestmark = [pytest.mark.running_clock, pytest.mark.slow]

SEED: Final = 20261122
ROUNDS: Final = 6

SIGNING: Final = {
    "number drawn": Moment(
        event="UPDATE",
        table="cases_casedocument",
        condition="NEW.number <> OLD.number AND NEW.slot = 'result'",
    ),
    "person signs": Moment(
        event="INSERT", table="signing_signaturerecord", condition="NEW.field = 'person'"
    ),
    "agency signs": Moment(
        event="INSERT", table="signing_signaturerecord", condition="NEW.field = 'agency'"
    ),
    "both signed, document not kept": Moment(
        event="UPDATE",
        table="cases_casedocument",
        condition="NEW.slot = 'result' AND OLD.signatures = 0 AND NEW.signatures = 2",
    ),
    "document kept, process not moved": Moment(
        event="UPDATE",
        table="cases_case",
        condition="NEW.facts ? 'sign_agency' AND NOT OLD.facts ? 'sign_agency'",
    ),
    "process moved, job not ticked off": Moment(
        event="DELETE",
        table="procrastinate_jobs",
        condition="OLD.task_name = 'cases.run_operation'",
    ),
    "result laid into the vault": Moment(
        event="INSERT", table="vault_vaultdocument", condition="true"
    ),
}
RECEIPT_FORM_SIGNED: Final = Moment(
    event="UPDATE",
    table="cases_casedocument",
    condition="NEW.slot = 'mau_01' AND NEW.signatures > OLD.signatures",
)
MONEY_BOOKED: Final = Moment(event="INSERT", table="payments_receipt", condition="true")
PAYMENT_HEARD: Final = {
    "case becomes paid": Moment(
        event="UPDATE",
        table="cases_case",
        condition="NEW.finance = 'paid' AND OLD.finance <> 'paid'",
    ),
    "handled, job not ticked off": Moment(
        event="DELETE",
        table="procrastinate_jobs",
        condition="OLD.task_name = 'outbox.deliver' AND OLD.args->>'handler' LIKE '%on_fee_paid'",
    ),
}
TICKING_OFF_FAILS_ONCE: Final = """
    CREATE SEQUENCE simulation_ticks;
    CREATE FUNCTION simulation_cut() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN
      IF nextval('simulation_ticks') = 1 THEN
        PERFORM pg_terminate_backend(pg_backend_pid());
      END IF;
      RETURN OLD;
    END$$;
    CREATE TRIGGER simulation_cut BEFORE DELETE ON procrastinate_jobs FOR EACH ROW
    WHEN (OLD.task_name = 'cases.accept_automatically')
    EXECUTE FUNCTION simulation_cut()
"""
JOB_STARTS: Final = """
    CREATE TABLE IF NOT EXISTS simulation_start (job_id bigint, task_name text);
    CREATE OR REPLACE FUNCTION simulation_note_start() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN INSERT INTO simulation_start VALUES (NEW.id, NEW.task_name); RETURN NULL; END$$;
    CREATE OR REPLACE TRIGGER simulation_start AFTER UPDATE ON procrastinate_jobs FOR EACH ROW
    WHEN (NEW.status = 'doing' AND OLD.status = 'todo')
    EXECUTE FUNCTION simulation_note_start()
"""


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    with raise_city() as city:
        yield city
        city.kill_workers()
        assert ", 0 not sealed yet" in city.haidang("audit", "verify")


@pytest.mark.parametrize("moment", SIGNING.values(), ids=SIGNING.keys())
def test_a_worker_killed_while_signing_leaves_one_result_signed_once(
    city: City, moment: Moment
) -> None:
    worker = city.any_worker()

    with city.gate(moment) as gate:
        number = city.submit_extract()
        gate.wait()
        city.kill(worker)
    city.start_worker()
    city.wait_until_returned(number)

    assert faults_of(city, number) == []
    assert city.story("killed", number=number).check_result()


def test_a_worker_killed_between_signing_and_keeping_a_receipt_form_makes_it_again(
    city: City,
) -> None:
    worker = city.any_worker()
    story = _submitted_business(city, name="Hải Đăng Không")

    with city.gate(RECEIPT_FORM_SIGNED) as gate:
        story.do("hoa", "accept", step="reception")
        gate.wait()
        city.kill(worker)
        time.sleep(1.1)  # the next attempt happens in another second
    city.start_worker()
    city.wait_until_quiet()

    form = city.read(
        "SELECT d.signatures, d.sha256 = s.sha256_after FROM cases_casedocument d "
        "JOIN cases_case c ON c.id = d.case_id JOIN signing_signaturerecord s "
        "ON s.idempotency_key = c.number || ':mau_01:officer' "
        "WHERE c.number = %s AND d.slot = 'mau_01'",
        story.number,
    )
    assert form == [(1, True)]
    assert city.unfinished_jobs() == []


def test_a_web_server_killed_while_booking_money_books_it_when_the_bank_tells_again(
    city: City,
) -> None:
    city.any_worker()
    business = _asked_to_pay(city, name="Hải Đăng Một")
    web = next(name for name in city.processes.running if name.startswith("web"))

    with city.gate(MONEY_BOOKED) as gate:
        _pay(city, business)
        gate.wait()
        city.kill(web)
    city.start_web()
    _carry_to_the_end(city, business)

    assert payment_faults_of(city, business.story.number) == []
    assert faults_of(city, business.story.number) == []


@pytest.mark.parametrize("moment", PAYMENT_HEARD.values(), ids=PAYMENT_HEARD.keys())
def test_a_worker_killed_while_hearing_of_a_payment_hears_of_it_once(
    city: City, moment: Moment
) -> None:
    worker = city.any_worker()
    business = _asked_to_pay(city, name="Hải Đăng Hai")

    with city.gate(moment) as gate:
        _pay(city, business)
        gate.wait()
        city.kill(worker)
    city.start_worker()
    _carry_to_the_end(city, business)

    assert payment_faults_of(city, business.story.number) == []
    assert faults_of(city, business.story.number) == []


def test_a_worker_killed_while_rescuing_hinders_no_rescue(city: City) -> None:
    stuck_rescue = Moment(
        event="DELETE",
        table="procrastinate_jobs",
        condition="OLD.task_name = 'outbox.rescue'",
    )
    worker = city.any_worker()

    with city.gate(stuck_rescue) as gate:
        gate.wait()
        number = city.submit_extract()
        city.kill(worker)
    city.start_worker()
    city.wait_until_returned(number)

    assert faults_of(city, number) == []
    stuck = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"
    assert city.count(stuck) == 0


def test_workers_killed_again_and_again_at_any_moment_end_every_case_once(city: City) -> None:
    chance = Random(SEED)  # noqa: S311 - for a simulation, not for a secret
    numbers = []

    for _round in range(ROUNDS):
        worker = city.any_worker()
        numbers.append(city.submit_extract())
        time.sleep(chance.uniform(0.0, 1.5))
        city.kill(worker)
    city.start_worker()
    city.wait_until_returned(*numbers)

    assert {number: faults for number in numbers if (faults := faults_of(city, number))} == {}


def test_two_workers_at_once_do_each_job_once(city: City) -> None:
    city.database.execute(JOB_STARTS)
    city.kill_workers()
    city.start_worker(settings=PATIENT)
    city.start_worker(settings=PATIENT)

    numbers = [city.submit_extract() for _case in range(6)]
    city.wait_until_returned(*numbers)

    city.kill_workers()
    again = "SELECT job_id, task_name FROM simulation_start GROUP BY 1, 2 HAVING count(*) > 1"
    assert city.read(again) == []
    assert {number: faults for number in numbers if (faults := faults_of(city, number))} == {}


def test_a_worker_whose_connection_dies_while_it_ticks_a_job_off_says_so_again(
    city: City,
) -> None:
    worker = city.any_worker()
    city.database.execute(TICKING_OFF_FAILS_ONCE)

    number = city.submit_extract()
    city.wait_until_returned(number)

    assert city.count("SELECT last_value FROM simulation_ticks") > 1
    assert city.processes.running[worker].poll() is None
    assert faults_of(city, number) == []


def test_a_worker_that_loses_every_connection_goes_on_in_the_same_process(city: City) -> None:
    worker = city.any_worker()
    before = city.count("SELECT max(id) FROM procrastinate_workers")
    city.database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    number = city.submit_extract()
    city.wait_until_returned(number)

    assert city.processes.running[worker].poll() is None
    assert city.count("SELECT max(id) FROM procrastinate_workers") >= before
    assert faults_of(city, number) == []


def test_a_worker_that_was_frozen_and_given_up_does_no_harm_when_it_wakes(city: City) -> None:
    frozen = city.any_worker()
    signed = "SELECT count(*) FROM signing_signaturerecord WHERE idempotency_key LIKE %s"

    number = city.submit_extract()
    city.wait_for(lambda: city.count(signed, f"{number}:%") > 0, what="a signature")
    process = city.processes.running[frozen]
    os.killpg(process.pid, signal.SIGSTOP)
    time.sleep(3.5)
    city.start_worker()
    time.sleep(6)
    os.killpg(process.pid, signal.SIGCONT)
    city.wait_until_returned(number)
    city.kill(frozen)

    assert faults_of(city, number) == []


def _submitted_business(city: City, *, name: str) -> Story:
    story = city.story("business")
    story.start("1.001612")
    story.fill_in(business_answers(name))
    story.submit()
    return story


def _asked_to_pay(city: City, *, name: str) -> Business:
    business = Business(_submitted_business(city, name=name), fault="double", name=name)
    business.story.do("hoa", "accept", step="reception")
    business.ask()
    return business


def _pay(city: City, business: Business) -> None:
    """Let Lan pay what is asked for."""
    ((payload,),) = city.read(
        "SELECT qr_payload FROM payments_paymentorder WHERE subject = %s", business.story.number
    )
    city.pay(str(payload))


def _carry_to_the_end(city: City, business: Business) -> None:
    paid = (
        "SELECT count(*) FROM cases_case WHERE number = %s AND finance = 'paid' AND status = '4'"
    )
    city.wait_for(lambda: city.count(paid, business.story.number) > 0, what="the case goes on")
    business.process()
    city.wait_until_returned(business.story.number)
