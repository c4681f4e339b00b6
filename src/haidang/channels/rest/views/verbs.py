"""The verbs on a submitted case: reception's, then the applicant's."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from ninja.decorators import decorate_view

from haidang.channels.rest.idempotency import once_per_key
from haidang.channels.rest.limits import CaseKey
from haidang.channels.rest.presenting import case_answer
from haidang.channels.rest.schemas.bodies import (
    AnswerIn,
    ItemIn,
    RatingIn,
    ReasonIn,
    SupplementIn,
)
from haidang.channels.rest.schemas.cases import CaseAnswer
from haidang.channels.rest.security import actor_of, anybody_with, officers_with
from haidang.domain.cases import public as cases
from haidang.domain.worklist import public as worklist
from haidang.kernel.actors import Actor

router = Router(auth=anybody_with("cases:write"))
OFFICERS = officers_with("tasks:write")


@router.post("/cases/{key}/accept", response=CaseAnswer, auth=OFFICERS)
@decorate_view(once_per_key)
def accept(request: HttpRequest, key: CaseKey) -> CaseAnswer:
    """Take the case in: it is complete, the receipt is issued, the clock starts."""
    actor = actor_of(request)
    number = number_of(key, actor)
    cases.accept_case(number, actor=actor)
    return _after(number, actor)


@router.post("/cases/{key}/reject", response=CaseAnswer, auth=OFFICERS)
@decorate_view(once_per_key)
def reject(request: HttpRequest, key: CaseKey, body: ReasonIn) -> CaseAnswer:
    """Refuse to take the case in, and say why."""
    actor = actor_of(request)
    number = number_of(key, actor)
    cases.reject_case(number, reason=body.reason, actor=actor)
    return _after(number, actor)


@router.post("/cases/{key}/supplement", response=CaseAnswer, auth=OFFICERS)
@decorate_view(once_per_key)
def supplement(request: HttpRequest, key: CaseKey, body: SupplementIn) -> CaseAnswer:
    """Ask for everything that is missing, once: at reception or at a step that offers it."""
    actor = actor_of(request)
    number = number_of(key, actor)
    task_id = _task_that_offers("supplement", number)
    items = supplement_items(body.items)
    if task_id is None:
        cases.return_for_supplement(number, items=items, reason=body.reason, actor=actor)
    else:
        cases.complete_step(
            task_id, action="supplement", items=items, note=body.reason, actor=actor
        )
    return _after(number, actor)


@router.post("/cases/{key}/answer", response=CaseAnswer)
@decorate_view(once_per_key)
def answer(request: HttpRequest, key: CaseKey, body: AnswerIn) -> CaseAnswer:
    """Hand the completed case back."""
    actor = actor_of(request)
    case = cases.get_case(key, actor=actor)
    if body.answers:
        cases.save_answers(case.id, answers=body.answers, actor=actor)
    cases.answer_supplement(_number(case), actor=actor)
    return _after(case.number, actor)


@router.post("/cases/{key}/withdraw", response=CaseAnswer)
@decorate_view(once_per_key)
def withdraw(request: HttpRequest, key: CaseKey, body: ReasonIn) -> CaseAnswer:
    """Take the case back while nothing is decided."""
    actor = actor_of(request)
    number = number_of(key, actor)
    cases.withdraw_case(number, reason=body.reason, actor=actor)
    return _after(number, actor)


@router.post("/cases/{key}/rate", response=CaseAnswer)
@decorate_view(once_per_key)
def rate(request: HttpRequest, key: CaseKey, body: RatingIn) -> CaseAnswer:
    """Say how it went, once."""
    actor = actor_of(request)
    number = number_of(key, actor)
    cases.rate_case(number, stars=body.stars, comment=body.comment, actor=actor)
    return _after(number, actor)


def number_of(key: str, actor: Actor) -> str:
    """Return the number of a case that the actor may see; a draft has none yet."""
    return _number(cases.get_case(key, actor=actor))


def supplement_items(items: list[ItemIn]) -> list[cases.SupplementItem]:
    """Return the items of a body as the domain takes them."""
    return [
        cases.SupplementItem(text=item.text, field=item.field, clause=item.clause)
        for item in items
    ]


def _number(case: cases.CaseView) -> str:
    if not case.number:
        raise cases.IllegalStatus
    return case.number


def _task_that_offers(action: str, number: str) -> UUID | None:
    open_tasks = worklist.list_open_tasks_of(number)
    return next((task.id for task in open_tasks if action in task.actions), None)


def _after(number: str, actor: Actor) -> CaseAnswer:
    return case_answer(cases.get_case(number, actor=actor), actor=actor)
