"""Dated examples, reckoned by hand, each with its article of law."""

from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path

import pytest
import yaml

from haidang.engines.deadlines import (
    CalendarRules,
    DayKind,
    DayMark,
    Due,
    TimeLimit,
    Unit,
    calendar_of,
    compute_due,
    explain,
    forward_due,
    notice_due,
    pause,
    restart,
    suspend,
)
from haidang.kernel.clock import VIETNAM

BOOK = yaml.safe_load((Path(__file__).parent / "examples.yaml").read_text("utf-8"))
NEW_YEAR = tuple(
    DayMark(
        day=datetime.fromisoformat(day).date(), kind=kind, name={"vi": "Hoán đổi"}, law="12729"
    )
    for day, kind in (("2026-01-02", DayKind.SWAPPED_OFF), ("2026-01-10", DayKind.SWAPPED_WORK))
)
CALENDAR = calendar_of(CalendarRules(overrides=NEW_YEAR, version="test"), range(2025, 2029))


def at(text: object) -> datetime:
    return datetime.fromisoformat(str(text)).replace(tzinfo=VIETNAM)


def limit_of(example: Mapping[str, object]) -> TimeLimit:
    cut_off = example.get("cut_off")
    return TimeLimit(
        int(str(example.get("value", 0))),
        Unit(str(example.get("unit", "none"))),
        time.fromisoformat(str(cut_off)) if cut_off else None,
        bool(example.get("instant")),
    )


def reckoned(example: Mapping[str, object]) -> datetime | None:
    what, accepted_at = example.get("what", "due"), at(example["at"])
    if what == "forward":
        return forward_due(accepted_at=accepted_at, calendar=CALENDAR)
    if what == "notice":
        channel = str(example["channel"])
        return notice_due(received_at=accepted_at, channel=channel, calendar=CALENDAR).due_at
    return due_of(example, accepted_at).due_at


def due_of(example: Mapping[str, object], accepted_at: datetime) -> Due:
    limit = limit_of(example)
    competent = at(example["competent"]) if "competent" in example else None
    due = compute_due(
        accepted_at=accepted_at, limit=limit, calendar=CALENDAR, competent_received_at=competent
    )
    match example.get("what"):
        case "restart":
            return restart(completed_at=at(example["completed"]), limit=limit, calendar=CALENDAR)
        case "pause":
            start, end = at(example["from"]), at(example["until"])
            return pause(
                due, requested_at=start, resumed_at=end, unit=limit.unit, calendar=CALENDAR
            )
        case "suspend":
            start, end = at(example["from"]), at(example["until"])
            return suspend(due, failed_at=start, mended_at=end, unit=limit.unit, calendar=CALENDAR)
    return due


@pytest.mark.parametrize("example", BOOK["examples"], ids=lambda example: example["name"])
def test_the_law_gives_the_due_instant_of(example: Mapping[str, object]) -> None:
    expected = at(example["due"]) if example["due"] else None

    assert reckoned(example) == expected


@pytest.mark.parametrize("example", BOOK["examples"], ids=lambda example: example["name"])
def test_an_article_of_law_stands_behind(example: Mapping[str, object]) -> None:
    assert BOOK["articles"][example["article"]]


def test_the_table_holds_at_least_sixty_examples_of_distinct_names() -> None:
    names = {example["name"] for example in BOOK["examples"]}

    assert len(names) == len(BOOK["examples"]) >= 60


def test_every_reason_speaks_both_languages_and_leaves_no_gap() -> None:
    dues = [
        due_of(example, at(example["at"]))
        for example in BOOK["examples"]
        if example.get("what") not in {"forward", "notice"}
    ]

    sentences = [line for due in dues for code in ("vi", "en") for line in explain(due, code)]

    assert all("{" not in line and line.strip() for line in sentences)
