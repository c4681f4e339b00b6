"""The peak hour is derived as it is told, and a run's report says what was measured."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from bench.load.cpu import processor_seconds
from bench.load.measure import Recorder, Stage, line_of, stage_from
from bench.load.peak import CASES_A_SECOND, CASES_A_YEAR, VISITS, comers
from bench.load.plan import Plan, read_plan
from bench.load.plots import draw
from bench.load.report import find_knee, write_report


def stage(multiple: float, *, times: Sequence[float], failed: int = 0) -> Stage:
    return Stage(
        multiple=multiple,
        comers=10,
        seconds=10,
        pages=[line_of("all", [*times], failed=failed)],
        visits=[],
        faults={"portal: search: 500": failed} if failed else {},
        cpu={"web": 5.0, "load generator": 5.0},
        waited=None,
    )


def plan(folder: Path) -> Plan:
    return Plan(
        url="http://localhost:1", data=folder, results=folder / "load.json",
        today=date(2026, 9, 7), multiples=(1, 10), seconds=40, settle=20, think=2, seed=7,
        bank_secret="", desks=({"sessionid": "x"},), tokens=(("031190000210", "t"),),
        numbers=("H24.182-260907-000001",),
    )  # fmt: skip


def test_the_peak_hour_is_nearly_nine_times_the_mean_of_the_year() -> None:
    mean = CASES_A_YEAR / (365 * 24 * 3_600)

    assert 8.5 < CASES_A_SECOND / mean < 9
    assert round(CASES_A_SECOND * 3_600) == 965


@pytest.mark.parametrize("multiple", [1, 10, 34])
def test_the_comers_begin_as_many_visits_as_the_multiple_says(multiple: int) -> None:
    shares = sum(visit.weight for visit in VISITS)
    applicant = next(visit for visit in VISITS if visit.name == "Applicant")

    begun = comers(multiple) * applicant.weight / shares / applicant.period

    assert begun == pytest.approx(CASES_A_SECOND * multiple, rel=0.03)


def test_the_knee_is_the_last_stage_before_the_first_that_breaks() -> None:
    good = [stage(1, times=[10, 20]), stage(2, times=[10, 900])]
    slow, faulty = stage(4, times=[10, 5_000]), stage(8, times=[10] * 50, failed=1)

    assert find_knee([*good, slow, stage(6, times=[1])]) == good[1]
    assert find_knee([good[0], faulty]) == good[0]
    assert find_knee([slow]) is None


def test_a_recorder_counts_nothing_of_the_settling_time(tmp_path: Path) -> None:
    recorder = Recorder(data=tmp_path)

    recorder.note_answer("portal: search", 5_000, fault="500")
    recorder.begin(at=100)
    for milliseconds in (10, 20, 30):
        recorder.note_answer("portal: search", milliseconds, fault="")
    recorder.note_answer("(twin) VNeID", 9_000, fault="500")
    recorder.note_wait(60_000)
    seen = recorder.end(at=140, multiple=1, comers=44)

    assert seen.whole is not None
    assert (seen.whole.count, seen.whole.failed, seen.whole.p50) == (3, 0, 20)
    assert seen.waited is not None
    assert seen.seconds == 40
    assert stage_from(seen.as_json()) == seen


def test_the_load_generator_counts_its_own_processor_time(tmp_path: Path) -> None:
    own, with_ended_children = sum(os.times()[:2]), sum(os.times()[:4])

    spent = processor_seconds(tmp_path)["load generator"]

    # children that still live count as well; a run of all tests may have some
    assert 0.9 * own <= spent <= 3 * with_ended_children + 1


def test_a_plan_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"

    plan(tmp_path).write(path)

    assert read_plan(path) == plan(tmp_path)


def test_a_report_names_machine_seed_knee_and_faults(tmp_path: Path) -> None:
    stages = [stage(1, times=[10, 20]), stage(34, times=[10, 5_000], failed=1)]
    path = tmp_path / "run.md"

    write_report(path, stages, plan=plan(tmp_path), seats=50, logged={"web: broken": 2})

    text = path.read_text(encoding="utf-8")
    wanted = ("seed 7", "cores", "waiting room: 50", "1 x the peak hour is the last stage",
              "portal: search: 500 x 1", "2 x `web: broken`", "(run.svg)")  # fmt: skip
    assert [words for words in wanted if words not in text] == []


def test_a_plot_of_the_same_stages_has_the_same_bytes(tmp_path: Path) -> None:
    stages = [stage(1, times=[10, 20]), stage(10, times=[10, 500])]

    for name in ("one.svg", "two.svg"):
        draw(tmp_path / name, stages)

    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
