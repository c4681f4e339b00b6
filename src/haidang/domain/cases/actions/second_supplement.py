"""A head lets the person be asked a second time, for something new, and says why.

Law: 309/2026/NĐ-CP, Article 17.2: once; what is asked a second time counts as overdue
(reckoning rules of 766/QĐ-TTg).
"""

from collections.abc import Sequence

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.domain.cases import policies
from haidang.domain.cases.actions.deficiencies import check_not_seen_before
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.process import signal_process
from haidang.domain.cases.actions.reception import RECEPTION, await_supplement
from haidang.domain.cases.actions.supplement import noting_refusal, write_supplement
from haidang.domain.cases.errors import IllegalStatus, ReasonMissing
from haidang.domain.cases.models import Case
from haidang.domain.cases.types import SecondSupplementGranted, SupplementItem
from haidang.domain.worklist import public as worklist
from haidang.engines.workflow import TaskCompleted
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.errors import Problem

SUPPLEMENT = "supplement"


def request_second_supplement(
    number: str, *, items: Sequence[SupplementItem], reason: str, head_reason: str, actor: Actor
) -> SecondSupplementGranted:
    """Ask the person again, by a head or leader of the agency in charge.

    Raises VisibleTheFirstTime for what could be seen at the first request, unless
    ``head_reason`` names it; ReasonMissing without the head's reason; IllegalStatus while no
    step offers a supplement.
    """
    if not head_reason.strip():
        raise ReasonMissing([_reason_problem()])
    with noting_refusal(number, items=items, actor=actor), transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_ask_again(case, actor)
        first = case.supplements.order_by("ordinal")[0]
        check_not_seen_before(case, items, first=first, head_reason=head_reason)
        task = _step_that_asks(case)
        row = write_supplement(
            case, items=items, reason=reason, actor=actor, head_reason=head_reason
        )
        event = SecondSupplementGranted(
            case_number=number, head=actor.name, reason=row.head_reason, at=now()
        )
        audit.announce(event, actor=actor)
        worklist.withdraw_tasks(number, tokens=frozenset({task.token}), actor=actor)
        if task.key == RECEPTION:
            await_supplement(case, row, actor=actor)
        else:
            taken = {"action": SUPPLEMENT, "note": reason, "officer": actor.id}
            signal_process(case, TaskCompleted(token=task.token, values=taken), actor=actor)
    return event


def _step_that_asks(case: Case) -> worklist.TaskView:
    found = [t for t in worklist.list_open_tasks_of(case.key) if SUPPLEMENT in t.actions]
    if not found:
        raise IllegalStatus
    return found[0]


def _reason_problem() -> Problem:
    return Problem(
        code="cases.reason_missing",
        path="/head_reason",
        message={
            "vi": "Hãy nêu lý do của người đứng đầu cho phép yêu cầu bổ sung lần hai.",
            "en": "Say why the person is asked a second time.",
        },
        clause="309/2026/NĐ-CP, Điều 17 khoản 2",
    )
