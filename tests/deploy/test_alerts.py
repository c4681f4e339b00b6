"""An alert that nobody can act on is noise: each has a page, and asks for what is counted."""

import re
from pathlib import Path

import pytest
import yaml
from django.db import connection

from haidang.config.watching import figures, metrics

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "deploy" / "monitoring" / "alerts.yaml"
DASHBOARD = ROOT / "deploy" / "monitoring" / "dashboard.json"
RUNBOOKS = ROOT / "docs" / "runbooks"
PARTS = (
    "**What it means.**",
    "**Who is hurt.**",
    "**What to look at**",
    "**What to do**",
    "**It is over when**",
)


def alerts() -> dict[str, dict[str, object]]:
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules)
    return {rule["alert"]: rule for rule in rules}


def known() -> frozenset[str]:
    counted = metrics.names()
    roots = {re.sub(r"_(?:bucket|sum|count)$", "", name) for name in counted}
    return frozenset(counted | roots | figures.names())


def asked_for(text: str) -> set[str]:
    return set(re.findall(r"\bhaidang_[a-z_]+", text))


@pytest.mark.parametrize("name", sorted(alerts()))
def test_an_alert_has_a_page_that_says_what_to_do(name: str) -> None:
    rule = alerts()[name]
    annotations = rule["annotations"]
    page = (RUNBOOKS / f"{name}.md").read_text(encoding="utf-8")

    assert isinstance(annotations, dict)
    assert annotations["runbook"] == f"docs/runbooks/{name}.md"
    assert annotations["summary"].endswith(".")
    assert [part for part in PARTS if part not in page] == []
    assert f"[{name}]({name}.md)" in (RUNBOOKS / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(alerts()))
def test_an_alert_waits_a_while_says_how_grave_it_is_and_asks_for_what_is_counted(
    name: str,
) -> None:
    rule = alerts()[name]
    assert asked_for(str(rule["expr"])) - known() == set()
    assert re.fullmatch(r"\d+[mh]", str(rule["for"]))
    assert rule["labels"] in ({"severity": "page"}, {"severity": "ticket"})


def test_no_page_is_left_of_an_alert_that_is_gone() -> None:
    assert {path.stem for path in RUNBOOKS.glob("*.md")} - {"README"} == set(alerts())


@pytest.mark.parametrize("path", sorted(RUNBOOKS.glob("*.md")), ids=lambda path: path.stem)
def test_a_page_names_only_what_is_counted(path: Path) -> None:
    asked = asked_for(path.read_text(encoding="utf-8"))

    assert asked - known() == set()


def questions() -> list[str]:
    pages = (path.read_text(encoding="utf-8") for path in sorted(RUNBOOKS.glob("*.md")))
    found = [sql for page in pages for sql in re.findall(r"`(SELECT [^`]+);`", page)]
    return [sql for sql in found if "(pid)" not in sql]


@pytest.mark.django_db
@pytest.mark.parametrize("sql", questions())
def test_the_database_understands_what_a_page_asks_it(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)

        assert cursor.description


def test_every_series_is_told_in_the_manual() -> None:
    page = (ROOT / "docs" / "explanation" / "watching.md").read_text(encoding="utf-8")
    roots = {re.sub(r"_(?:bucket|sum|count)$", "", name) for name in known()}

    assert {name for name in roots if f"`{name}`" not in page} == set()


def test_the_dashboard_asks_for_what_is_counted() -> None:
    asked = asked_for(DASHBOARD.read_text(encoding="utf-8"))

    assert len(asked) > 10
    assert asked - known() == set()
