"""The real national data, where it lies beside the checkout."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from haidang.engines.national import Lists, NationalRecord, lists_of, read_line
from haidang.engines.packages import load_context

PROJECT = Path(__file__).resolve().parents[5]
DATA = PROJECT.parent / "shared" / "data" / "national-procedures.jsonl"
WHERE = "The national data (national-procedures.jsonl) does not lie beside this checkout."


@cache
def load_records() -> dict[str, NationalRecord]:
    """Read every record of the real data."""
    found = (read_line(raw)[0] for raw in DATA.read_bytes().splitlines())
    return {record.code: record for record in found if record is not None}


@pytest.fixture(scope="session")
def records() -> dict[str, NationalRecord]:
    if not DATA.is_file():
        pytest.skip(WHERE)
    return load_records()


@pytest.fixture(scope="session")
def lists(records: dict[str, NationalRecord]) -> Lists:
    return lists_of(load_context(PROJECT / "content"), records.values())


@pytest.fixture(scope="session")
def record_of(records: dict[str, NationalRecord]) -> Callable[[str], NationalRecord]:
    return records.__getitem__
