"""The generated pages of docs/reference: written from the code, never by hand.

With ``--write`` they are written; without it, a stale page fails.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from lint.drawing import draw_states
from lint.findings import ROOT, Finding, report
from lint.loading import load_platform

REFERENCE = ROOT / "docs" / "reference"
HEAD = "<!-- Written by `./run docs` from the code. Do not change it by hand. -->\n\n"


def pages() -> dict[str, str]:
    """Return the text of each generated page by its file name."""
    load_platform()
    from lint import reference  # noqa: PLC0415 - the platform is loaded only now

    written = {
        "settings.md": reference.settings_page(),
        "events.md": reference.events_page(),
        "tasks.md": reference.tasks_page(),
        "urls.md": reference.urls_page(),
        "cli.md": reference.cli_page(),
        "case-states.md": draw_states(),
    }
    return {name: HEAD + text for name, text in written.items()}


def stale(expected: dict[str, str], folder: Path) -> Iterator[Finding]:
    """Find the pages that differ from what the code says now."""
    for name, text in expected.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield Finding(f"docs/reference/{name}", 1, "L050", "stale; say ./run docs")


def main() -> int:
    """Write the pages, or check them."""
    expected = pages()
    if "--write" not in sys.argv[1:]:
        return report(stale(expected, REFERENCE))
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in expected.items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
