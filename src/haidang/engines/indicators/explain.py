"""Say a forecast in plain words, in both languages; rounded up, never down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from haidang.engines.indicators.model import WINDOW_DAYS, Forecast, NoForecast
from haidang.kernel.clock import local

Words = Mapping[str, str]

HOURS_A_DAY: Final = 8
_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = HOURS_A_DAY * _HOUR
_BASES: Final[Mapping[str, Words]] = {
    "unit": {"vi": "tại cơ quan này", "en": "at this agency"},
    "city": {"vi": "trong toàn thành phố", "en": "in the whole city"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The lines of a forecast and the note beneath; without lines the note says why."""

    lines: tuple[Words, ...]
    note: Words


def explain_forecast(
    found: Forecast | NoForecast, *, dates: tuple[datetime, datetime] | None = None
) -> Explanation:
    """Return a forecast in words; ``dates`` are P50 and P90 of a case whose clock runs."""
    if isinstance(found, NoForecast):
        return Explanation(lines=(), note=_too_few(found))
    lines = _until(*dates) if dates else _within(found)
    return Explanation(lines=lines, note=_basis(found))


def say_duration(duration: timedelta) -> Words:
    """Return working time in words: minutes, half hours or half days, rounded up."""
    if duration < _HOUR:
        minutes = max(5, ceil(duration / (5 * _MINUTE)) * 5)
        return {"vi": f"{minutes} phút làm việc", "en": f"{minutes} working minutes"}
    unit, vi, en = (_HOUR, "giờ", "hour") if duration < _DAY else (_DAY, "ngày", "day")
    halves = ceil(duration / unit * 2)
    amount = f"{halves / 2:g}"
    plural = "" if halves == 2 else "s"
    return {
        "vi": f"{amount.replace('.', ',')} {vi} làm việc",
        "en": f"{amount} working {en}{plural}",
    }


def _within(found: Forecast) -> tuple[Words, ...]:
    half, most = say_duration(found.p50), say_duration(found.p90)
    return (
        {
            "vi": f"Thường xong trong {half['vi']} (một nửa số hồ sơ).",
            "en": f"Usually done within {half['en']} (half of the cases).",
        },
        {
            "vi": f"9/10 hồ sơ xong trong {most['vi']}.",
            "en": f"9 of 10 cases are done within {most['en']}.",
        },
    )


def _until(half: datetime, most: datetime) -> tuple[Words, ...]:
    return (
        {
            "vi": f"Một nửa số hồ sơ như thế này xong trước {_at(half)['vi']}.",
            "en": f"Half of such cases are done by {_at(half)['en']}.",
        },
        {
            "vi": f"9/10 hồ sơ xong trước {_at(most)['vi']}.",
            "en": f"9 of 10 cases are done by {_at(most)['en']}.",
        },
    )


def _at(instant: datetime) -> Words:
    shown = local(instant)
    return {
        "vi": f"{shown:%H:%M} ngày {shown:%d/%m/%Y}",
        "en": f"{shown:%H:%M} on {shown:%d/%m/%Y}",
    }


def _basis(found: Forecast) -> Words:
    place = _BASES[found.basis]
    return {
        "vi": f"Tính từ {found.count} hồ sơ đã giải quyết {place['vi']} trong {WINDOW_DAYS} ngày "
        "qua, không kể thời gian chờ người nộp. Đây là thống kê, không phải hạn trả kết quả.",
        "en": f"From {found.count} cases decided {place['en']} in the last {WINDOW_DAYS} days, "
        "without the waiting for applicants. A statistic, not the date that is owed by law.",
    }


def _too_few(found: NoForecast) -> Words:
    return {
        "vi": f"Chưa dự báo được ngày xong: {WINDOW_DAYS} ngày qua mới có {found.count} hồ sơ "
        f"loại này được giải quyết, cần ít nhất {found.needed}.",
        "en": f"No forecast yet: {found.count} such cases were decided in the last {WINDOW_DAYS} "
        f"days, at least {found.needed} are needed.",
    }
