"""A threat without a proof is a wish: each row of the table names tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "explanation" / "threats.md"
COLUMNS = 5


def rows() -> list[list[str]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def test_the_table_is_there() -> None:
    assert len(rows()) >= 15


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:40])
def test_a_threat_has_a_control_a_place_a_default_and_a_test(row: list[str]) -> None:
    assert len(row) == COLUMNS
    assert all(row)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:40])
def test_the_named_files_exist_and_the_named_tests_are_in_them(row: list[str]) -> None:
    named = re.findall(r"`([\w./-]+\.py)(?:::(\w+))?`", row[-1])

    assert named
    for path, name in named:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {name}" in text if name else "def test_" in text


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:40])
def test_the_place_of_enforcement_exists(row: list[str]) -> None:
    named = re.findall(r"`((?:src|twins|lint|content)/[\w./-]+)`", row[2])

    assert named
    assert all((ROOT / path).exists() for path in named)
