import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.kernel.money import Money

AMOUNTS = st.integers(min_value=-(10**15), max_value=10**15)


@pytest.mark.parametrize(
    ("dong", "words"),
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (25, "Hai mươi lăm đồng"),
        (91, "Chín mươi mốt đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm lẻ một đồng"),
        (104, "Một trăm lẻ bốn đồng"),
        (105, "Một trăm lẻ năm đồng"),
        (110, "Một trăm mười đồng"),
        (115, "Một trăm mười lăm đồng"),
        (555, "Năm trăm năm mươi lăm đồng"),
        (1_000, "Một nghìn đồng"),
        (1_001, "Một nghìn không trăm lẻ một đồng"),
        (1_010, "Một nghìn không trăm mười đồng"),
        (8_000, "Tám nghìn đồng"),
        (16_000, "Mười sáu nghìn đồng"),
        (150_000, "Một trăm năm mươi nghìn đồng"),
        (1_000_000, "Một triệu đồng"),
        (1_000_005, "Một triệu không trăm lẻ năm đồng"),
        (1_050_000, "Một triệu không trăm năm mươi nghìn đồng"),
        (
            21_021_021,
            "Hai mươi mốt triệu không trăm hai mươi mốt nghìn không trăm hai mươi mốt đồng",
        ),
        (1_000_000_000, "Một tỷ đồng"),
        (2_000_000_001, "Hai tỷ không trăm lẻ một đồng"),
        (15_000_000_000, "Mười lăm tỷ đồng"),
        (3_000_000_000_000, "Ba nghìn tỷ đồng"),
        (10**18, "Một tỷ tỷ đồng"),
        (-150_000, "Âm một trăm năm mươi nghìn đồng"),
    ],
)
def test_an_amount_is_said_in_words(dong: int, words: str) -> None:
    assert Money(dong).in_words() == words


@pytest.mark.parametrize(
    ("dong", "text"),
    [(0, "0 đồng"), (999, "999 đồng"), (150_000, "150.000 đồng"), (-1_234_567, "-1.234.567 đồng")],
)
def test_an_amount_is_written_with_points(dong: int, text: str) -> None:
    assert str(Money(dong)) == text


def test_only_whole_numbers_are_money() -> None:
    amounts: list[object] = [1.5, "100", True, None]
    for amount in amounts:
        with pytest.raises(TypeError, match="whole number"):
            Money(amount)  # type: ignore[arg-type]  # that is what is refused


def test_nothing_is_false_and_everything_else_is_true() -> None:
    assert not Money(0)
    assert Money(1)
    assert Money(-1)


@given(AMOUNTS, AMOUNTS)
def test_money_adds_subtracts_and_compares_as_its_numbers_do(one: int, other: int) -> None:
    assert Money(one) + Money(other) == Money(one + other)
    assert Money(one) - Money(other) == Money(one - other)
    assert (Money(one) < Money(other)) is (one < other)
    assert (Money(one) >= Money(other)) is (one >= other)
    assert max(Money(one), Money(other)) == Money(max(one, other))


@given(AMOUNTS, st.integers(min_value=0, max_value=1_000))
def test_money_is_multiplied_by_a_count(dong: int, count: int) -> None:
    assert Money(dong) * count == Money(dong * count)


@given(AMOUNTS, AMOUNTS)
def test_different_amounts_are_never_said_alike(one: int, other: int) -> None:
    assert (Money(one).in_words() == Money(other).in_words()) is (one == other)
