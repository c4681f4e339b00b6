"""The life of a parcel."""

from hypothesis import given
from hypothesis import strategies as st

from haidang.blocks.delivery.models import ParcelRow
from haidang.blocks.delivery.states import ON_THE_WAY, TRANSITIONS
from haidang.blocks.delivery.types import ParcelStatus
from haidang.kernel.clock import now
from haidang.kernel.errors import IllegalTransition


@given(st.lists(st.sampled_from(list(ParcelStatus)), max_size=12))
def test_a_parcel_moves_along_the_table_and_never_out_of_its_end(
    wanted: list[ParcelStatus],
) -> None:
    row = ParcelRow()
    for status in wanted:
        before = ParcelStatus(row.status)
        try:
            row.move_to(status, at=now())
        except IllegalTransition:
            assert row.status == before
        else:
            assert status in TRANSITIONS[before]
        assert (row.ended_at is None) is bool(TRANSITIONS[ParcelStatus(row.status)])


def test_what_is_on_its_way_can_be_delivered_or_come_back() -> None:
    for status in ON_THE_WAY:
        assert TRANSITIONS[status] >= {ParcelStatus.DELIVERED, ParcelStatus.SENT_BACK}
