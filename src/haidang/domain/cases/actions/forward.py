"""Reception hands an accepted case on to the officers who decide it."""

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.opening import close_forwarding, open_step
from haidang.domain.cases.actions.process import process_of
from haidang.domain.cases.errors import IllegalStatus
from haidang.domain.cases.models import Case
from haidang.domain.cases.types import CaseForwarded
from haidang.domain.worklist import public as worklist
from haidang.engines.workflow import NodeKind, OpenTask, tokens
from haidang.kernel import watch
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import now


@watch.watched
def forward_case(number: str, *, actor: Actor) -> CaseForwarded:
    """Hand a held case on: the first officer's task opens now.

    Reception may do so at once; the platform does it at the hour of the law at the latest.
    Law: 309/2026/NĐ-CP, Article 18.2. Raises IllegalStatus when nothing is held back.
    """
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_forward(case, actor)
        by = case.forward_by
        if by is None or not close_forwarding(case, actor=actor):
            raise IllegalStatus
        at = now()
        case.forward_by = min(by, at)
        _open_what_was_held(case)
        case.changed_at = at
        case.save_progress()
        event = CaseForwarded(case_number=number, forward_by=by, at=at)
        audit.announce(event, actor=actor)
    return event


def forward_when_due(number: str) -> None:
    """Hand a case on at its hour, unless reception did or the case has ended."""
    tasks = worklist.list_open_tasks_of(number)
    if any(task.key == "forward" for task in tasks):
        forward_case(number, actor=system("cases.forwarding"))


def _open_what_was_held(case: Case) -> None:
    process = process_of(case)
    places = tokens(process, case.process_state or {})
    waiting = {task.token for task in worklist.list_open_tasks_of(case.key)}
    nodes = {node.key: node for node in process.nodes.values()}
    for place in places:
        node = nodes[place.key]
        if place.kind is NodeKind.USER and place.token not in waiting:
            effect = OpenTask(
                token=place.token,
                key=node.key,
                name=node.name,
                post=node.post,
                hours=node.hours,
                actions=node.actions,
            )
            open_step(case, effect)
