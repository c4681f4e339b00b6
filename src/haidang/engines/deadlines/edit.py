"""Change the data of a ``calendar.yaml`` by days, as an officer does; the rest stays."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from haidang.engines.deadlines.model import DayMark

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]


def change_days(
    data: Mapping[str, JSON], *, add: Sequence[DayMark] = (), remove: Collection[date] = ()
) -> dict[str, JSON]:
    """Return the data with days added (a day that stood there is replaced) or taken out.

    The version is raised by one. Nothing is checked here: ``parse_calendar`` does that.
    """
    gone = {day.isoformat() for day in remove} | {mark.day.isoformat() for mark in add}
    listed = data.get("overrides")
    before = listed if isinstance(listed, list) else []
    kept = [entry for entry in before if isinstance(entry, dict) and _day(entry) not in gone]
    overrides = sorted([*kept, *map(_entry, add)], key=_day)
    return {
        **data,
        "version": next_version(str(data.get("version", ""))),
        "overrides": list(overrides),
    }


def next_version(version: str) -> str:
    """Return the version after one: 2026.2 → 2026.3; a word gets a number."""
    head, dot, last = version.rpartition(".")
    if last.isdecimal():
        return f"{head}{dot}{int(last) + 1}"
    return f"{version}.1" if version else "1"


def _entry(mark: DayMark) -> dict[str, JSON]:
    return {
        "date": mark.day.isoformat(),
        "kind": str(mark.kind),
        "name": dict(mark.name),
        "law": mark.law,
    }


def _day(entry: Mapping[str, JSON]) -> str:
    return str(entry.get("date", ""))
