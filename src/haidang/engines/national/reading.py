"""What a record is taken to mean: limits and fees by channel, and what each row of papers is.

The *safe reading* promises nothing that the data leaves open: no due date where the limit has
no unit, no sum where the sum is not sure. A steward's confirmed reading takes its place.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from haidang.engines.national.lists import Lists
from haidang.engines.national.papers import PAPER_KINDS, read_papers
from haidang.engines.national.record import JSON, ChannelRow, NationalRecord
from haidang.kernel.errors import Problem
from haidang.kernel.text import fold

UNITS: Final = ("working_day", "calendar_day", "hour", "none")
FEES: Final = ("free", "amount", "told")
LONGEST: Final = 3_650
_UNIT_OF: Final = {
    "working_day": "working_day",
    "day": "calendar_day",
    "hour": "hour",
    "month": "calendar_day",
}
_DAYS_OF_MONTH: Final = 30
"""A month of a time limit is thirty days (91/2015/QH13, Article 146.1)."""
_ORDER: Final = {"online": 0, "counter": 1, "post": 2}
_PER: Final = re.compile(r"(?:đồng|đ|vnđ)\s*/\s*([^\s.,;:()]+(?:\s+[^\s.,;:()]+)?)", re.IGNORECASE)
_ONE_CASE: Final = (
    "ho so", "lan", "giay", "truong hop", "co so", "chung chi", "to khai", "van bang",
    "lan cap", "bo", "the", "cap", "du an", "chung nhan", "dang ky",
)  # fmt: skip
_LAW: Final = re.compile(r"\b\d+(?:\.\d+)?/\d{4}/[A-ZĐ]{2,}[A-ZĐ0-9]*(?:-[A-ZĐ]+)*")
_CHANGING: Final = ("hoi dong nhan dan", "hdnd", "giam", "den het", "usd", "%", "tu ngay")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelReading:
    """One way of handing in: its time limit and what is owed.

    ``unit`` "none" means no due date; ``fee`` is free, amount (``amount`` đồng by
    ``basis``), or told: the agency tells it.
    """

    channel: str
    value: int
    unit: str
    fee: str
    amount: int = 0
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReading:
    """What a row of papers is: paper, heading, remark, register (data stand in) or abolished."""

    row: int
    kind: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A record as it is taken to mean."""

    channels: tuple[ChannelReading, ...]
    papers: tuple[PaperReading, ...]

    def to_json(self) -> dict[str, JSON]:
        """Return the reading as JSON."""
        return {
            "channels": [
                {"channel": one.channel, "value": one.value, "unit": one.unit,
                 "fee": one.fee, "amount": one.amount, "basis": one.basis}
                for one in self.channels
            ],
            "papers": [
                {"row": one.row, "kind": one.kind, "required": one.required}
                for one in self.papers
            ],
        }  # fmt: skip


def reading_of(data: Mapping[str, JSON]) -> Reading:
    """Read a reading back from JSON."""
    return Reading(
        channels=tuple(
            ChannelReading(
                channel=str(row["channel"]),
                value=_int(row.get("value")),
                unit=str(row["unit"]),
                fee=str(row["fee"]),
                amount=_int(row.get("amount")),
                basis=str(row.get("basis") or ""),
            )
            for row in _rows(data.get("channels"))
        ),
        papers=tuple(
            PaperReading(
                row=_int(row.get("row")),
                kind=str(row["kind"]),
                required=row.get("required") is True,
            )
            for row in _rows(data.get("papers"))
        ),
    )


def safe_reading(record: NationalRecord, lists: Lists) -> Reading:
    """Return the reading that promises nothing that the data leaves open.

    A record without an online channel is read as offering one with the limit of the
    others: online is the default (224/2026/NĐ-CP); originals are then shown at the counter.
    """
    by_channel: dict[str, list[ChannelRow]] = {}
    for row in record.channels:
        by_channel.setdefault(row.channel, []).append(row)
    found = [_channel(name, rows) for name, rows in by_channel.items()]
    if "online" not in by_channel:
        model = max(found, key=lambda one: (one.unit == "none", one.value), default=None)
        found.append(
            ChannelReading(
                channel="online",
                value=model.value if model else 0,
                unit=model.unit if model else "none",
                fee=model.fee if model else "told",
                amount=model.amount if model else 0,
                basis=model.basis if model else "",
            )
        )
    papers = tuple(
        PaperReading(row=at, kind=kind, required=required)
        for at, (kind, required) in enumerate(read_papers(record.documents, lists))
    )
    return Reading(
        channels=tuple(sorted(found, key=lambda one: _ORDER[one.channel])), papers=papers
    )


def limit_of(row: ChannelRow) -> tuple[int, str]:
    """Return the limit that a row surely states, else nothing: (0, "none")."""
    if row.value is None or row.value <= 0 or row.value != int(row.value):
        return 0, "none"
    value = int(row.value)
    if row.unit == "month":
        value *= _DAYS_OF_MONTH
    unit = _UNIT_OF.get(row.unit)
    return (value, unit) if unit and value <= LONGEST else (0, "none")


def fee_of(row: ChannelRow) -> tuple[str, int]:
    """Return what a row surely says of the fee: free, one amount, or told by the agency."""
    if row.free:
        return "free", 0
    sums = {*row.amounts, *row.amounts_in_text}
    if len(row.amounts) != 1 or len(sums) != 1 or row.amounts[0] < 1_000:
        return "told", 0
    folded = fold(row.fee_text)
    if any(words in folded for words in _CHANGING) or not _is_for_one_case(row.fee_text):
        return "told", 0
    return "amount", row.amounts[0]


def check_reading(record: NationalRecord, reading: Reading) -> tuple[Problem, ...]:
    """Return everything that stands in the way of confirming a reading."""
    problems = [
        problem
        for at, one in enumerate(reading.channels)
        for problem in _channel_faults(one, f"/channels/{at}")
    ]
    if not reading.channels:
        problems.append(_told("no_channel", "/channels"))
    rows = {one.row for one in reading.papers}
    if rows != set(range(len(record.documents))) or len(reading.papers) != len(rows):
        problems.append(_told("other_rows", "/papers"))
    problems += [
        _told("unknown_kind", f"/papers/{one.row}/kind")
        for one in reading.papers
        if one.kind not in PAPER_KINDS
    ]
    problems += [
        _told("not_to_be_asked", f"/papers/{one.row}/required")
        for one in reading.papers
        if one.required and one.kind != "paper"
    ]
    return tuple(problems)


def _channel(name: str, rows: Iterable[ChannelRow]) -> ChannelReading:
    listed = list(rows)
    limits = {limit_of(row) for row in listed}
    sure = all(unit != "none" for _value, unit in limits)
    units = {unit for _value, unit in limits}
    value, unit = max(limits) if sure and len(units) == 1 else (0, "none")
    fees = {fee_of(row) for row in listed}
    fee, amount = next(iter(fees)) if len(fees) == 1 else ("told", 0)
    laws = [law for row in listed for law in _LAW.findall(row.fee_text)]
    return ChannelReading(
        channel=name,
        value=value,
        unit=unit,
        fee=fee,
        amount=amount,
        basis=laws[0] if fee == "amount" and laws else "",
    )


def _is_for_one_case(text: str) -> bool:
    """Say whether every sum is for one case, not for each copy, gun or head of cattle."""
    return all(fold(unit).startswith(_ONE_CASE) for unit in _PER.findall(text))


def _channel_faults(one: ChannelReading, place: str) -> list[Problem]:
    found = []
    if one.unit not in UNITS:
        found.append(_told("unknown_unit", f"{place}/unit"))
    elif one.unit != "none" and not 1 <= one.value <= LONGEST:
        found.append(_told("bad_value", f"{place}/value"))
    elif one.unit == "none" and one.value:
        found.append(_told("value_without_unit", f"{place}/unit"))
    return [*found, *_fee_faults(one, place)]


def _fee_faults(one: ChannelReading, place: str) -> list[Problem]:
    found = []
    if one.fee not in FEES:
        found.append(_told("unknown_fee", f"{place}/fee"))
    elif one.fee == "amount":
        if one.amount < 1_000:
            found.append(_told("unlikely_amount", f"{place}/amount"))
        if not one.basis:
            found.append(_told("fee_without_law", f"{place}/basis"))
    elif one.amount:
        found.append(_told("amount_without_fee", f"{place}/fee"))
    return found


_TOLD: Final[Mapping[str, tuple[str, str]]] = {
    "no_channel": (
        "Cần ít nhất một cách thức nộp.",
        "At least one way to hand in is needed.",
    ),
    "other_rows": (
        "Phải xác nhận đúng từng dòng giấy tờ.",
        "Each row of papers must be confirmed once.",
    ),
    "unknown_kind": (
        "Loại dòng giấy tờ không có.",
        "There is no such kind of row.",
    ),
    "not_to_be_asked": (
        "Chỉ giấy tờ mới được bắt buộc.",
        "Only a paper may be required.",
    ),
    "unknown_unit": (
        "Hãy chọn đơn vị thời gian.",
        "Choose the unit of time.",
    ),
    "bad_value": (
        "Thời hạn phải từ 1 đến 3.650.",
        "The limit lies between 1 and 3,650.",
    ),
    "value_without_unit": (
        "Có số nhưng chưa chọn đơn vị thời gian; hãy chọn đơn vị hoặc xoá số.",
        "There is a number without a unit; choose the unit or clear the number.",
    ),
    "unknown_fee": (
        "Hãy chọn cách tính phí, lệ phí.",
        "Choose what is said of the fee.",
    ),
    "unlikely_amount": (
        "Mức thu dưới 1.000 đồng: có thể thiếu ba số 0.",
        "A fee below 1,000 đồng: three noughts may be missing.",
    ),
    "fee_without_law": (
        "Hãy nêu văn bản quy định mức thu.",
        "Name the document that sets the fee.",
    ),
    "amount_without_fee": (
        "Có số tiền nhưng chưa chọn “Thu theo mức”.",
        "There is a sum, but no fee was chosen.",
    ),
}


def _told(code: str, path: str) -> Problem:
    vietnamese, english = _TOLD[code]
    return Problem(code=f"national.{code}", path=path, message={"vi": vietnamese, "en": english})


def _rows(value: JSON) -> list[dict[str, JSON]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _int(value: JSON) -> int:
    return int(value) if isinstance(value, int | float) else 0


__all__ = [
    "FEES", "UNITS", "ChannelReading", "PaperReading", "Reading", "check_reading",
    "fee_of", "limit_of", "reading_of", "safe_reading",
]  # fmt: skip
