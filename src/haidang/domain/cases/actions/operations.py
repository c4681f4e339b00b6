"""What service tasks of a process ask the platform to do, by the name of the operation.

Each runs in a job that may run again after a crash: whatever reaches outside carries an
idempotency key, and the process takes the answer only while it still waits at the token.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.exchange import public as exchange
from haidang.blocks.payments import public as payments
from haidang.blocks.signing import public as signing
from haidang.blocks.vault import public as vault
from haidang.domain.cases.actions.consult import ask, question_of
from haidang.domain.cases.actions.contract import result_data, signer_of
from haidang.domain.cases.actions.deliver import send_result
from haidang.domain.cases.actions.documents import (
    keep_document,
    note_signature,
    render_with_fonts,
)
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.actions.parts import open_parts
from haidang.domain.cases.actions.process import is_waiting_at, signal_process
from haidang.domain.cases.actions.records import keep_record
from haidang.domain.cases.actions.request import purpose_of, request_payload
from haidang.domain.cases.models import Case, CaseDocument
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.states import DeliveryState, FinanceState
from haidang.domain.cases.types import FinanceChanged, ResultDeposited
from haidang.engines.deadlines import classify
from haidang.engines.documents import Template
from haidang.engines.workflow import ServiceAnswered
from haidang.kernel.actors import system
from haidang.kernel.clock import local, now
from haidang.kernel.errors import HaidangError
from haidang.kernel.events import JSON
from haidang.kernel.money import Money

SYSTEM: Final = system("cases")
RESULT: Final = "result"


class OperationUnknown(HaidangError):
    """The process asks for an operation that the platform does not know."""

    code = "cases.operation_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One run of an operation."""

    case: Case
    token: str
    parameters: Mapping[str, str]

    @property
    def key(self) -> str:
        """Return the idempotency key of the run."""
        return f"{self.case.key}:{self.token}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What an operation made outside transactions, to be kept together with the next step."""

    values: Mapping[str, JSON]
    keep: Callable[[Case], None] = lambda _case: None


Operation = Callable[[Call], Mapping[str, JSON] | Made | None]
"""Nothing: the answer comes later, from elsewhere; the process waits at its token."""


def run_operation(
    number: str, *, token: str, operation: str, parameters: Mapping[str, str]
) -> None:
    """Do what a service task asks for, then go on; a repetition changes nothing."""
    case = Case.objects.get(number=number)
    if not is_waiting_at(case, token):
        return
    known = OPERATIONS.get(operation)
    if known is None:
        raise OperationUnknown(f"{operation} (case {number})")
    call = Call(case=case, token=token, parameters=parameters)
    if operation in AT_ONCE:
        with transaction.atomic():
            _go_on(call, known(call))
    else:
        _go_on(call, known(call))


def _go_on(call: Call, outcome: Mapping[str, JSON] | Made | None) -> None:
    """Keep what was made and take the next step, if the process still waits for this run.

    A worker that was silent so long that another did its work must not undo that work.
    """
    if outcome is None:
        return
    made = outcome if isinstance(outcome, Made) else Made(values=outcome)
    with transaction.atomic(savepoint=False):
        locked = lock_case_by_number(call.case.key)
        if is_waiting_at(locked, call.token):
            made.keep(locked)
            answered = ServiceAnswered(token=call.token, values=dict(made.values))
            signal_process(locked, answered, actor=SYSTEM)


def request_fees(call: Call) -> Mapping[str, JSON]:
    """Ask the applicant for what is owed; nothing owed, nothing asked."""
    case = call.case
    if not case.fee_total or case.finance == FinanceState.PAID:
        return {"amount": case.fee_total, **({"paid": True} if case.fee_total else {})}
    agency = agencies.get_agency(case.receiving_agency)
    with transaction.atomic():
        locked = lock_case_by_number(case.key)
        payments.open_order(
            subject=case.key,
            payer_name=case.applicant_name,
            payee=payments.Payee(agency=agency.code, name=agency.name),
            lines=[
                payments.PaymentLine(
                    key=line["key"], name=line["name"]["vi"], kind=line["kind"],
                    amount=Money(line["amount"]),
                )
                for line in case.fee_lines
                if line["amount"]
            ],
            idempotency_key=call.key,
            actor=SYSTEM,
        )  # fmt: skip
        if locked.finance != FinanceState.AWAITING:
            event = FinanceChanged(
                case_number=case.key, before=locked.finance,
                after=FinanceState.AWAITING, amount=Money(case.fee_total),
            )  # fmt: skip
            locked.finance = FinanceState.AWAITING
            locked.save(update_fields=["finance"])
            audit.announce(event, actor=SYSTEM)
            notify_applicant(
                locked, template="payment_requested", amount=str(Money(case.fee_total))
            )
    return {"amount": case.fee_total}


def draft_result(call: Call) -> Made:
    """Make the result as a draft, for the officers to read; it bears no number yet."""
    row = _result_row(call.case)
    values: dict[str, JSON] = {"document": str(row.id)}
    if row.number:
        return Made(values=values)
    return Made(values=values, keep=_render(call, row, draft=True))


def number_result(call: Call) -> Made:
    """Give the result its number, and the register its entry; then make the final text.

    Law: 30/2020/NĐ-CP, Article 15: the system gives number and date, before signing.
    """
    row = _result_row(call.case)
    if not row.number:
        row = _draw_number(call.case, row)
    values: dict[str, JSON] = {"number": row.number}
    if row.signatures:
        return Made(values=values)
    return Made(values=values, keep=_render(call, row, draft=False))


def sign_by_person(call: Call) -> Made:
    """Put the signature of the leader who approved under the result."""
    signer = signer_of(call.case)
    holder = signing.Holder(kind="person", code=str(signer["officer_id"]))
    keep = _sign(call, holder=holder, field="person", count=1)
    return Made(values={"signer": str(signer["name"])}, keep=keep)


def sign_by_agency(call: Call) -> Made:
    """Put the agency's signature, its seal, under the result."""
    holder = signing.Holder(kind="agency", code=call.case.competent_agency)
    keep = _sign(call, holder=holder, field="agency", count=2)
    return Made(values={"agency": call.case.competent_agency}, keep=keep)


def deposit_result(call: Call) -> Mapping[str, JSON]:
    """Lay the signed result into the person's vault; from now on it can be verified."""
    case = call.case
    row = _result_row(case)
    package = package_of(case)
    with transaction.atomic():
        locked = lock_case_by_number(case.key)
        deposited = vault.deposit(
            person_id=case.applicant_id,
            title=dict(package.result().name),
            kind=package.result().code,
            file_id=file_of(row),
            issued_at=row.made_at,
            issued_by=case.competent_agency,
            number=row.number,
            case_number=case.key,
            verification_code=row.verification_code,
            idempotency_key=call.key,
            actor=SYSTEM,
        )
        if locked.delivery == DeliveryState.NONE:
            locked.delivery = _delivery(locked)
            locked.save(update_fields=["delivery"])
            event = ResultDeposited(
                case_number=case.key, verification_code=row.verification_code, sha256=row.sha256
            )
            audit.announce(event, actor=SYSTEM)
            notify_applicant(locked, template="result_ready", early=_early(locked))
    return {"document": str(deposited.id)}


def _early(case: Case) -> str:
    """Return the appointment that a result comes earlier than; empty for one that does not."""
    if case.due_at is None or classify(case.due_at, now()) != "early":
        return ""
    return f"{local(case.due_at):%H:%M %d/%m/%Y}"


def return_result(call: Call) -> Mapping[str, JSON] | None:
    """Note that the person has the result; what goes by post is waited for."""
    with transaction.atomic():
        case = lock_case_by_number(call.case.key)
        if case.delivery in {DeliveryState.POST, DeliveryState.IN_POST}:
            send_result(case, key=call.key)
            return None
        case.delivery = DeliveryState.DELIVERED
        case.save(update_fields=["delivery"])
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

AT_ONCE: Final = frozenset(
    {
        "consult.request",
        "fees.request",
        "notify",
        "parts.open",
        "result.deposit",
        "result.return",
    }
)
"""Done in one transaction with the process's next step. For fees it must be so: an order that
could be paid before the process waits for the money would be paid unheard. The others only
write rows, and one commit serves them all."""


def _result_row(case: Case) -> CaseDocument:
    package = package_of(case)
    row, _made = CaseDocument.objects.get_or_create(
        case=case,
        slot=RESULT,
        defaults={"kind": RESULT, "title": dict(package.result().name)},
    )
    return row


def file_of(row: CaseDocument) -> UUID:
    """Return the stored file of a document; a document without one is a mistake of ours."""
    if row.file_id is None:
        raise OperationUnknown(f"The document {row.slot} has no file yet.")
    return row.file_id


def _render(call: Call, row: CaseDocument, *, draft: bool) -> Callable[[Case], None]:
    package = package_of(call.case)
    data = result_data(call.case, row, draft=draft)
    template = Template(source=package.files[package.result().template], name="result.typ")
    made = render_with_fonts(template, data, made_at=now())

    def keep(case: Case) -> None:
        keep_document(case.key, slot=RESULT, pdf=made.pdf, signatures=0)

    return keep


def _draw_number(case: Case, row: CaseDocument) -> CaseDocument:
    symbol = package_of(case).result().symbol
    year = str(local(now()).year)
    with transaction.atomic():
        lock_case_by_number(case.key)
        fresh = CaseDocument.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if not fresh.number:
            drawn = agencies.next_number(
                agency=case.competent_agency, series=f"document:{symbol}", period=year
            )
            fresh.number = f"{drawn}/{symbol}"
            fresh.data = {
                **fresh.data,
                "register": {"book": f"01/{year}", "number": str(drawn), "year": year},
            }
            fresh.save(update_fields=["number", "data"])
    return fresh


def _sign(call: Call, *, holder: signing.Holder, field: str, count: int) -> Callable[[Case], None]:
    row = _result_row(call.case)
    if row.signatures >= count:
        return lambda _case: None
    pdf = vault.read_file(file_of(row), actor=SYSTEM, purpose="Ký số kết quả")
    signed = signing.sign_document(
        pdf,
        holder=holder,
        field=field,
        reason=row.title["vi"],
        actor=SYSTEM,
        idempotency_key=call.key,
    )

    def keep(case: Case) -> None:
        if _result_row(case).signatures < count:
            kept = keep_document(case.key, slot=RESULT, pdf=signed.pdf, signatures=count)
            note_signature(kept, signer=holder.code, actor=SYSTEM)

    return keep


def _delivery(case: Case) -> DeliveryState:
    wanted = str(case.answers.get("receive_by") or "vault")
    table = {"vault": DeliveryState.ELECTRONIC, "post": DeliveryState.POST}
    return table.get(wanted, DeliveryState.COUNTER)
