"""Two appointments: hẹn lần 1 until the obligation is told, hẹn lần 2 once it is met.

A procedure declares them in its time rules; they are kept in the case as they were given.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.due import FIRST, SECOND, appointment_limit, move_due
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.errors import AppointmentUnknown
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.types import AppointmentMet, AppointmentStarted
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import Due, Phase, pause, two_appointments
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.actors import Actor
from haidang.kernel.clock import local, now
from haidang.kernel.events import JSON

_PAUSED: Final = "paused"


def give_appointments(case: Case, package: ProcedurePackage, *, first: Due) -> None:
    """Write down the appointments that the receipt tells; the second has no date yet."""
    due_at = local(first.due_at).isoformat() if first.due_at else None
    told = [dict(reason.text) for reason in first.reasons]
    case.appointments = [
        {
            "key": each.key,
            "name": dict(each.name),
            "due_at": due_at if each.key == FIRST else None,
            "met_at": None,
            "reasons": told if each.key == FIRST else [],
        }
        for each in package.time.appointments
    ]


def note_places(
    case: Case, *, left: frozenset[str], entered: frozenset[str], actor: Actor
) -> None:
    """Meet, start and pause the appointments as the process moved; the caller saves."""
    if not case.appointments:
        return
    package = package_of(case)
    first, second = package.time.appointment(FIRST), package.time.appointment(SECOND)
    if first is not None and _is_open(case, FIRST):
        _note_excluded(case, set(first.excluded), left=left, entered=entered)
        if left & set(first.met_by):
            _meet(case, FIRST, actor=actor)
    if second is not None and left & set(second.starts_with):
        _start_second(case, package, actor=actor)


def note_decision(case: Case, *, actor: Actor) -> None:
    """Meet the appointment under way when the case is decided; the caller saves."""
    for key in (FIRST, SECOND):
        if _is_open(case, key):
            _meet(case, key, actor=actor, keep_due=True)


def meet_appointment(number: str, *, key: str, actor: Actor) -> AppointmentMet:
    """Note that an appointment was kept, where the process has no step for it.

    Raises AppointmentUnknown unless the appointment runs; only officers who decide may say so.
    """
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_meet(case, actor)
        if not _is_open(case, key):
            raise AppointmentUnknown
        event = _meet(case, key, actor=actor, keep_due=key != FIRST)
        case.save(update_fields=["appointments", "due_at", "changed_at"])
    return event


def _meet(case: Case, key: str, *, actor: Actor, keep_due: bool = False) -> AppointmentMet:
    row = _row(case, key)
    at = now()
    _replace(case, key, met_at=local(at).isoformat())
    due_at = datetime.fromisoformat(str(row["due_at"])) if row["due_at"] else None
    if not keep_due:
        case.due_at = None
    event = AppointmentMet(case_number=case.key, key=key, due_at=due_at, at=at)
    audit.announce(event, actor=actor)
    return event


def _start_second(case: Case, package: ProcedurePackage, *, actor: Actor) -> None:
    row = _row(case, SECOND)
    limit = appointment_limit(case, package, SECOND)
    first = appointment_limit(case, package, FIRST)
    if row["due_at"] or limit is None or first is None or case.accepted_at is None:
        return
    if _is_open(case, FIRST):
        _meet(case, FIRST, actor=actor)
    rule = package.time.appointment(SECOND)
    at = now()
    reckoned = two_appointments(
        accepted_at=case.accepted_at,
        first=first,
        second=limit,
        calendar=catalog.working_calendar(case.city),
        cleared_at=at,
        result_limit=rule.at_most if rule else None,
    )
    if reckoned.second is None or reckoned.second.due_at is None:
        return
    _replace(case, SECOND, due_at=local(reckoned.second.due_at).isoformat())
    move_due(case, reckoned.second)
    event = AppointmentStarted(
        case_number=case.key, key=SECOND, due_at=reckoned.second.due_at, at=at
    )
    audit.announce(event, actor=actor)
    notify_applicant(case, template="appointment_started")


def _note_excluded(
    case: Case, excluded: set[str], *, left: frozenset[str], entered: frozenset[str]
) -> None:
    row = _row(case, FIRST)
    is_counted_already = case.waiting_since is not None
    if entered & excluded and not row.get(_PAUSED) and not is_counted_already:
        _replace(case, FIRST, **{_PAUSED: local(now()).isoformat()})
    elif left & excluded and row.get(_PAUSED):
        _go_on(case, since=datetime.fromisoformat(str(row[_PAUSED])), at_key=min(left & excluded))
        _replace(case, FIRST, **{_PAUSED: None})


def _go_on(case: Case, *, since: datetime, at_key: str) -> None:
    if case.due_at is None or case.accepted_at is None:
        return
    package = package_of(case)
    limit = appointment_limit(case, package, FIRST)
    node = next((one for one in package.process.nodes.values() if one.key == at_key), None)
    name = node.name if node else at_key
    phase = Phase(starts_at=since, ends_at=now(), name={"vi": name, "en": name})
    if limit is None:
        return
    due = pause(
        Due(due_at=case.due_at, starts_at=case.accepted_at),
        requested_at=phase.starts_at,
        resumed_at=phase.ends_at,
        unit=limit.unit,
        calendar=catalog.working_calendar(case.city),
        waiting_for=phase.name,
        article=phase.article,
    )
    if due.due_at != case.due_at:
        move_due(case, due)


def _is_open(case: Case, key: str) -> bool:
    rows = [row for row in case.appointments if row["key"] == key]
    return any(row["due_at"] and not row["met_at"] for row in rows)


def _row(case: Case, key: str) -> dict[str, JSON]:
    return next(dict(row) for row in case.appointments if row["key"] == key)


def _replace(case: Case, key: str, **changes: JSON) -> None:
    case.appointments = [
        {**row, **changes} if row["key"] == key else row for row in case.appointments
    ]
