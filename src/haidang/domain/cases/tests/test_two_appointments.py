"""Hẹn lần 1 until the obligation is told, hẹn lần 2 once it is met; what lies between waits."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from haidang.blocks.agencies.testing import WARD_COMMITTEE
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.blocks.payments.testing import MemoryBank
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    ACTOR,
    BUSINESS,
    World,
    get_row,
    make_submitted,
    take_step,
)
from haidang.domain.cases.tests.following import codes_of, templates_of
from haidang.domain.catalog import public as catalog
from haidang.engines import packages
from haidang.kernel import clock
from haidang.kernel.actors import Actor, Duty
from haidang.kernel.ids import new_id

pytestmark = pytest.mark.django_db

TIME = """time:
  start: acceptance
  supplement_regime: pause
  supplement_days: 15
  appointments:
    first:
      name: {vi: Thông báo nghĩa vụ tài chính, en: Notice of the obligation}
      limit: {value: 2, unit: working_day}
      met_by: [fee]
    second:
      name: {vi: Trả Giấy chứng nhận, en: Return of the certificate}
      limit: {value: 3, unit: working_day}
      starts_with: [fee_paid]
"""
EXAMINED_FIRST = TIME.replace(
    "met_by: [fee]", "met_by: [examine]\n      excluded: [verify]"
).replace("starts_with: [fee_paid]", "starts_with: [seal]")
HEAD = Actor(
    kind="officer",
    id=str(new_id()),
    name="Bùi Đức Thắng",
    duties=frozenset({Duty(agency=WARD_COMMITTEE, post="head")}),
)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+07:00")


def publish(time_rules: str) -> None:
    """Publish the business registration with two appointments, for this test only."""
    root: Path = settings.HAIDANG_CONTENT_DIR
    files = dict(packages.read_files(root / "procedures" / BUSINESS))
    manifest = files["manifest.yaml"].decode()
    lines = manifest.splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("time:")]
    assert len(kept) == len(lines) - 1
    files["manifest.yaml"] = ("".join(kept) + time_rules).encode()
    loaded = packages.read_procedure(files, name=BUSINESS)
    assert loaded.package is not None, loaded.problems
    catalog.publish_procedure(loaded.package, actor=ACTOR)


def accepted(world: World) -> str:
    number = make_submitted(applicant=world.binh, procedure=BUSINESS, scenario="individual")
    take_step(number, action="accept", by=world.hoa)
    return number


def pay_at(number: str, at: str) -> None:
    with clock.stopped_at(moment(at)):
        (order,) = payments.list_orders(subject=number)
        MemoryBank.take_money(reference=order.reference, dong=order.amount.dong)
        payments.poll_order(order_id=order.id)
        run_jobs()


def due_dates(number: str, world: World) -> list[datetime | None]:
    return [one.due_at for one in cases.timing(number, actor=world.binh).appointments]


def test_the_first_is_told_at_acceptance_the_second_has_no_date_yet(world: World) -> None:
    publish(EXAMINED_FIRST)
    number = accepted(world)

    assert due_dates(number, world) == [moment("11-26T09:00"), None]
    assert get_row(number).due_at == moment("11-26T09:00")


def test_meeting_the_first_leaves_no_date_until_the_obligation_is_met(world: World) -> None:
    publish(TIME)
    number = accepted(world)

    first, second = cases.timing(number, actor=world.binh).appointments
    assert (first.met_at, second.due_at) == (clock.now(), None)
    assert get_row(number).due_at is None
    assert get_row(number).status == cases.Status.OBLIGATION
    assert "case.appointment_met" in codes_of(number)


def test_the_second_counts_from_the_obligation_met_however_long_that_took(world: World) -> None:
    publish(TIME)
    number = accepted(world)

    pay_at(number, "12-10T10:00")

    assert get_row(number).due_at == moment("12-15T10:00")
    assert due_dates(number, world)[1] == moment("12-15T10:00")
    assert "appointment_started" in templates_of(number)
    assert "case.appointment_started" in codes_of(number)
    waited = cases.timing(number, actor=world.binh).waited_seconds
    assert waited == (moment("12-10T10:00") - moment("11-23T09:00")).total_seconds()


def test_the_result_meets_the_second_and_is_judged_by_it(world: World) -> None:
    publish(TIME)
    number = accepted(world)
    pay_at(number, "12-10T10:00")

    with clock.stopped_at(moment("12-14T10:00")):
        finish_with_head(number, world)
        told = cases.timing(number, actor=world.binh)

    assert told.outcome == "early"
    assert [one.met_at is not None for one in told.appointments] == [True, True]


def test_the_time_of_an_excluded_place_puts_the_first_off(world: World) -> None:
    publish(EXAMINED_FIRST)
    number = accepted(world)
    pay_at(number, "11-23T10:00")
    assert get_row(number).due_at == moment("11-26T10:00")

    with clock.stopped_at(moment("11-25T10:00")):
        take_step(number, action="approve", by=world.hoa)

    assert get_row(number).due_at == moment("11-27T10:00")
    assert due_dates(number, world)[0] == moment("11-27T10:00")


def test_a_wait_for_the_person_is_not_taken_off_twice(world: World) -> None:
    publish(EXAMINED_FIRST.replace("excluded: [verify]", "excluded: [fee_paid]"))
    number = accepted(world)

    pay_at(number, "11-25T09:00")

    assert get_row(number).due_at == moment("11-27T09:00")


def test_both_stand_on_the_receipt(world: World) -> None:
    publish(TIME)
    number = accepted(world)

    (paper,) = [one for one in get_row(number).documents.all() if one.kind == "mau_01"]
    told = str(paper.data["case"]["due_note"])
    assert "Hẹn lần 1 (Thông báo nghĩa vụ tài chính): 09 giờ 00, ngày 26/11/2026" in told
    assert "Hẹn lần 2 (Trả Giấy chứng nhận): 3 ngày làm việc kể từ ngày hoàn thành" in told


def test_an_officer_meets_an_appointment_that_has_no_step(world: World) -> None:
    publish(EXAMINED_FIRST)
    number = accepted(world)
    pay_at(number, "11-23T10:00")

    with pytest.raises(cases.NotYourCase):
        cases.meet_appointment(number, key="first", actor=world.binh)
    with pytest.raises(cases.CaseUnknown):
        cases.meet_appointment(number, key="first", actor=world.tuan)
    with pytest.raises(cases.AppointmentUnknown):
        cases.meet_appointment(number, key="second", actor=world.hoa)
    cases.meet_appointment(number, key="first", actor=world.hoa)

    assert get_row(number).due_at is None
    with pytest.raises(cases.AppointmentUnknown):
        cases.meet_appointment(number, key="first", actor=world.hoa)


def test_other_procedures_have_one_date_only(world: World) -> None:
    number = make_submitted(applicant=world.lan)
    take_step(number, action="accept", by=world.hoa)

    assert cases.timing(number, actor=world.lan).appointments == ()
    with pytest.raises(cases.AppointmentUnknown):
        cases.meet_appointment(number, key="first", actor=world.hoa)


def finish_with_head(number: str, world: World) -> None:
    """Approve step by step up to the result, the head's step among them."""
    for officer in (world.hoa, HEAD, world.khanh, world.mai):
        take_step(number, action="approve", by=officer)
