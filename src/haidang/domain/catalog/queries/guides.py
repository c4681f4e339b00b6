"""The questionnaires of the content."""

import functools
from pathlib import Path

from django.conf import settings

from haidang.domain.catalog.errors import GuideUnknown
from haidang.engines.guides import Guide
from haidang.engines.packages import load_guides


def list_guides() -> tuple[Guide, ...]:
    """Return the questionnaires in the order of their keys; a changed file is read afresh."""
    root: Path = settings.HAIDANG_CONTENT_DIR
    files = sorted((root / "guides").glob("*.yaml"))
    return _read(root, tuple(path.stat().st_mtime_ns for path in files))


def get_guide(key: str) -> Guide:
    """Return a questionnaire; raises GuideUnknown."""
    guide = next((each for each in list_guides() if each.key == key), None)
    if guide is None:
        raise GuideUnknown
    return guide


@functools.lru_cache(maxsize=2)
def _read(root: Path, _changed: tuple[int, ...]) -> tuple[Guide, ...]:
    return load_guides(root)
