"""What service tasks of a process ask the platform to do, by the name of the operation.

Each runs in a job that may run again after a crash: whatever reaches outside carries an
idempotency key, and the process takes the answer only while it still waits at the token.

A job goes on with what the process asks for next, until somebody else has the word. So a case
needs one job from step to step; a job that is run again after a crash goes on where the
process stands.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.exchange import public as exchange
from haidang.domain.cases.actions.consult import ask, question_of
from haidang.domain.cases.actions.deliver import send_result
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.fees import open_fee_order
from haidang.domain.cases.actions.names import names_of
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.actions.parts import open_parts
from haidang.domain.cases.actions.process import (
    defer_operation,
    is_waiting_at,
    process_of,
    signal_process,
)
from haidang.domain.cases.actions.records import keep_record
from haidang.domain.cases.actions.request import purpose_of, request_payload
from haidang.domain.cases.actions.result import (
    Call,
    Made,
    Operation,
    deposit_result,
    draft_result,
    number_result,
    sign_by_agency,
    sign_by_person,
)
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.reads import find_row
from haidang.domain.cases.states import DeliveryState, FinanceState
from haidang.domain.cases.types import FinanceChanged
from haidang.engines.workflow import CallService, ChangeStatus, ServiceAnswered, advance, services
from haidang.kernel.actors import system
from haidang.kernel.errors import HaidangError
from haidang.kernel.events import JSON
from haidang.kernel.money import Money

SYSTEM: Final = system("cases")
_MOST_AT_ONCE: Final = 20
"""So many operations in one job; a process that calls for ever shall not hold a worker."""

Step = tuple[str, Made]
"""An operation that was done, by its token, and what it made."""


class OperationUnknown(HaidangError):
    """The process asks for an operation that the platform does not know."""

    code = "cases.operation_unknown"


def run_operation(
    number: str, *, token: str, operation: str, parameters: Mapping[str, str]
) -> None:
    """Do what a service task asks for, and what follows; a repetition changes nothing."""
    wanted: CallService | None = CallService(
        token=token, key="", operation=operation, parameters=parameters
    )
    for _turn in range(_MOST_AT_ONCE):
        if wanted is None:
            return
        wanted = _run(number, wanted)
    if wanted is not None:
        defer_operation(lock_case_by_number(number), wanted)


def _run(number: str, wanted: CallService) -> CallService | None:
    """Run one operation, and those after it that only write rows; return the one that is next."""
    if wanted.operation in AT_ONCE:
        with transaction.atomic(), audit.gathering():
            return _take_steps(lock_case_by_number(number), [], then=wanted)
    case = find_row(number)
    call = _awaited(case, wanted)
    if call is None or call.operation in AT_ONCE:
        return call
    if call.operation in BY_OTHERS:
        with transaction.atomic(), audit.gathering():
            outcome = _operation(call, number)(_call(case, call))
            steps = [] if outcome is None else [(call.token, _made(outcome))]
            return _take_steps(lock_case_by_number(number), steps)
    steps = _work(case, call)
    with transaction.atomic(), audit.gathering():
        return _take_steps(lock_case_by_number(number), steps)


def _work(case: Case, call: CallService) -> list[Step]:
    """Do what takes its time, outside of transactions; a paper goes from hand to hand."""
    steps: list[Step] = []
    made: Made | None = None
    following: CallService | None = call
    while following is not None:
        call = following
        outcome = _operation(call, case.key)(
            Call(
                case=case,
                token=call.token,
                parameters=call.parameters,
                paper=made.paper if made else None,
            )
        )
        if outcome is None:
            break
        made = _made(outcome)
        steps.append((call.token, made))
        following = _look_ahead(case, call, made) if made.paper else None
    if made is not None and made.paper is not None:
        made.paper.let_sign()
    return steps


def _look_ahead(case: Case, call: CallService, made: Made) -> CallService | None:
    """Return the signature that surely follows a step; the case in memory moves there."""
    answered = ServiceAnswered(token=call.token, values=dict(made.values))
    moved = advance(
        process_of(case), case.process_state or {}, answered, facts=case.facts,
        names=names_of(case),
    )  # fmt: skip
    effects = [effect for effect in moved.effects if not isinstance(effect, ChangeStatus)]
    if len(effects) != 1:
        return None
    following = effects[0]
    if not isinstance(following, CallService) or following.operation not in SIGNATURES:
        return None
    case.process_state = moved.state
    case.facts = {**case.facts, **{key: dict(values) for key, values in moved.facts.items()}}
    return following


def _take_steps(
    case: Case, steps: Sequence[Step], *, then: CallService | None = None
) -> CallService | None:
    """Take the steps that were done, then those that only write rows; the case is locked.

    Nothing is taken unless the process still waits for the first: a worker that was silent so
    long that another did its work must not undo that work.
    """
    if steps and not is_waiting_at(case, steps[0][0]):
        return None
    following = _awaited(case, then) if then else None
    is_changed = False
    case.following = []
    if steps and (paper := steps[-1][1].paper):
        paper.keep(case)
    for token, made in steps:
        following, is_changed = _answer(case, token, made), True
    while following is not None and following.operation in AT_ONCE:
        outcome = _operation(following, case.key)(_call(case, following))
        if outcome is None:
            following = None
            break
        following, is_changed = _answer(case, following.token, _made(outcome)), True
    if is_changed:
        case.save_progress()
    return following


def _answer(case: Case, token: str, made: Made) -> CallService | None:
    """Tell the process; return the operation that it comes to. Workers run any others."""
    answered = ServiceAnswered(token=token, values=dict(made.values))
    signal_process(case, answered, actor=SYSTEM)
    found, case.following = case.following or [], []
    for other in found[1:]:
        defer_operation(case, other)
    return found[0] if found else None


def _awaited(case: Case, wanted: CallService) -> CallService | None:
    """Return the operation while the process waits for it, else the one that it waits for now."""
    if case.process_state is None:
        return None
    if is_waiting_at(case, wanted.token):
        return wanted
    return next(iter(services(process_of(case), case.process_state)), None)


def _operation(call: CallService, number: str) -> Operation:
    known = OPERATIONS.get(call.operation)
    if known is None:
        raise OperationUnknown(f"{call.operation} (case {number})")
    return known


def _call(case: Case, call: CallService) -> Call:
    return Call(case=case, token=call.token, parameters=call.parameters)


def _made(outcome: Mapping[str, JSON] | Made) -> Made:
    return outcome if isinstance(outcome, Made) else Made(values=outcome)


def request_fees(call: Call) -> Mapping[str, JSON]:
    """Ask the applicant for what is owed; nothing owed, nothing asked."""
    case = call.case
    if not case.fee_total or case.finance == FinanceState.PAID:
        return {"amount": case.fee_total, **({"paid": True} if case.fee_total else {})}
    open_fee_order(case, key=call.key)
    if case.finance != FinanceState.AWAITING:
        event = FinanceChanged(
            case_number=case.key, before=case.finance,
            after=FinanceState.AWAITING, amount=Money(case.fee_total),
        )  # fmt: skip
        case.finance = FinanceState.AWAITING
        audit.announce(event, actor=SYSTEM)
        notify_applicant(case, template="payment_requested", amount=str(Money(case.fee_total)))
    return {"amount": case.fee_total}


def return_result(call: Call) -> Mapping[str, JSON] | None:
    """Note that the person has the result; what goes by post is waited for."""
    if call.case.delivery in {DeliveryState.POST, DeliveryState.IN_POST}:
        send_result(call.case, key=call.key)
        return None
    call.case.delivery = DeliveryState.DELIVERED
    return {"delivered": True}


def call_exchange(call: Call) -> Mapping[str, JSON]:
    """Ask another agency; its answer becomes a fact and, when found, a proof.

    Law: 66.7/2025/NQ-CP, Article 4: data of the register replace the paper.
    """
    case, service = call.case, call.parameters["service"]
    answer = exchange.call_service(
        service=service,
        payload=request_payload(case, call.parameters),
        purpose=purpose_of(case),
        subject=case.key,
        actor=SYSTEM,
        idempotency_key=call.key,
    )
    found = dict(answer.payload)
    if found.get("found"):
        keep_record(case, service=service, content=found, actor=SYSTEM)
    return found


def request_opinion(call: Call) -> Mapping[str, JSON]:
    """Ask another agency as the process says; its silence may agree (1.010736)."""
    case = lock_case_by_number(call.case.key)
    row = ask(case, question_of(case, call.parameters, token=call.token), actor=SYSTEM)
    return {"number": row.number, "agency": row.asked_agency}


def open_all_parts(call: Call) -> Mapping[str, JSON]:
    """Open the cases of a form for several procedures (301/2026/NĐ-CP)."""
    return open_parts(lock_case_by_number(call.case.key)).values


def already_notified(call: Call) -> Mapping[str, JSON]:
    """Go on: the notice itself was written when the process came here."""
    return {"template": call.parameters.get("template", "")}


OPERATIONS: Final[Mapping[str, Operation]] = {
    "fees.request": request_fees,
    "document.draft": draft_result,
    "document.number": number_result,
    "document.sign_person": sign_by_person,
    "document.sign_agency": sign_by_agency,
    "result.deposit": deposit_result,
    "result.return": return_result,
    "exchange.call": call_exchange,
    "consult.request": request_opinion,
    "parts.open": open_all_parts,
    "notify": already_notified,
}

AT_ONCE: Final = frozenset({"fees.request", "notify", "result.deposit", "result.return"})
"""Done on the locked case in the transaction of the step before and after. For fees it must be
so: an order that could be paid before the process waits for the money would be paid unheard.
The others only write rows, and one commit serves them all."""

BY_OTHERS: Final = frozenset({"consult.request", "parts.open"})
"""Done in one transaction with the next step, but they may reach the case by another way."""

SIGNATURES: Final = frozenset({"document.sign_person", "document.sign_agency"})
"""What may follow on a paper in memory."""
