"""The registers that answer from sample rows: found by what is asked, never by half of it."""

import pytest

from twins.registers.rows import SERVICES, find_row
from twins.registers.samples import SAMPLE_FILE, load_samples

SAMPLES = load_samples(SAMPLE_FILE)


@pytest.mark.parametrize("service", sorted(SERVICES.values()))
def test_every_service_has_a_sample_that_is_found(service: str) -> None:
    row = SAMPLES[service][0]
    asked = {key: str(value) for key, value in row.items() if key != "record"}

    assert find_row(SAMPLES[service], asked) == row["record"]


def test_a_row_that_disagrees_in_one_field_is_not_found() -> None:
    parcels = SAMPLES["land.parcel"]

    asked = {"number": "AA01234567", "owner_personal_id": "031088000003"}

    assert find_row(parcels, asked) is None


def test_nothing_asked_finds_nothing() -> None:
    assert find_row(SAMPLES["merit.person"], {"purpose": "1.010824"}) is None
