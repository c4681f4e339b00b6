"""Every legal path has its article and a browser journey that exists."""

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "reference" / "paths.md"
COLUMNS: Final = 4
WANTED: Final = frozenset(
    {
        "accept", "supplement", "second supplement", "refuse", "stop", "withdraw", "extension",
        "two appointments", "silence", "forwarding", "transfer", "consultation", "linked",
        "non-territorial", "delegated person", "organization", "post", "early return", "counter",
        "kiosk", "payment",
    }
)  # fmt: skip


def rows() -> list[list[str]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def test_no_path_is_left_out() -> None:
    assert frozenset(row[0].strip("*").lower() for row in rows()) >= WANTED


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_path_has_an_article_and_a_verb(row: list[str]) -> None:
    assert len(row) == COLUMNS
    assert all(row)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_the_journey_of_a_path_exists(row: list[str]) -> None:
    named = re.findall(r"`(tests/journeys/[\w./-]+\.py)::(\w+)`", row[-1])

    assert named
    for path, name in named:
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")
