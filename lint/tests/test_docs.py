"""Generated pages: stale ones are found; the drawing holds every edge."""

from pathlib import Path

from haidang.domain.cases.states import TRANSITIONS
from lint.docs import stale
from lint.drawing import draw_states
from lint.reference import cli_page, events_page, settings_page, tasks_page


def test_a_page_that_is_current_passes(tmp_path: Path) -> None:
    (tmp_path / "settings.md").write_text("now", encoding="utf-8")

    assert list(stale({"settings.md": "now"}, tmp_path)) == []


def test_a_stale_page_and_a_missing_page_are_found(tmp_path: Path) -> None:
    (tmp_path / "settings.md").write_text("then", encoding="utf-8")

    found = list(stale({"settings.md": "now", "urls.md": "now"}, tmp_path))

    assert [item.path for item in found] == [
        "docs/reference/settings.md",
        "docs/reference/urls.md",
    ]


def test_the_drawing_holds_every_edge_of_the_table() -> None:
    page = draw_states()

    edges = [(start.name.lower(), end.name.lower()) for start, ends in TRANSITIONS.items()
             for end in ends]  # fmt: skip
    assert all(f"    {start} --> {end}\n" in page for start, end in edges)
    assert page.count(" --> ") == len(edges) + page.count("[*]")


def test_settings_events_tasks_and_commands_have_their_words() -> None:
    assert "| `HAIDANG_CITY` | str | `haiphong` |" in settings_page()
    assert "## case.submitted" in events_page()
    assert "| `audit.seal` | default |" in tasks_page()
    assert "## haidang audit verify" in cli_page()
