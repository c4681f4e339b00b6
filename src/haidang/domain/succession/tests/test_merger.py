"""A ward becomes part of another: everything moves, nothing is lost, work goes on."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from haidang.blocks.agencies import public as agencies
from haidang.blocks.agencies.testing import (
    OTHER_CENTRE,
    OTHER_COMMITTEE,
    OTHER_WARD,
    WARD,
    WARD_CENTRE,
    WARD_COMMITTEE,
)
from haidang.blocks.audit import public as audit
from haidang.blocks.signing import public as signing
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    CITY,
    MONDAY,
    World,
    add_file,
    finish,
    make_draft,
    take_step,
)
from haidang.domain.succession import public as succession
from haidang.domain.worklist import public as worklist
from haidang.engines.succession import parse_plan
from haidang.kernel import clock
from haidang.kernel.actors import Actor, system
from haidang.kernel.errors import NotAllowed
from haidang.kernel.events import JSON

ACTOR = system("tests")
PLAN: dict[str, JSON] = {
    "city": CITY,
    "name": "Nhập phường Thuỷ Nguyên vào phường Hồng Bàng (thử nghiệm)",
    "law": "Nghị quyết mẫu 01/NQ",
    "effective": MONDAY.date().isoformat(),
    "units": [{"from": WARD, "to": [OTHER_WARD]}],
    "agencies": [
        {"from": WARD_COMMITTEE, "to": OTHER_COMMITTEE},
        {"from": WARD_CENTRE, "to": OTHER_CENTRE},
    ],
}


def merge(*, tell: list[str] | None = None) -> succession.MergerView:
    with clock.stopped_at(MONDAY):
        merger = succession.start_merger(PLAN, actor=ACTOR)
        said = tell if tell is not None else []
        succession.run_merger(merger, actor=ACTOR, tell=lambda name, _rows: said.append(name))
        return succession.get_merger(merger, actor=ACTOR)


def again(actor: Actor) -> Actor:
    """Return an officer with the duties of after the merger."""
    return replace(actor, duties=agencies.duties_of(UUID(actor.id), at=MONDAY))


def agencies_id(actor: Actor) -> agencies.OfficerId:
    return agencies.OfficerId(UUID(actor.id))


@pytest.fixture
def number(world: World) -> str:
    """Return an accepted case with a file and a fee-free life ahead."""
    draft = make_draft(applicant=world.lan)
    add_file(draft, key="birth_notice", actor=world.lan)
    submitted = cases.submit_case(draft, actor=world.lan).case_number
    take_step(submitted, action="accept", by=world.hoa)
    return submitted


def test_the_proof_holds_and_every_table_was_weighed(number: str) -> None:
    view = merge()

    assert view.summary.state == "proved"
    assert view.discrepancies == ()
    assert {table.table for table in view.tables} == {
        "agencies_assignment",
        *(holding.table for holding in succession.HOLDINGS),
    }
    assert all(table.holds and table.rows_before == table.rows_after for table in view.tables)
    by_name = {step.name: step.rows for step in view.steps}
    assert by_name["cases"] >= 2
    assert by_name["worklist"] >= 2
    assert by_name["indicators"] == 1
    assert by_name["vault"] >= 1


def test_the_case_keeps_its_number_and_its_officers_carry_it_on(number: str, world: World) -> None:
    before = cases.get_case(number, actor=world.lan)
    merge()
    seal = signing.Holder(kind="agency", code=OTHER_COMMITTEE)
    signing.enrol_sample_holder(seal, name="UBND phường Hồng Bàng", actor=ACTOR)

    with clock.stopped_at(MONDAY):
        after = cases.get_case(number, actor=world.lan)
        finish(
            number,
            replace(world, hoa=again(world.hoa), khanh=again(world.khanh), mai=again(world.mai)),
        )
        done = cases.get_case(number, actor=world.lan)

    assert after.number == before.number
    assert (after.receiving_agency, after.competent_agency) == (OTHER_CENTRE, OTHER_COMMITTEE)
    assert after.due == before.due
    assert after.answers == before.answers
    assert done.status in {"9", "10"}


def test_no_task_is_left_with_the_old_agency(number: str) -> None:
    merge()

    tasks = worklist.list_open_tasks_of(number)
    assert tasks
    assert {task.agency for task in tasks} <= {OTHER_COMMITTEE, OTHER_CENTRE}


def test_officers_keep_their_posts_and_the_old_ones_stay_readable(world: World) -> None:
    merge()

    now, before = again(world.hoa), world.hoa
    assert now.holds("processing", agency=OTHER_COMMITTEE)
    assert not now.holds("processing", agency=WARD_COMMITTEE)
    assert before.holds("processing", agency=WARD_COMMITTEE)
    assert before.duties == agencies.duties_of(
        agencies_id(world.hoa), at=MONDAY - timedelta(days=1)
    )


def test_codes_resolve_as_of_the_day_before_and_after(world: World) -> None:
    merge()
    eve = MONDAY.date() - timedelta(days=1)

    assert agencies.resolve_unit(WARD, on=eve)[0].unit.code == WARD
    (found,) = agencies.resolve_unit(WARD, on=MONDAY.date())
    assert (found.unit.code, found.is_main, found.is_part) == (OTHER_WARD, True, False)
    assert agencies.resolve_agency(WARD_CENTRE, on=eve).code == WARD_CENTRE
    assert agencies.resolve_agency(WARD_CENTRE, on=MONDAY.date()).code == OTHER_CENTRE
    assert world.hoa.name


def test_numbers_go_on_in_the_series_of_the_successor(number: str) -> None:
    merge()

    with clock.stopped_at(MONDAY):
        first = agencies.next_number(agency=OTHER_CENTRE, series="thử", period="2026")
        old = agencies.next_number(agency=WARD_CENTRE, series="thử", period="2026")

    assert (first, old) == (1, 1)
    assert number.startswith(WARD_CENTRE)


def test_a_merger_runs_once_whatever_is_repeated(number: str) -> None:
    first = merge()
    second = merge()

    assert second == first
    entries = audit.list_entries(subject=str(first.summary.id))
    assert [entry.code for entry in entries] == ["succession.started", "succession.proved"]


def test_an_interrupted_merger_goes_on_where_it_was_left(number: str) -> None:
    class Interrupted(Exception):
        """The machine went down."""

    def stop(name: str, _rows: int) -> None:
        if name == "worklist":
            raise Interrupted

    with clock.stopped_at(MONDAY):
        merger = succession.start_merger(PLAN, actor=ACTOR)
        with pytest.raises(Interrupted):
            succession.run_merger(merger, actor=ACTOR, tell=stop)
        half = succession.get_merger(merger, actor=ACTOR)
        told: list[str] = []
        holds = succession.run_merger(
            merger, actor=ACTOR, tell=lambda name, _rows: told.append(name)
        )

    assert half.summary.state == "running"
    assert holds
    assert "cases" not in told


def test_a_row_that_vanishes_meanwhile_is_found_by_the_proof(number: str) -> None:
    def lose(name: str, _rows: int) -> None:
        if name == "worklist":
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM worklist_task WHERE subject = %s", [number])

    with clock.stopped_at(MONDAY):
        merger = succession.start_merger(PLAN, actor=ACTOR)
        holds = succession.run_merger(merger, actor=ACTOR, tell=lose)
        view = succession.get_merger(merger, actor=ACTOR)

    assert not holds
    assert view.summary.state == "disproved"
    assert "Bảng worklist_task bị mất dòng." in [each["vi"] for each in view.discrepancies]


def test_the_proof_is_a_sealed_paper_that_names_the_hash_of_its_data(number: str) -> None:
    holder = signing.Holder(kind="agency", code="H24")
    signing.enrol_sample_holder(holder, name="UBND thành phố Hải Phòng", actor=ACTOR)

    view = merge()
    name, pdf = succession.read_proof(view.summary.id, kind="pdf", actor=ACTOR)
    _json_name, data = succession.read_proof(view.summary.id, kind="json", actor=ACTOR)

    assert view.is_sealed
    assert name.endswith(".pdf")
    assert signing.verify_document(pdf).signatures
    assert str(PLAN["name"]) in data.decode()


def test_a_rehearsal_counts_and_moves_nothing(number: str) -> None:
    plan, _problems = parse_plan(PLAN)
    assert plan is not None

    seen = succession.rehearse(plan)

    assert seen.to_move["cases_case.competent_agency"] == 1
    assert cases.find_cases(actor=ACTOR, query=number) == []
    assert (seen.units, seen.split, seen.agencies) == (1, 0, 2)


def test_nobody_merges_before_the_day(number: str) -> None:
    with pytest.raises(succession.TooEarly):
        succession.start_merger(PLAN, actor=ACTOR)


def test_a_faulty_plan_is_refused(number: str) -> None:
    with pytest.raises(succession.PlanFaulty):
        succession.start_merger({**PLAN, "law": ""}, actor=ACTOR)


def test_a_successor_that_does_not_stand_is_refused(number: str) -> None:
    unknown: dict[str, JSON] = {**PLAN, "agencies": [{"from": WARD_COMMITTEE, "to": "H24.999"}]}

    with clock.stopped_at(MONDAY):
        merger = succession.start_merger(unknown, actor=ACTOR)
        with pytest.raises(agencies.AgencyUnknown, match=r"H24\.999"):
            succession.run_merger(merger, actor=ACTOR)


def test_officers_neither_merge_nor_see_proofs_unless_they_keep_the_city(world: World) -> None:
    view = merge()

    with pytest.raises(NotAllowed):
        succession.start_merger(PLAN, actor=world.khanh)
    with pytest.raises(NotAllowed):
        succession.get_merger(view.summary.id, actor=world.khanh)
    with pytest.raises(succession.MergerUnknown):
        succession.get_merger(agencies_id(world.hoa), actor=ACTOR)


def test_new_cases_find_only_the_units_of_their_day(world: World) -> None:
    merge()
    eve = MONDAY - timedelta(days=1)

    assert [unit.code for unit in agencies.list_units(CITY, at=MONDAY)] == [OTHER_WARD]
    assert {unit.code for unit in agencies.list_units(CITY, at=eve)} == {WARD, OTHER_WARD}
    assert world.lan.name
