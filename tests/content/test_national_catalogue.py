"""All 2,627 procedures of the national catalogue: imported, found, offered in both cities."""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from haidang.config import seeding
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.kernel import clock
from haidang.kernel.actors import system

DATA = Path(__file__).resolve().parents[2].parent / "shared/data/national-procedures.jsonl"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=clock.VIETNAM)
SECONDS_ALLOWED = 40
"""Of this process; the database works besides. The whole import may take a minute."""
WARDS = {"haiphong": "11557", "quangninh": "06688"}

pytestmark = pytest.mark.skipif(
    not DATA.is_file(), reason="The national data do not lie beside this checkout."
)


@pytest.fixture(scope="module")
def outcome(shared_rows: None) -> Iterator[catalog.ImportOutcome]:
    raw = DATA.read_bytes()
    file = catalog.ImportFile(
        name=DATA.name,
        sha256=hashlib.sha256(raw).hexdigest(),
        lines=raw.splitlines(),
        snapshot_on=date(2026, 7, 20),
    )
    with clock.stopped_at(NOON):
        for _line in seeding.seed(sample=False):
            pass
        begun = time.process_time()
        done = catalog.import_records(file, publish=True, actor=system("tests"))
        # The time of this process alone: whatever else the machine does must not count here.
        yield replace(done, seconds=time.process_time() - begun)
    catalog.forget_cities()


def test_all_of_it_is_in_within_a_minute(outcome: catalog.ImportOutcome, db: None) -> None:
    assert outcome.records == 2627
    assert outcome.published + len(outcome.own) == 2627
    assert outcome.faults == ()
    assert outcome.seconds < SECONDS_ALLOWED


@pytest.mark.parametrize(("city", "ward"), WARDS.items())
def test_each_may_be_begun_online_in_both_cities(
    outcome: catalog.ImportOutcome, db: None, city: str, ward: str
) -> None:
    codes = {one.code for one in catalog.list_procedures()}
    begun = {code for code in codes if _competent(code, city=city, ward=ward)}
    assert len(begun) >= 2627
    assert codes - begun == set()


def _competent(code: str, *, city: str, ward: str) -> str:
    try:
        return cases.places_for(procedure=code, city=city, unit=ward).competent
    except catalog.NotOffered:
        return ""


def test_each_has_a_package_with_an_online_form(outcome: catalog.ImportOutcome, db: None) -> None:
    for one in catalog.list_procedures():
        package = catalog.current_revision(one.code).package
        assert package.form.pages, one.code
        assert package.snapshot_on is None or package.channel("online") is not None, one.code
