"""Small files with one idea: the limits hold, and nobody may lift them quietly."""

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FUNCTION = 60
SIZE_RULES = ("C901", "PLR0911", "PLR0912", "PLR0915")
TABLES = {
    "src/haidang/ui/gallery.py:sample_fields": "a list of one field of each kind, no logic",
}


def sources() -> list[Path]:
    return sorted(
        path
        for folder in ("src", "twins", "lint", "bench")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def test_the_limits_of_the_linter_are_as_agreed() -> None:
    lint = tomllib.loads((ROOT / "ruff.toml").read_text(encoding="utf-8"))["lint"]

    assert lint["mccabe"]["max-complexity"] <= 8
    assert lint["pylint"]["max-statements"] <= 30
    assert "C90" in lint["select"]
    assert set(SIZE_RULES) & set(lint["ignore"]) == set()


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_is_longer_than_a_screen(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    place = str(path.relative_to(ROOT))

    long = [
        f"{place}:{node.name}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]

    assert [name for name in long if name not in TABLES] == []


def test_no_file_is_excused_from_a_size_rule() -> None:
    excused = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if "# noqa" in line and any(rule in line.partition("# noqa")[2] for rule in SIZE_RULES)
    ]

    assert excused == []
