"""Read what was typed into the console's forms; every fault at once, by the field's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import DayKind, DayMark

LONGEST: Final = 300
SWAP: Final = "swap"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDay:
    """What was typed to change the calendar: a kind, one or two days, names, the paper."""

    kind: str = SWAP
    day: str = ""
    work_day: str = ""
    name_vi: str = ""
    name_en: str = ""
    law: str = ""
    remove: str = ""
    reason: str = ""
    expected: int = 0


def read_day(post: QueryDict) -> GivenDay:
    """Read the form of the calendar, or what a preview sends on."""
    expected = post.get("expected", "")
    return GivenDay(
        kind=post.get("kind", SWAP),
        day=_typed(post, "day"),
        work_day=_typed(post, "work_day"),
        name_vi=_text(post, "name_vi"),
        name_en=_text(post, "name_en"),
        law=_text(post, "law"),
        remove=_text(post, "remove"),
        reason=_text(post, "reason"),
        expected=int(expected) if expected.isdecimal() else 0,
    )


def day_faults(given: GivenDay) -> dict[str, str]:
    """Return what is wrong with a change of the calendar."""
    if given.remove:
        return {} if as_date(given.remove) else {"remove": _("This is no day.")}
    faults: dict[str, str] = {}
    if given.kind not in {SWAP, *DayKind}:
        faults["kind"] = _("Choose what kind of day it is.")
    if as_date(given.day) is None:
        faults["day"] = _("Write the day as day, month and year.")
    if given.kind == SWAP and as_date(given.work_day) is None:
        faults["work_day"] = _("Write the day that is worked in return.")
    if given.kind == SWAP and given.day and given.day == given.work_day:
        faults["work_day"] = _("The day worked in return is another day.")
    if not given.name_vi:
        faults["name_vi"] = _("Name the occasion.")
    if not given.law:
        faults["law"] = _("Name the paper that orders it.")
    return faults


def change_of(given: GivenDay) -> catalog.CalendarChange:
    """Return the change that was typed; ``day_faults`` found nothing wrong."""
    gone = as_date(given.remove)
    if gone is not None:
        return catalog.CalendarChange(remove=(gone,), reason=given.reason)
    day, work_day = as_date(given.day), as_date(given.work_day)
    is_swap = given.kind == SWAP
    kind = DayKind.SWAPPED_OFF if is_swap else DayKind(given.kind)
    marks = [_mark(day, kind, given)] if day else []
    if is_swap and work_day:
        marks.append(_mark(work_day, DayKind.SWAPPED_WORK, given))
    return catalog.CalendarChange(add=tuple(marks), reason=given.reason)


def read_words(post: QueryDict) -> catalog.CityWords:
    """Read the form of the city's words."""
    return catalog.CityWords(
        short=_text(post, "short"),
        platform={"vi": _text(post, "platform_vi"), "en": _text(post, "platform_en")},
        motto={"vi": _text(post, "motto_vi"), "en": _text(post, "motto_en")},
        hotline=_text(post, "hotline"),
        email=_text(post, "email"),
    )


def as_date(text: str) -> date | None:
    """Return the day that a text says, as ``yyyy-mm-dd``; None when it says none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def hidden_of(given: GivenDay, *, expected: int) -> Mapping[str, str]:
    """Return what the preview sends on to publish."""
    return {
        "kind": given.kind,
        "day": given.day,
        "work_day": given.work_day,
        "name_vi": given.name_vi,
        "name_en": given.name_en,
        "law": given.law,
        "remove": given.remove,
        "expected": str(expected),
    }


def _mark(day: date, kind: DayKind, given: GivenDay) -> DayMark:
    name = {"vi": given.name_vi, "en": given.name_en or given.name_vi}
    return DayMark(day=day, kind=kind, name=name, law=given.law)


def _text(post: QueryDict, name: str) -> str:
    return " ".join(post.get(name, "").split())[:LONGEST]


def _typed(post: QueryDict, name: str) -> str:
    """Return a day as ``yyyy-mm-dd``, also from three boxes; as typed when it is none."""
    whole = post.get(name, "")
    if whole:
        return whole.strip()[:10]
    day, month, year = (
        post.get(f"{name}.{part}", "").strip() for part in ("day", "month", "year")
    )
    if not (day or month or year):
        return ""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return f"{day}/{month}/{year}"[:12]
