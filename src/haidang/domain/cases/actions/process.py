"""Carry a case along its process: start it, give it signals, do what it asks for."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never

import isodate

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.domain.cases.actions.appointments import note_decision, note_places
from haidang.domain.cases.actions.forecasts import note_how_long
from haidang.domain.cases.actions.names import names_of
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.actions.opening import open_or_hold
from haidang.domain.cases.actions.stop import note_stop
from haidang.domain.cases.actions.waiting import note_waiting
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.states import BusinessState, Status
from haidang.domain.cases.types import StatusChanged
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.engines.deadlines import TimeLimit, Unit, WorkingCalendar, compute_due
from haidang.engines.workflow import (
    Advance,
    AwaitMessage,
    CallService,
    Cancelled,
    ChangeStatus,
    Effect,
    Finished,
    MessageReceived,
    OpenTask,
    Process,
    Signal,
    StartTimer,
    Withdrawn,
    advance,
    start,
    tokens,
)
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import now

RUN_OPERATION = "cases.run_operation"
FIRE_TIMER = "cases.fire_timer"
REOPEN_RECEPTION = "cases.reopen_reception"
FOLLOW_PART = "cases.follow_part"
END_PARTS = "cases.end_parts"
ENDING = frozenset({Status.FINISHED, Status.STOPPED, Status.WITHDRAWN, Status.REJECTED})
OF_OTHERS = frozenset({"consultation_answered", "parts_finished"})
SYSTEM = system("cases")


def start_process(case: Case, *, actor: Actor) -> None:
    """Begin the procedure's process for an accepted case; the caller holds the lock."""
    process = process_of(case)
    begun = start(process, facts=case.facts, names=names_of(case))
    _take(case, begun, actor=actor)


def signal_process(case: Case, signal: Signal, *, actor: Actor) -> None:
    """Give the process a signal; the caller holds the lock. Raises the engine's errors."""
    process = process_of(case)
    state = case.process_state or {}
    moved = advance(process, state, signal, facts=case.facts, names=names_of(case))
    _take(case, moved, actor=actor)


def deliver_message(
    case: Case, *, name: str, values: Mapping[str, object], actor: Actor, token: str = ""
) -> None:
    """Give the process a message that it waits for; ``token`` names the step that waits."""
    signal_process(case, MessageReceived(name=name, values=values, token=token), actor=actor)


def cancel_process(case: Case, *, actor: Actor) -> None:
    """End the process without a decision: close its tasks."""
    if case.parts.exists():
        outbox.defer_by_name(END_PARTS, case_number=case.key)
    if case.process_state is not None:
        moved = advance(process_of(case), case.process_state, Cancelled(), facts=case.facts)
        case.process_state = moved.state
    worklist.withdraw_tasks(case.key, actor=actor)


def is_waiting_at(case: Case, token: str) -> bool:
    """Tell whether the process still waits at a token."""
    if case.process_state is None:
        return False
    places = tokens(process_of(case), case.process_state)
    return any(place.token == token for place in places)


def process_of(case: Case) -> Process:
    """Return the process of the revision that the case was submitted under."""
    return package_of(case).process


def change_status(case: Case, status: Status, *, actor: Actor) -> None:
    """Move the case along the legal table and say so; the same status changes nothing."""
    if case.status == status:
        return
    at = now()
    before = case.move_to(status, at=at)
    event = StatusChanged(case_number=case.key, before=before, after=status, at=at)
    audit.announce(event, actor=actor)
    note_waiting(case, before=before, at=at)
    if case.parent_id is not None and case.parent is not None and status in ENDING:
        outbox.defer_by_name(FOLLOW_PART, case_number=case.parent.key, part=case.part_key)
    if status is Status.FINISHED:
        note_decision(case, actor=actor)
        note_how_long(case)


def reopen_reception(case: Case) -> None:
    """Let reception judge the completed case again, after commit."""
    outbox.defer_by_name(REOPEN_RECEPTION, case_number=case.key)


def _take(case: Case, moved: Advance, *, actor: Actor) -> None:
    stood = _places(case)
    case.process_state = moved.state
    stands = _places(case)
    case.facts = {**case.facts, **{key: dict(values) for key, values in moved.facts.items()}}
    for effect in moved.effects:
        _apply(case, effect, actor=actor)
    note_places(case, left=stood - stands, entered=stands - stood, actor=actor)
    case.changed_at = now()
    if case.following is None:
        case.save_progress()


def _places(case: Case) -> frozenset[str]:
    """Return the keys of the nodes where a case with appointments stands."""
    if not case.appointments or case.process_state is None:
        return frozenset()
    return frozenset(place.key for place in tokens(process_of(case), case.process_state))


def _apply(case: Case, effect: Effect, *, actor: Actor) -> None:
    match effect:
        case OpenTask():
            open_or_hold(case, effect)
        case CallService():
            _call(case, effect)
        case StartTimer():
            _start_timer(case, effect)
        case ChangeStatus():
            _enter(case, Status(effect.status), actor=actor)
        case AwaitMessage():
            _await(case, effect)
        case Withdrawn():
            worklist.withdraw_tasks(case.key, tokens=frozenset({effect.token}), actor=SYSTEM)
        case Finished():
            case.business = BusinessState.DONE
        case _:
            assert_never(effect)


def _await(case: Case, effect: AwaitMessage) -> None:
    """Wait for the person, or for another agency or part, which then knows what step waits."""
    if effect.name not in OF_OTHERS:
        case.business = BusinessState.APPLICANT
        return
    case.business = BusinessState.SYSTEM
    asked = case.consultations.filter(answered_at=None).exclude(token="").order_by("-asked_at")
    newest = asked.first()
    if newest is not None and effect.name == "consultation_answered":
        newest.token = effect.token
        newest.save(update_fields=["token"])


def _enter(case: Case, status: Status, *, actor: Actor) -> None:
    change_status(case, status, actor=actor)
    if status is Status.STOPPED:
        note_stop(case, actor=actor)


def _call(case: Case, effect: CallService) -> None:
    if effect.operation == "notify":
        notify_applicant(case, template=effect.parameters.get("template", "notice"))
    case.business = BusinessState.SYSTEM
    if case.following is None:
        defer_operation(case, effect)
    else:
        case.following.append(effect)


def defer_operation(case: Case, effect: CallService) -> None:
    """Let a worker run an operation after commit."""
    outbox.defer_by_name(
        RUN_OPERATION, case_number=case.key, token=effect.token,
        operation=effect.operation, parameters=dict(effect.parameters),
    )  # fmt: skip


def _start_timer(case: Case, effect: StartTimer) -> None:
    calendar = catalog.working_calendar(case.city)
    outbox.defer_by_name(
        FIRE_TIMER, run_at=_timer_end(effect, calendar),
        case_number=case.key, token=effect.token,
    )  # fmt: skip


def _timer_end(effect: StartTimer, calendar: WorkingCalendar) -> datetime:
    duration = isodate.parse_duration(effect.duration)
    length = duration if isinstance(duration, timedelta) else duration.totimedelta(start=now())
    if effect.unit != "working_day":
        return now() + length
    limit = TimeLimit(length.days, Unit.WORKING_DAY)
    return compute_due(accepted_at=now(), limit=limit, calendar=calendar).due_at or now()
