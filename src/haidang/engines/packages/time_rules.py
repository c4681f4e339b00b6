"""Read and check the time rules of a procedure: supplements, extension, two appointments."""

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Final

from haidang.engines.deadlines import TimeLimit, Unit, parse_time_limit
from haidang.engines.packages.model import (
    CHANNELS,
    Appointment,
    ProcedurePackage,
    TimeRules,
)
from haidang.engines.packages.report import PackageProblem
from haidang.engines.packages.shapes import mapping, text, texts, whole, words
from haidang.engines.packages.source import JSON, Source
from haidang.engines.workflow import NodeKind

WAITING: Final = frozenset(
    {
        NodeKind.USER,
        NodeKind.SERVICE,
        NodeKind.MESSAGE,
        NodeKind.TIMER,
        NodeKind.EVENT_GATEWAY,
    }
)
"""Kinds of nodes where a process stands for a while."""
ORDER: Final = ("first", "second")


def read_time(row: Mapping[str, JSON]) -> TimeRules:
    """Return the time rules; what cannot be read was told by ``check_limits``."""
    appointments = mapping(row.get("appointments"))
    return TimeRules(
        start=text(row.get("start")) or "acceptance",
        supplement_regime=text(row.get("supplement_regime")) or "restart",
        supplement_days=whole(row.get("supplement_days"), 7),
        once=row.get("once") is not False,
        extension_days=whole(row.get("extension_days")) or None,
        forward_until=_clock(text(row.get("forward_until"))),
        appointments=tuple(
            _appointment(key, mapping(appointments[key])) for key in ORDER if key in appointments
        ),
    )


def check_limits(source: Source) -> Iterator[PackageProblem]:
    """Check that each appointment has a limit that can be read, and all of them a begin."""
    rules = mapping(mapping(source.mapping().get("time")).get("appointments"))
    for key in ORDER:
        row = mapping(rules.get(key))
        for path, raw in _limits(mapping(row.get("limit"))):
            _limit, problems = parse_time_limit(raw)
            place = f"/time/appointments/{key}/limit{path}"
            for each in problems:
                yield source.fault("HD210", place + each.path, reason=each.text("vi"))


def check_nodes(package: ProcedurePackage, source: Source) -> Iterator[PackageProblem]:
    """Check that appointments name nodes of the process where it stands for a while."""
    waiting = {node.key for node in package.process.nodes.values() if node.kind in WAITING}
    for appointment in package.time.appointments:
        path = f"/time/appointments/{appointment.key}"
        named = {
            "met_by": appointment.met_by,
            "starts_with": appointment.starts_with,
            "excluded": appointment.excluded,
        }
        for entry, keys in named.items():
            for key in keys:
                if key not in waiting:
                    known = ", ".join(sorted(waiting))
                    yield source.fault("HD213", f"{path}/{entry}", key=key, known=known)
        missing = set(CHANNELS) & {offer.channel for offer in package.channels}
        for channel in sorted(missing - set(appointment.limits)):
            yield source.fault("HD214", f"{path}/limit", channel=channel)


def _appointment(key: str, row: Mapping[str, JSON]) -> Appointment:
    limits: dict[str, TimeLimit] = {}
    for path, raw in _limits(mapping(row.get("limit"))):
        limit, _problems = parse_time_limit(raw)
        if limit is not None:
            channels = (path.strip("/"),) if path else CHANNELS
            limits.update(dict.fromkeys(channels, limit))
    at_most, _problems = parse_time_limit(row.get("at_most") or {"unit": "none"})
    return Appointment(
        key=key,
        name=texts(row.get("name")),
        limits=limits,
        met_by=words(row.get("met_by")),
        starts_with=words(row.get("starts_with")),
        excluded=words(row.get("excluded")),
        at_most=at_most if at_most and at_most.unit is not Unit.NONE else None,
    )


def _limits(raw: Mapping[str, JSON]) -> list[tuple[str, JSON]]:
    """Return one limit for all channels, or those of each."""
    if "unit" in raw or "value" in raw:
        return [("", dict(raw))]
    return [(f"/{channel}", raw[channel]) for channel in CHANNELS if channel in raw]


def _clock(written: str) -> time | None:
    try:
        return time.fromisoformat(written) if written else None
    except ValueError:
        return None
