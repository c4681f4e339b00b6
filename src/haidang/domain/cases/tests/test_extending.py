"""One later date with an apology: who, when, how far; reminders come before the last day."""

from datetime import date, datetime

import pytest

from haidang.blocks.messaging import public as messaging
from haidang.blocks.outbox.testing import run_jobs
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import World, finish, get_row, make_submitted, take_step
from haidang.domain.cases.tests.following import (
    accepted_birth,
    accepted_business,
    codes_of,
    pay,
    templates_of,
)
from haidang.engines.deadlines.words import EXTENSION
from haidang.kernel import clock
from haidang.kernel.actors import Actor

pytestmark = pytest.mark.django_db

REASON = "Cần xác minh tại nơi cư trú cũ."


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+07:00")


def paid_business(world: World) -> str:
    """Return a case in progress, accepted Monday 23/11 09:00, due Friday 27/11 09:00."""
    number = accepted_business(world)
    pay(number)
    assert get_row(number).due_at == moment("11-27T09:00")
    return number


def extend(number: str, day: date, *, by: Actor) -> cases.CaseExtended:
    return cases.extend_case(number, new_due_on=day, reason=REASON, actor=by)


class TestExtendCase:
    def test_the_date_moves_the_old_one_is_kept_and_the_person_is_told(self, world: World) -> None:
        number = paid_business(world)

        event = extend(number, date(2026, 12, 2), by=world.khanh)
        run_jobs()

        assert (event.before, event.after) == (moment("11-27T09:00"), moment("12-02T09:00"))
        told = cases.timing(number, actor=world.binh)
        assert told.extension is not None
        assert (told.extension.old_due_at, told.due_at) == (event.before, event.after)
        assert "case_late" in templates_of(number)
        assert "case.extended" in codes_of(number)

    def test_form_4_is_signed_by_the_head_who_gave_it(self, world: World) -> None:
        number = paid_business(world)
        extend(number, date(2026, 12, 2), by=world.khanh)
        run_jobs()

        case = cases.get_case(number, actor=world.binh)
        paper = next(one for one in case.documents if one.kind == "mau_04")
        _name, pdf = cases.read_document(number, document_id=paper.id, actor=world.binh)
        signed = cases.verify_file(pdf).signatures
        assert paper.number == "1/PXL"
        assert [one.valid for one in signed] == [True, True]
        assert signed[0].who == world.khanh.name

    @pytest.mark.parametrize(
        ("at", "day", "code"),
        [
            ("11-27T08:00", date(2026, 12, 2), "deadlines.asked_too_late"),
            ("11-26T16:59", date(2026, 12, 2), ""),
            ("11-26T10:00", date(2026, 11, 27), "deadlines.not_later"),
            ("11-26T10:00", date(2026, 11, 28), "deadlines.day_off"),
            ("11-26T10:00", date(2026, 12, 11), ""),
            ("11-26T10:00", date(2026, 12, 14), "deadlines.too_far"),
        ],
    )
    def test_at_least_a_day_before_to_a_later_working_day_not_too_far(
        self, world: World, at: str, day: date, code: str
    ) -> None:
        number = paid_business(world)

        with clock.stopped_at(moment(at)):
            if not code:
                assert extend(number, day, by=world.khanh).after.date() == day
                return
            with pytest.raises(cases.ExtensionRefused) as refused:
                extend(number, day, by=world.khanh)

        assert code in [problem.code for problem in refused.value.problems]
        assert all(problem.clause == EXTENSION for problem in refused.value.problems)
        assert get_row(number).due_at == moment("11-27T09:00")

    def test_the_day_before_is_a_working_day(self, world: World) -> None:
        with clock.stopped_at(moment("11-25T09:00")):
            number = make_submitted(
                applicant=world.binh, procedure="1.001612", scenario="individual"
            )
            take_step(number, action="accept", by=world.hoa)
            pay(number)
        assert get_row(number).due_at == moment("11-30T09:00")

        with (
            clock.stopped_at(moment("11-29T10:00")),
            pytest.raises(cases.ExtensionRefused),
        ):
            extend(number, date(2026, 12, 2), by=world.khanh)
        with clock.stopped_at(moment("11-27T16:00")):
            extend(number, date(2026, 12, 2), by=world.khanh)

    def test_never_a_second_time(self, world: World) -> None:
        number = paid_business(world)
        extend(number, date(2026, 12, 2), by=world.khanh)

        with pytest.raises(cases.ExtensionRefused) as refused:
            extend(number, date(2026, 12, 3), by=world.khanh)

        assert refused.value.problems[0].code == "deadlines.already_extended"
        assert not cases.abilities(number, actor=world.khanh)["extend"]

    def test_only_a_head_or_leader_with_a_reason_while_it_is_open(self, world: World) -> None:
        number = paid_business(world)
        day = date(2026, 12, 2)
        with pytest.raises(cases.ReasonMissing):
            cases.extend_case(number, new_due_on=day, reason=" ", actor=world.khanh)
        for other in (world.hoa, world.mai, world.binh):
            with pytest.raises(cases.NotYourCase):
                extend(number, day, by=other)
        for stranger in (world.tuan, world.lan):
            with pytest.raises(cases.CaseUnknown):
                extend(number, day, by=stranger)
        cases.withdraw_case(number, reason="", actor=world.binh)
        with pytest.raises(cases.IllegalStatus):
            extend(number, day, by=world.khanh)


class TestReminders:
    def test_first_the_officer_then_the_head_each_once_then_silence(self, world: World) -> None:
        number = paid_business(world)
        seen = []
        for at in ("11-24T07:30", "11-25T07:30", "11-25T12:00", "11-26T07:30", "11-26T12:00"):
            with clock.stopped_at(moment(at)):
                seen.append((cases.remind_of_due_dates(), get_row(number).reminded))

        assert seen == [(0, ""), (1, "officer"), (0, "officer"), (1, "head"), (0, "head")]
        assert codes_of(number).count("case.due_date_reminded") == 2
        assert templates_of(number).count("due_date_reminder") >= 2

    def test_an_extended_a_decided_and_a_waiting_case_are_left_alone(self, world: World) -> None:
        extended, decided = paid_business(world), paid_business(world)
        extend(extended, date(2026, 12, 2), by=world.khanh)
        waiting = accepted_business(world)
        cases.withdraw_case(decided, reason="", actor=world.binh)

        with clock.stopped_at(moment("11-26T07:30")):
            assert cases.remind_of_due_dates() == 0

        assert get_row(waiting).status == cases.Status.OBLIGATION

    def test_the_office_sees_what_is_due_soon_with_the_last_day(self, world: World) -> None:
        number = paid_business(world)

        assert cases.list_due_soon(actor=world.hoa) == ()
        with clock.stopped_at(moment("11-26T10:00")):
            (soon,) = cases.list_due_soon(actor=world.khanh)
            assert (soon.case.number, soon.light) == (number, "amber")
            assert (soon.extend_until, soon.is_extended) == (date(2026, 11, 26), False)
            assert cases.list_due_soon(actor=world.tuan) == ()
            assert cases.list_due_soon(actor=world.binh) == ()


class TestEarly:
    def test_a_result_before_its_day_is_early_and_the_person_is_told(self, world: World) -> None:
        number = accepted_birth(world)
        row = get_row(number)
        row.due_at = moment("11-27T17:00")
        row.save(update_fields=["due_at"])

        finish(number, world)

        assert cases.timing(number, actor=world.lan).outcome == "early"
        assert cases.read_control_sheet(number, actor=world.hoa).outcome == "early"
        bodies = [one.body for one in messaging.list_notices_about(subject=number)]
        assert any("sớm hơn thời gian hẹn 17:00 27/11/2026" in body for body in bodies)
        receipt = cases.get_case(number, actor=world.lan).documents[0]
        assert (receipt.kind, receipt.number) == ("mau_01", "1/TNHS")

    def test_a_result_on_its_day_is_on_time_and_says_nothing_of_it(self, world: World) -> None:
        number = accepted_birth(world)

        finish(number, world)

        assert cases.timing(number, actor=world.lan).outcome == "on_time"
        bodies = [one.body for one in messaging.list_notices_about(subject=number)]
        assert not any("sớm hơn" in body for body in bodies)
