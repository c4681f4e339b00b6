"""Nothing that the platform says leans on a law that was replaced."""

from pathlib import Path
from typing import Final

import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
DEAD: Final = ROOT / "content" / "lists" / "dead-laws.yaml"
SPOKEN: Final = (".py", ".html", ".typ", ".txt")


def test_no_code_and_no_page_cites_a_replaced_law() -> None:
    rows = yaml.safe_load(DEAD.read_text(encoding="utf-8"))
    listed = rows["laws"]
    numbers = [str(row["number"]) for row in listed]

    cited = [
        f"{path.relative_to(ROOT)}: {number}"
        for path in (ROOT / "src" / "haidang").rglob("*")
        if path.suffix in SPOKEN and "tests" not in path.parts
        for number in numbers
        if number in path.read_text(encoding="utf-8")
    ]

    assert numbers
    assert cited == []
