"""The traps of the fee column: free that is not, lost thousands, dollars, sums by case."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from haidang.engines.national.reading import fee_of
from haidang.engines.national.record import ChannelRow
from haidang.engines.national.words import Flag
from haidang.kernel.text import fold

_LOST: Final = re.compile(
    r"(?<![\d.,])(\d{1,3}) ?(?:VNĐ|Việt Nam Đồng|đồng)(?![\w])", re.IGNORECASE
)
_COUNCIL: Final = re.compile(
    r"hoi dong nhan dan|hdnd|do (?:uy ban nhan dan|ubnd) (?:cap )?(?:tinh|thanh pho)"
)
_NOTHING: Final = "khong co thong tin"


def find_fee_traps(rows: Sequence[ChannelRow]) -> Iterator[Flag]:
    """Yield each trap of the fee column once, with the first words that show it."""
    for code, is_in in _RULES:
        shown = next((row.fee_text for row in rows if is_in(row)), None)
        if shown is not None:
            yield Flag(code=code, field="channels", detail=_short(shown))
    by_case = next((row.fee_text for row in rows if _is_by_case(row)), None)
    differing = {(row.channel, *fee_of(row)) for row in rows}
    channels = {row.channel for row in rows}
    if by_case is not None or len(differing) > len(channels):
        yield Flag(
            code="fee_by_case", field="channels", detail=_short(by_case or "theo trường hợp")
        )


def is_council_fee(row: ChannelRow) -> bool:
    """Say whether a provincial council or committee sets the fee."""
    return bool(_COUNCIL.search(fold(f"{row.fee_text} {row.note}")))


def _is_contradicted(row: ChannelRow) -> bool:
    return fold(row.fee_text).startswith("mien phi") and not row.free


def _lost_thousands(row: ChannelRow) -> bool:
    head = row.fee_text.partition("(")[0]
    return any(int(number) > 0 for number in _LOST.findall(head))


def _is_in_dollars(row: ChannelRow) -> bool:
    return "usd" in row.fee_text.casefold()


def _is_unknown(row: ChannelRow) -> bool:
    folded = fold(row.fee_text)
    return not row.free and not row.amounts and (not folded or folded.startswith(_NOTHING))


def _is_by_case(row: ChannelRow) -> bool:
    return bool(row.amounts) and fee_of(row)[0] == "told" and not _is_in_dollars(row)


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:157].rstrip() + "…"


_RULES: Final = (
    ("fee_free_contradicted", _is_contradicted),
    ("fee_of_council", is_council_fee),
    ("fee_lost_thousands", _lost_thousands),
    ("fee_in_dollars", _is_in_dollars),
    ("fee_unknown", _is_unknown),
)
