"""The history of the tables."""

from lint.migrations import check_history

FOLDERS = {"cases": "src/haidang/domain/cases/migrations"}
FIRST = ("cases", "0001_initial")


def codes(nodes: dict[tuple[str, str], list[tuple[str, str]]]) -> list[str]:
    return [item.code for item in check_history(nodes, folders=FOLDERS)]


def test_one_line_of_named_migrations_passes() -> None:
    nodes = {FIRST: [("identity", "0001_initial")], ("cases", "0002_case_due_at"): [FIRST]}

    assert codes(nodes) == []


def test_two_leaves_are_found() -> None:
    nodes = {FIRST: [], ("cases", "0002_one"): [FIRST], ("cases", "0002_two"): [FIRST]}

    assert codes(nodes) == ["L040"]


def test_a_migration_without_an_intent_is_found() -> None:
    nodes = {FIRST: [], ("cases", "0002_auto_20260101"): [FIRST]}

    assert codes(nodes) == ["L041"]
