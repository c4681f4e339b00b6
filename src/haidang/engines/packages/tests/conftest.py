"""The sound sample content and the broken ones that are made out of it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
SOUND = HERE / "sound"


def break_content(case: dict[str, Any], root: Path) -> Path:
    """Copy the sound content and break it as a case says."""
    content = root / "content"
    shutil.copytree(SOUND, content)
    if "delete" in case:
        target = content / case["delete"]
        shutil.rmtree(target) if target.is_dir() else target.unlink()
    if "add" in case:
        (content / case["add"]["path"]).write_text(case["add"]["text"], encoding="utf-8")
    if "bytes" in case:
        raw = b"x: 1\n" * 500_000 if case["bytes"] == "HUGE" else bytes.fromhex(case["bytes"])
        (content / case["file"]).write_bytes(raw)
    if "replace" in case:
        edit = case["replace"]
        path = content / edit["file"]
        before = path.read_text(encoding="utf-8")
        assert edit["old"] in before
        path.write_text(before.replace(edit["old"], edit["new"], 1), encoding="utf-8")
    return content


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[Path], tuple[dict[str, Any], Path]]:
    def make(file: Path) -> tuple[dict[str, Any], Path]:
        case = yaml.safe_load(file.read_text(encoding="utf-8"))
        return case, break_content(case, tmp_path)

    return make


@pytest.fixture
def sound() -> Path:
    return SOUND
