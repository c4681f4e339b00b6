"""Each fault is reported with its code, file, line and hint."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from haidang.engines.documents import FontSet
from haidang.engines.packages import check_content, format_report
from haidang.engines.packages.wording import FAULTS

CASES = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
Breaker = Callable[[Path], tuple[dict[str, Any], Path]]
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_broken_package_is_reported_with_code_line_and_hint(
    file: Path, broken: Breaker, tmp_path: Path
) -> None:
    case, content = broken(file)
    fonts = FontSet(paths=(tmp_path,)) if case["code"] == "HD701" else None

    report = check_content(content, on=TODAY, fonts=fonts)

    found = [each for each in report.problems if each.code == case["code"]]
    places = {(each.file.removeprefix("content/"), each.line) for each in found}
    assert (case["file"], case["line"]) in places, format_report(report)
    assert all(each.message["vi"] and each.message["en"] for each in found)
    assert all(each.hint["vi"] and each.hint["en"] for each in found)


def test_every_fault_has_a_broken_package() -> None:
    assert {file.stem.split("-")[0] for file in CASES} == set(FAULTS)


def test_the_sound_content_has_no_faults(sound: Path) -> None:
    report = check_content(sound, on=TODAY)

    assert report.problems == ()
    assert report.levels == {"1.000001": "exemplary"}


def test_the_report_reads_like_a_compilers(broken: Breaker) -> None:
    file = next(file for file in CASES if file.stem == "HD303-abolished-paper")
    _, content = broken(file)

    lines = format_report(check_content(content), language="vi").splitlines()

    told = next(line for line in lines if "HD303" in line)
    start = "content/procedures/1.000001/manifest.yaml:17:5 HD303 error: Yêu cầu giấy tờ"
    assert told.startswith(start)
    assert "  hint: Bỏ yêu cầu này" in told
