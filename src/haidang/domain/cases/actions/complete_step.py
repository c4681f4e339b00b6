"""An officer takes a step of the process by one of its actions."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.domain.cases.actions.consult import TASK_KEY as CONSULTATION
from haidang.domain.cases.actions.consult import answer_consultation
from haidang.domain.cases.actions.deliver import SENT_BACK, settle_sent_back
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.forward import forward_case
from haidang.domain.cases.actions.opening import FORWARD
from haidang.domain.cases.actions.process import signal_process
from haidang.domain.cases.actions.reception import (
    RECEPTION,
    accept_case,
    reject_case,
    return_for_supplement,
)
from haidang.domain.cases.actions.supplement import noting_refusal, record_supplement
from haidang.domain.cases.errors import ReasonMissing
from haidang.domain.cases.models import Case
from haidang.domain.cases.types import StepCompleted, SupplementItem
from haidang.domain.worklist import public as worklist
from haidang.engines.workflow import TaskCompleted
from haidang.kernel import watch
from haidang.kernel.actors import Actor
from haidang.kernel.errors import Problem
from haidang.kernel.events import JSON

NEED_A_REASON = frozenset({"refuse", "return", "reject"})


@watch.watched
def complete_step(
    task_id: UUID,
    *,
    action: str,
    actor: Actor,
    note: str = "",
    items: Sequence[SupplementItem] = (),
    values: Mapping[str, JSON] | None = None,
) -> None:
    """Do a task: check the right, close it, write it down and move the process on.

    ``items`` are what a supplement asks for; ``note`` is the reason or remark. Raises
    NotYourTask, TaskTaken, ActionUnknown, ReasonMissing, SupplementAlreadyRequested.
    """
    task = worklist.get_task(task_id, actor=actor)
    if task.key in {RECEPTION, FORWARD, CONSULTATION, SENT_BACK}:
        _beside_the_process(task, action=action, note=note, items=items, actor=actor)
        return
    if action in NEED_A_REASON and not note.strip():
        raise ReasonMissing([_reason_problem()])
    noting = noting_refusal(task.subject, items=items, actor=actor)
    with noting, transaction.atomic(), audit.gathering():
        case = lock_case_by_number(task.subject)
        worklist.close_task(task_id, action=action, note=note, actor=actor)
        if action == "supplement":
            record_supplement(case, items=items, reason=note, actor=actor)
        _remember_signer(case, task, action=action, actor=actor)
        event = StepCompleted(
            case_number=case.key, step=task.key, name=task.name, action=action, note=note
        )
        audit.announce(event, actor=actor)
        if action in {"refuse", "reject"}:
            case.closing_reason = note.strip()
        elif action == "return":
            case.closing_reason = ""
        taken = {**(values or {}), "action": action, "note": note, "officer": actor.id}
        signal_process(case, TaskCompleted(token=task.token, values=taken), actor=actor)


def _beside_the_process(
    task: worklist.TaskView,
    *,
    action: str,
    note: str,
    items: Sequence[SupplementItem],
    actor: Actor,
) -> None:
    """Do a task that no node of the process asked for."""
    if task.key == RECEPTION:
        _receive(task.subject, action=action, note=note, items=items, actor=actor)
    elif task.key == CONSULTATION:
        _answer(task, action=action, note=note, actor=actor)
    elif task.key == SENT_BACK:
        settle_sent_back(task, action=action, note=note, actor=actor)
    elif action == FORWARD:
        forward_case(task.subject, actor=actor)
    else:
        raise worklist.ActionUnknown


def _receive(
    number: str, *, action: str, note: str, items: Sequence[SupplementItem], actor: Actor
) -> None:
    match action:
        case "accept":
            accept_case(number, actor=actor)
        case "reject":
            reject_case(number, reason=note, actor=actor)
        case "supplement":
            return_for_supplement(number, items=items, reason=note, actor=actor)
        case _:
            raise worklist.ActionUnknown


def _answer(task: worklist.TaskView, *, action: str, note: str, actor: Actor) -> None:
    consultation_id = UUID(task.token.split("#")[1])
    match action:
        case "agree" | "disagree" | "other":
            answer_consultation(consultation_id, answer=action, text=note, actor=actor)
        case _:
            raise worklist.ActionUnknown


def _remember_signer(case: Case, task: worklist.TaskView, *, action: str, actor: Actor) -> None:
    """Keep in mind who approves as leader: the result bears that signature.

    Who acts in a delegated post signs with the own key, and the result says for whom (TUQ.).
    """
    if task.post != "leader" or action != "approve":
        return
    behind = None
    if actor.is_officer:
        behind = agencies.holder_behind(UUID(actor.id), agency=task.agency, post=task.post)
    signer: dict[str, JSON] = {"officer_id": actor.id, "name": actor.name}
    if behind is not None:
        signer["holder_id"] = str(behind.holder_id)
    case.facts = {**case.facts, "signer": signer}


def _reason_problem() -> Problem:
    return Problem(
        code="cases.reason_missing",
        path="/note",
        message={"vi": "Hãy nêu rõ lý do.", "en": "Say why."},
    )
