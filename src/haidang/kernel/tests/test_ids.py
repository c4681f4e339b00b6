import time
from uuid import UUID

import pytest

from haidang.kernel.ids import drawn_from, new_code, new_id


def test_an_id_is_a_uuid_of_version_7_that_carries_its_millisecond() -> None:
    before = time.time_ns() // 1_000_000
    made = new_id()
    after = time.time_ns() // 1_000_000

    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert before <= made.int >> 80 <= after


def test_ids_of_a_later_millisecond_sort_later() -> None:
    earlier = [new_id() for _ in range(100)]
    time.sleep(0.002)
    later = [new_id() for _ in range(100)]

    assert max(earlier) < min(later)


def test_ids_of_one_millisecond_sort_in_the_order_in_which_they_were_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: at)

    drawn = [new_id() for _ in range(2_000)]

    assert drawn == sorted(set(drawn))


def test_ids_never_repeat() -> None:
    made: set[UUID] = {new_id() for _ in range(2_000)}

    assert len(made) == 2_000


@pytest.mark.parametrize("length", [1, 8, 12])
def test_a_code_has_its_length_and_no_sign_that_is_mistaken(length: int) -> None:
    codes = [new_code(length) for _ in range(500)]

    assert {len(code) for code in codes} == {length}
    assert not set("".join(codes)) & set("01ILO")
    assert all(code.isascii() and code == code.upper() for code in codes)


def test_a_simulation_draws_its_ids_and_codes_from_its_own_source() -> None:
    given = [UUID(int=place) for place in range(1, 5)]

    with drawn_from(iter(given)):
        made = [new_id(), new_id()]
        codes = [new_code(), new_code()]

    assert made == given[:2]
    assert codes[0] != codes[1]
    assert new_id() not in given
