"""Planned cases are lived by the real actions, or copied: each ends as its fate says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from django.db import connection, transaction
from django.test import override_settings

from haidang.blocks.audit import public as audit
from haidang.blocks.exchange.testing import MemoryRegister
from haidang.blocks.outbox import public as outbox
from haidang.config.invariants.checking import check_invariants
from haidang.config.synth import bulk, moulds, outside, work
from haidang.config.synth import plan as plan_module
from haidang.config.synth.mix import KINDS, Fate, Kind
from haidang.config.synth.plan import CasePlan
from haidang.config.synth.sealing import seal_all
from haidang.config.synth.stage import Stage, set_stage
from haidang.domain.cases.models import Case
from haidang.domain.cases.testing import providers_in_memory
from haidang.domain.catalog import public as catalog
from haidang.kernel import clock
from haidang.kernel.ids import new_id

pytestmark = pytest.mark.django_db

MONDAY: Final = datetime(2026, 3, 9, 8, 0, tzinfo=clock.VIETNAM)
BIRTH, EXTRACT, PAID_EXTRACT, MARITAL, BUSINESS, _DEATH = KINDS
LIVES: Final = (
    (BIRTH, Fate.PLAIN, "10"),
    (EXTRACT, Fate.PLAIN, "10"),
    (PAID_EXTRACT, Fate.PLAIN, "10"),
    (BUSINESS, Fate.PLAIN, "10"),
    (MARITAL, Fate.EXTENDED, "10"),
    (BIRTH, Fate.LATE, "10"),
    (BIRTH, Fate.SUPPLEMENT_AT_RECEPTION, "10"),
    (MARITAL, Fate.SUPPLEMENT_IN_PROCESS, "10"),
    (BIRTH, Fate.UNANSWERED, "8"),
    (BIRTH, Fate.NOT_ACCEPTED, "3"),
    (BUSINESS, Fate.REFUSED, "8"),
    (BIRTH, Fate.WITHDRAWN_EARLY, "7"),
    (MARITAL, Fate.WITHDRAWN_LATE, "7"),
)
_ENDS: Final = (
    "SELECT l.place, c.number, c.status, c.rating, c.submitted_at, c.accepted_at, c.finished_at, "
    "c.due_at < c.finished_at, (SELECT count(*) FROM cases_extension x WHERE x.case_id = c.id), "
    "c.supplement_count FROM synth.life l JOIN cases_case c USING (number) "
    "WHERE l.ended ORDER BY l.place"
)


class Killed(RuntimeError):
    """The player was stopped in the middle."""


def plan(place: int, kind: Kind, fate: Fate) -> CasePlan:
    return CasePlan(
        place=place, at=MONDAY + timedelta(minutes=37 * place), kind=kind, fate=fate,
        person=100 + 2 * place, unit="", rating=4, seed=7,
    )  # fmt: skip


@pytest.fixture(scope="module")
def stage(shared_rows: None) -> Iterator[Stage]:
    known = providers_in_memory({})
    with pytest.MonkeyPatch.context() as patch, override_settings(**known):
        patch.setattr(outside, "PROVIDERS", known)
        patch.setattr(MemoryRegister, "call", outside.Registers.call)
        catalog.forget_cities()
        yield set_stage(city="haiphong", year=2026, cases=20, seed=7, most_units=1)
        catalog.forget_cities()


def lives(stage: Stage) -> list[CasePlan]:
    (unit,) = stage.year.units
    return [
        replace(plan(place, kind, fate), unit=unit)
        for place, (kind, fate, _status) in enumerate(LIVES)
    ]


def play(stage: Stage, *, kill_after: int | None = None) -> list[tuple[object, ...]]:
    ended = 0

    def count(_at: datetime) -> None:
        nonlocal ended
        ended += 1
        if ended == kill_after:
            raise Killed

    stage.player(0, 1).play(iter(lives(stage)), ended=count)
    with connection.cursor() as cursor:
        cursor.execute(_ENDS)
        found: list[tuple[object, ...]] = cursor.fetchall()
    return found


def test_each_life_ends_as_planned_all_invariants_hold_and_a_killed_player_goes_on(
    stage: Stage, db: None
) -> None:
    with transaction.atomic():
        whole = play(stage)
        with clock.stopped_at(MONDAY + timedelta(days=300)):
            audit.seal_entries()
            with connection.cursor() as cursor:
                found = list(check_invariants(cursor))
        transaction.set_rollback(True)
    with pytest.raises(Killed):
        play(stage, kill_after=5)

    resumed = play(stage)

    assert [str(each) for each in found if not each.holds] == []
    assert [row[2] for row in whole] == [status for _kind, _fate, status in LIVES]
    assert resumed == whole
    by_fate = {fate: row for (_kind, fate, _status), row in zip(LIVES, whole, strict=True)}
    assert by_fate[Fate.LATE][7] is True
    assert by_fate[Fate.EXTENDED][7:9] == (False, 1)
    assert by_fate[Fate.SUPPLEMENT_IN_PROCESS][9] == 1
    assert by_fate[Fate.NOT_ACCEPTED][3] == 4
    assert by_fate[Fate.WITHDRAWN_LATE][3] is None


COPIED: Final = frozenset({Fate.PLAIN, Fate.SUPPLEMENT_IN_PROCESS, Fate.NOT_ACCEPTED})
_ROWS: Final = (
    "SELECT c.number, c.applicant_name, c.status, c.submitted_at, c.due_at, c.finished_at, "
    "c.waited_seconds, d.number, d.verification_code FROM cases_case c "
    "LEFT JOIN cases_casedocument d ON d.case_id = c.id AND d.slot = 'result' ORDER BY c.number"
)


def rows() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        found: list[tuple[object, ...]] = cursor.fetchall()
    return found


def copy_all(stage: Stage, moulds: bulk.Moulds, *, kill_after: int | None = None) -> int:
    written = 0

    def count(more: int) -> None:
        nonlocal written
        written += more
        if kill_after is not None and written >= kill_after:
            raise Killed

    return bulk.cast_part(stage, moulds, part=0, parts=1, told=count)


def test_a_job_left_by_a_killed_player_waits_for_the_day_of_its_case(
    stage: Stage,
    db: None,
) -> None:
    reached = datetime(2026, 4, 8, 8, 11, tzinfo=UTC)
    case = Case.objects.create(
        number="H24.140.01-260408-0001", city="haiphong", procedure="1.001193", procedure_name={},
        revision_id=new_id(), channel="portal", applicant_id=new_id(), applicant_name="Lan",
        applicant={}, changed_at=reached, submitted_at=reached,
    )  # fmt: skip
    work.mark_as("one")
    outbox.defer_by_name("cases.run_operation", case_number=case.number)

    work.mark_as("one")

    assert work.next_timer("one") == reached


def test_copies_of_true_lives_satisfy_the_same_invariants_and_a_killed_copy_goes_on(
    stage: Stage, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = tuple(replace(kind, fates=kind.fates & COPIED) for kind in (BIRTH, PAID_EXTRACT))
    monkeypatch.setattr(bulk, "KINDS", kinds)
    monkeypatch.setattr(plan_module, "_KINDS", {kind.key: kind for kind in kinds})
    monkeypatch.setattr(plan_module, "_KIND_WEIGHTS", {kind.key: 1 for kind in kinds})
    monkeypatch.setattr(moulds, "HOURS", moulds.HOURS[:2])
    monkeypatch.setattr(bulk, "CHUNK", 25)
    many = replace(stage, year=replace(stage.year, cases=120))
    bulk.prepare()
    made = bulk.make_moulds(many)
    nothing_of_them = rows()
    with transaction.atomic():
        copy_all(many, made)
        whole = rows()
        transaction.set_rollback(True)

    with pytest.raises(Killed):
        copy_all(many, made, kill_after=50)
    left = copy_all(many, made)
    sealed = seal_all()

    with connection.cursor() as cursor:
        found = list(check_invariants(cursor))
    assert nothing_of_them == []
    assert [str(each) for each in found if not each.holds] == []
    assert audit.verify().is_unbroken
    assert sealed > 120 * 8
    assert (left, len(whole)) == (70, 120)
    assert rows() == whole
    assert {row[2] for row in whole} == {"3", "10"}
    assert len({row[8] for row in whole if row[7]}) == sum(row[7] is not None for row in whole)
