"""The control sheet and the book: who had the case when, what came in, what is late."""

import csv
import io
from datetime import date, datetime

import pytest

from haidang.blocks.agencies.testing import WARD_CENTRE, WARD_COMMITTEE
from haidang.blocks.audit import public as audit
from haidang.blocks.outbox.testing import run_jobs
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import World, finish, get_row, make_submitted, take_step
from haidang.domain.cases.tests.following import ITEM, accepted_birth, accepted_business, pay
from haidang.kernel import clock
from haidang.kernel.actors import Actor
from haidang.kernel.errors import InvalidInput

pytestmark = pytest.mark.django_db

SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 30)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+07:00")


def lines_of(world: World, *, field: str = "", by: Actor | None = None) -> list[cases.RegisterRow]:
    page = cases.list_register(
        agency=WARD_COMMITTEE, field=field, actor=by or world.khanh, since=SINCE, until=UNTIL
    )
    return list(page.rows)


class TestControlSheet:
    def test_each_hand_over_names_giver_receiver_and_hour(self, world: World) -> None:
        number = accepted_birth(world)
        finish(number, world)

        sheet = cases.read_control_sheet(number, actor=world.hoa)

        posts = [row.receiver for row in sheet.rows]
        assert posts[:4] == [
            f"{world.hoa.name} (Bộ phận tiếp nhận)",
            f"{world.hoa.name} (Chuyên viên thụ lý)",
            f"{world.khanh.name} (Lãnh đạo)",
            f"{world.mai.name} (Văn thư)",
        ]
        assert posts[-1] == world.lan.name
        givers = [row.giver for row in sheet.rows]
        assert givers == [world.lan.name, *posts[:-1]]
        assert {row.outcome for row in sheet.rows} == {"early", "on_time"}
        assert (sheet.outcome, sheet.case_number) == ("on_time", number)

    def test_a_supplement_goes_to_the_person_and_comes_back(self, world: World) -> None:
        number = accepted_birth(world)
        take_step(number, action="supplement", by=world.hoa, note="Mờ", items=(ITEM,))
        cases.answer_supplement(number, actor=world.lan)
        run_jobs()

        notes = [row.note for row in cases.read_control_sheet(number, actor=world.hoa).rows]

        assert "Yêu cầu bổ sung, hoàn thiện" in notes

    def test_a_step_after_its_hour_is_late(self, world: World) -> None:
        number = accepted_birth(world)
        with clock.stopped_at(moment("11-23T16:00")):
            take_step(number, action="approve", by=world.hoa)

        rows = cases.read_control_sheet(number, actor=world.hoa).rows

        assert [row.outcome for row in rows[:2]] == ["early", "late"]

    def test_it_is_issued_as_a_numbered_sealed_paper_that_no_party_sees(
        self, world: World
    ) -> None:
        number = accepted_birth(world)

        paper = cases.issue_control_sheet(number, actor=world.hoa)
        again = cases.issue_control_sheet(number, actor=world.hoa)

        assert [paper.number, again.number] == ["1/PKS", "2/PKS"]
        _name, pdf = cases.read_document(number, document_id=paper.id, actor=world.khanh)
        assert [one.valid for one in cases.verify_file(pdf).signatures] == [True]
        kinds = {one.kind for one in cases.get_case(number, actor=world.lan).documents}
        assert "phieu_kiem_soat" not in kinds
        with pytest.raises(cases.CaseUnknown):
            cases.read_document(number, document_id=paper.id, actor=world.lan)

    def test_parties_and_strangers_read_none(self, world: World) -> None:
        number = accepted_birth(world)

        with pytest.raises(cases.NotYourCase):
            cases.read_control_sheet(number, actor=world.lan)
        with pytest.raises(cases.NotYourCase):
            cases.issue_control_sheet(number, actor=world.lan)
        with pytest.raises(cases.CaseUnknown):
            cases.read_control_sheet(number, actor=world.tuan)


class TestRegister:
    def test_what_was_accepted_stands_in_order_and_by_field(self, world: World) -> None:
        birth, business = accepted_birth(world), accepted_business(world)
        make_submitted(applicant=world.lan)

        rows = lines_of(world)

        assert [(row.number, row.case_number) for row in rows] == [(1, birth), (2, business)]
        assert [row.case_number for row in lines_of(world, field="Hộ tịch")] == [birth]
        assert (rows[0].applicant, rows[0].outcome) == (world.lan.name, "none")
        assert rows[0].due_at == moment("11-23T17:00")

    def test_it_is_read_page_by_page_without_gap_or_double(self, world: World) -> None:
        numbers = [accepted_birth(world) for _one in range(3)]
        seen, after = [], ""
        for _round in range(5):
            page = cases.list_register(
                agency=WARD_CENTRE, actor=world.hoa, after=after, limit=2, since=SINCE, until=UNTIL
            )
            seen += [(row.number, row.case_number) for row in page.rows]
            after = page.after
            if not after:
                break

        assert seen == list(enumerate(numbers, start=1))

    def test_late_without_an_apology_is_told(self, world: World) -> None:
        apologized, silent = accepted_business(world), accepted_birth(world)
        pay(apologized)
        day = date(2026, 12, 2)
        cases.extend_case(apologized, new_due_on=day, reason="Xác minh", actor=world.khanh)

        with clock.stopped_at(moment("12-04T10:00")):
            late = {row.case_number: row.is_late_without_apology for row in lines_of(world)}

        assert late == {apologized: False, silent: True}

    def test_finished_early_on_time_and_late_are_told_by_date(self, world: World) -> None:
        number = accepted_birth(world)
        with clock.stopped_at(moment("11-25T10:00")):
            finish(number, world)

        (row,) = lines_of(world)

        assert (row.outcome, row.returned_at) == ("late", get_row(number).returned_at)

    def test_as_csv_and_as_pdf_and_the_reading_is_written_down(self, world: World) -> None:
        number = accepted_birth(world)

        raw = cases.register_csv(
            agency=WARD_COMMITTEE, actor=world.khanh, since=SINCE, until=UNTIL
        )
        pdf = cases.register_pdf(
            agency=WARD_COMMITTEE, field="Hộ tịch", actor=world.khanh, since=SINCE, until=UNTIL
        )

        head, line = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
        assert (head[1], line[1]) == ("Mã hồ sơ", number)
        assert pdf.startswith(b"%PDF")
        codes = [one.code for one in audit.list_entries(subject=WARD_COMMITTEE)]
        assert codes.count("case.register_read") == 2

    def test_a_name_is_never_a_formula(self, world: World) -> None:
        number = accepted_birth(world)
        row = get_row(number)
        row.applicant_name = "=HYPERLINK(1)"
        row.save(update_fields=["applicant_name"])

        raw = cases.register_csv(
            agency=WARD_COMMITTEE, actor=world.khanh, since=SINCE, until=UNTIL
        )

        assert "'=HYPERLINK(1)" in raw.decode()

    def test_other_offices_and_people_read_nothing(self, world: World) -> None:
        for other in (world.tuan, world.lan):
            with pytest.raises(cases.NotYourCase):
                lines_of(world, by=other)

    def test_a_faulty_mark_is_told(self, world: World) -> None:
        with pytest.raises(InvalidInput):
            cases.list_register(
                agency=WARD_CENTRE, actor=world.hoa, after="x", since=SINCE, until=UNTIL
            )
