"""Whole đồng: never a bare number, never a fraction."""

from dataclasses import dataclass
from functools import total_ordering
from typing import Final, Self

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES: Final = ("", " nghìn", " triệu")


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole Vietnamese đồng."""

    dong: int

    def __post_init__(self) -> None:
        if isinstance(self.dong, bool) or not isinstance(self.dong, int):
            raise TypeError("Money is a whole number of đồng.")

    def __add__(self, other: Self) -> "Money":
        return Money(self.dong + other.dong)

    def __sub__(self, other: Self) -> "Money":
        return Money(self.dong - other.dong)

    def __mul__(self, count: int) -> "Money":
        return Money(self.dong * count)

    def __lt__(self, other: "Money") -> bool:
        return self.dong < other.dong

    def __bool__(self) -> bool:
        return self.dong != 0

    def __str__(self) -> str:
        return f"{self.dong:,}".replace(",", ".") + " đồng"

    def in_words(self) -> str:
        """Say the amount in Vietnamese, as receipts must (NĐ 254/2026/NĐ-CP)."""
        if self.dong < 0:
            return "Âm " + _number_in_words(-self.dong) + " đồng"
        words = _number_in_words(self.dong)
        return words[0].upper() + words[1:] + " đồng"


def _number_in_words(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, 1_000_000_000)
    words = [f"{_number_in_words(billions)} tỷ"] if billions else []
    groups = [(rest // 1000**power % 1000, power) for power in (2, 1, 0)]
    for group, power in groups:
        if group:
            words.append(_group_in_words(group, padded=bool(words)) + _SCALES[power])
    return " ".join(words)


def _group_in_words(group: int, *, padded: bool) -> str:
    hundreds, rest = divmod(group, 100)
    words = []
    if hundreds or padded:
        words.append(f"{_DIGITS[hundreds]} trăm")
    if rest:
        words.append(_pair_in_words(rest, after_hundreds=bool(words)))
    return " ".join(words)


def _pair_in_words(pair: int, *, after_hundreds: bool) -> str:
    tens, ones = divmod(pair, 10)
    if tens == 0:
        return f"lẻ {_DIGITS[ones]}" if after_hundreds else _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return head
    if ones == 1 and tens > 1:
        return f"{head} mốt"
    if ones == 4 and tens > 1:
        return f"{head} tư"
    return f"{head} {'lăm' if ones == 5 else _DIGITS[ones]}"
