"""Check a folder of content from the command line."""

from collections.abc import Callable
from pathlib import Path

from haidang.config.env import read_environment
from haidang.engines.documents import FontSet
from haidang.engines.packages import check_content, format_report
from haidang.kernel.clock import today


def check(folder: Path, *, write: Callable[[str], None]) -> int:
    """Write every fault like a compiler; return 1 when there is an error, else 0."""
    if not folder.is_dir():
        write(f"{folder}: there is no such folder.")
        return 2
    fonts = FontSet(paths=(read_environment().assets_dir / "@expo-google-fonts" / "tinos",))
    report = check_content(folder, on=today(), fonts=fonts)
    write(format_report(report, root=str(folder)))
    return 0 if report.is_clean else 1
