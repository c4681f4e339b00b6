"""Open the tasks of a process; hold them back while reception has not handed the case on.

Law: 309/2026/NĐ-CP, Article 18.2: what is accepted after 15:00 is forwarded first thing on
the next working day.
"""

from datetime import datetime, time, timedelta
from typing import Final

from haidang.blocks.outbox import public as outbox
from haidang.domain.cases.actions.due import channel_limit
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import BusinessState
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.engines.deadlines import FORWARDING_CUT_OFF, forward_due
from haidang.engines.packages import ProcedurePackage
from haidang.engines.workflow import OpenTask
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import local, now

FORWARD: Final = "forward"
FORWARD_CASE: Final = "cases.forward_case"
RECEIVING_POSTS: Final = frozenset({"reception", "return", "cashier", "guide", "digitisation"})
_SYSTEM: Final = system("cases")


def plan_forwarding(case: Case, package: ProcedurePackage, *, at: datetime) -> None:
    """Fix when the case is handed on at the latest, if it came after the cut-off.

    What is forwarded the same day, and a straight-through case, needs no plan.
    """
    case.forward_by = None
    if channel_limit(case, package).instant:
        return
    calendar = catalog.working_calendar(case.city)
    by = forward_due(accepted_at=at, calendar=calendar, cut_off=cut_off_of(case, package))
    if local(by).date() > local(at).date():
        case.forward_by = by


def cut_off_of(case: Case, package: ProcedurePackage) -> time:
    """Return the last minute of same-day forwarding: the package's, the city's, the law's."""
    if package.time.forward_until is not None:
        return package.time.forward_until
    rules = catalog.city_revision(case.city).manifest.get("deadlines")
    written = rules.get("forward_until") if isinstance(rules, dict) else None
    return time.fromisoformat(str(written)) if written else FORWARDING_CUT_OFF


def is_held(case: Case) -> bool:
    """Tell whether reception still has the accepted case in hand."""
    return case.forward_by is not None and now() < case.forward_by


def open_or_hold(case: Case, effect: OpenTask) -> None:
    """Open a task of the process, or let it wait until the case is forwarded."""
    if effect.post not in RECEIVING_POSTS and is_held(case):
        _hold(case)
    else:
        open_step(case, effect)


def open_step(case: Case, effect: OpenTask) -> None:
    """Open a task of the process for the post that takes it."""
    case.business = BusinessState.OFFICER
    worklist.open_task(
        worklist.NewTask(
            subject=case.key,
            token=effect.token,
            key=effect.key,
            name=effect.name,
            agency=agency_of_post(case, effect.post),
            post=effect.post,
            actions=effect.actions,
            due_at=_step_due(case, effect.hours),
            label=label_of(case),
        ),
        actor=_SYSTEM,
    )


def agency_of_post(case: Case, post: str) -> str:
    """Return which of the case's three places a post belongs to."""
    if post == "return":
        return case.return_agency or case.receiving_agency
    return case.receiving_agency if post in RECEIVING_POSTS else case.competent_agency


def close_forwarding(case: Case, *, actor: Actor) -> bool:
    """Close reception's task to forward the case; tell whether there was one."""
    held = [task for task in worklist.list_open_tasks_of(case.key) if task.key == FORWARD]
    for task in held:
        if actor.is_officer:
            worklist.close_task(task.id, action=FORWARD, actor=actor)
        else:
            tokens = frozenset({task.token})
            worklist.withdraw_tasks(case.key, tokens=tokens, actor=actor)
    return bool(held)


def label_of(case: Case) -> dict[str, str]:
    """Return what a list of tasks shows of the case."""
    return {
        "applicant": case.applicant_name,
        "procedure": case.procedure,
        "name_vi": case.procedure_name["vi"],
        "name_en": case.procedure_name.get("en", case.procedure_name["vi"]),
        "channel": case.channel,
    }


def _hold(case: Case) -> None:
    case.business = BusinessState.RECEPTION
    if any(task.key == FORWARD for task in worklist.list_open_tasks_of(case.key)):
        return
    worklist.open_task(
        worklist.NewTask(
            subject=case.key,
            token=f"{FORWARD}#{case.supplement_count}",
            key=FORWARD,
            name="Chuyển hồ sơ đến bộ phận giải quyết",
            agency=case.receiving_agency,
            post="reception",
            actions=(FORWARD,),
            due_at=case.forward_by,
            label=label_of(case),
        ),
        actor=_SYSTEM,
    )
    outbox.defer_by_name(FORWARD_CASE, run_at=case.forward_by, case_number=case.key)


def _step_due(case: Case, hours: float | None) -> datetime | None:
    if hours is None:
        return case.due_at
    calendar = catalog.working_calendar(case.city)
    own = calendar.walk(calendar.within_hours(now()), timedelta(hours=hours))
    return min(own, case.due_at) if case.due_at else own
