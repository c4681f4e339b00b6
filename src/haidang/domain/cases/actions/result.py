"""Make the result of a case: draft, number, signatures, and into the person's keeping.

What follows one another without anybody's word in between is made in one go: the paper grows
in memory, all sign it in turn, and it is stored once, together with the steps it stands for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.signing import public as signing
from haidang.blocks.statements import public as statements
from haidang.blocks.vault import public as vault
from haidang.domain.cases.actions.contract import result_data, signer_of
from haidang.domain.cases.actions.documents import keep_document, render_with_fonts
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.models import Case, CaseDocument
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.queries.presenting import find_document, get_document
from haidang.domain.cases.states import DeliveryState
from haidang.domain.cases.types import ResultDeposited
from haidang.engines.deadlines import classify
from haidang.engines.documents import Template
from haidang.kernel.actors import system
from haidang.kernel.clock import local, now
from haidang.kernel.errors import HaidangError
from haidang.kernel.events import JSON

SYSTEM: Final = system("cases")
RESULT: Final = "result"


class PaperMissing(HaidangError):
    """A result is to be signed or handed over before it was made: the process is at fault."""

    code = "cases.paper_missing"


@dataclass(slots=True, kw_only=True)
class Paper:
    """The result as it grows in one run: its bytes, who is still to sign, who signed so far."""

    title: str
    pdf: bytes
    count: int = 0
    waiting: list[signing.Signer] = field(default_factory=list)

    def let_sign(self) -> None:
        """Let all sign in turn who are to; again: the same signatures."""
        if self.waiting:
            self.pdf = signing.sign_in_turn(
                self.pdf, self.waiting, reason=self.title, actor=SYSTEM
            ).pdf

    def keep(self, case: Case) -> None:
        """Store the paper, unless a later stage of it is stored already."""
        row = result_row(case)
        if row.signatures < self.count or not self.count:
            signers = [signer.holder.code for signer in self.waiting]
            keep_document(case, row, pdf=self.pdf, signatures=self.count, signers=signers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One run of an operation; ``paper`` is what the run has made before it."""

    case: Case
    token: str
    parameters: Mapping[str, str]
    paper: Paper | None = None

    @property
    def key(self) -> str:
        """Return the idempotency key of the run."""
        return f"{self.case.key}:{self.token}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What an operation made outside transactions, to be kept together with the next step."""

    values: Mapping[str, JSON]
    paper: Paper | None = None


Operation = Callable[[Call], Mapping[str, JSON] | Made | None]
"""Nothing: the answer comes later, from elsewhere; the process waits at its token."""


def draft_result(call: Call) -> Made:
    """Make the result as a draft, for the officers to read; it bears no number yet."""
    row = result_row(call.case)
    values: dict[str, JSON] = {"document": str(row.id)}
    if row.number:
        return Made(values=values)
    return Made(values=values, paper=_render(call, row, draft=True))


def number_result(call: Call) -> Made:
    """Give the result its number, and the register its entry; then make the final text.

    Law: 30/2020/NĐ-CP, Article 15: the system gives number and date, before signing.
    """
    row = result_row(call.case)
    if not row.number:
        row = _draw_number(call.case)
    values: dict[str, JSON] = {"number": row.number}
    if row.signatures:
        return Made(values=values)
    return Made(values=values, paper=_render(call, row, draft=False))


def sign_by_person(call: Call) -> Made:
    """Put the signature of the leader who approved under the result."""
    signer = signer_of(call.case)
    holder = signing.Holder(kind="person", code=str(signer["officer_id"]))
    paper = _to_sign(call, holder=holder, at="person", count=1)
    return Made(values={"signer": str(signer["name"])}, paper=paper)


def sign_by_agency(call: Call) -> Made:
    """Put the agency's signature, its seal, under the result."""
    holder = signing.Holder(kind="agency", code=call.case.competent_agency)
    paper = _to_sign(call, holder=holder, at="agency", count=2)
    return Made(values={"agency": call.case.competent_agency}, paper=paper)


def deposit_result(call: Call) -> Mapping[str, JSON]:
    """Lay the signed result into the person's vault; from now on it can be verified."""
    case = call.case
    row = result_row(case)
    package = package_of(case)
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
    if case.delivery == DeliveryState.NONE:
        case.delivery = _delivery(case)
        event = ResultDeposited(
            case_number=case.key, verification_code=row.verification_code, sha256=row.sha256
        )
        audit.announce(event, actor=SYSTEM)
        notify_applicant(case, template="result_ready", early=_early(case))
    return {"document": str(deposited.id)}


def result_row(case: Case) -> CaseDocument:
    """Return the row of the result; a case has one, through all stages."""
    row = find_document(case, RESULT)
    if row is None:
        title = dict(package_of(case).result().name)
        statements.write_once(CaseDocument(case=case, slot=RESULT, kind=RESULT, title=title))
        row = get_document(case, RESULT)
    return row


def file_of(row: CaseDocument) -> UUID:
    """Return the stored file of a document; a document without one is a mistake of ours."""
    if row.file_id is None:
        raise PaperMissing(f"The document {row.slot} has no file yet.")
    return row.file_id


def _early(case: Case) -> str:
    """Return the appointment that a result comes earlier than; empty for one that does not."""
    if case.due_at is None or classify(case.due_at, now()) != "early":
        return ""
    return f"{local(case.due_at):%H:%M %d/%m/%Y}"


def _render(call: Call, row: CaseDocument, *, draft: bool) -> Paper:
    package = package_of(call.case)
    data = result_data(call.case, row, draft=draft)
    template = Template(source=package.files[package.result().template], name="result.typ")
    made = render_with_fonts(template, data, made_at=now())
    return Paper(title=row.title["vi"], pdf=made.pdf)


def _draw_number(case: Case) -> CaseDocument:
    symbol = package_of(case).result().symbol
    year = str(local(now()).year)
    with transaction.atomic():
        case = lock_case_by_number(case.key)
        fresh = get_document(case, RESULT)
        if not fresh.number:
            drawn = agencies.next_number(
                agency=case.competent_agency, series=f"document:{symbol}", period=year
            )
            fresh.number = f"{drawn}/{symbol}"
            fresh.data = {
                **fresh.data,
                "register": {"book": f"01/{year}", "number": str(drawn), "year": year},
            }
            statements.save_columns(fresh, ("number", "data"))
    return fresh


def _to_sign(call: Call, *, holder: signing.Holder, at: str, count: int) -> Paper | None:
    """Put somebody on the list of those who sign; nothing where it was signed and kept."""
    paper = call.paper
    if paper is None:
        row = result_row(call.case)
        if row.signatures >= count:
            return None
        pdf = vault.read_file(file_of(row), actor=SYSTEM, purpose="Ký số kết quả")
        paper = Paper(title=row.title["vi"], pdf=pdf)
    signer = signing.Signer(holder=holder, field=at, idempotency_key=call.key)
    paper.waiting.append(signer)
    paper.count = count
    return paper


def _delivery(case: Case) -> DeliveryState:
    wanted = str(case.answers.get("receive_by") or "vault")
    table = {"vault": DeliveryState.ELECTRONIC, "post": DeliveryState.POST}
    return table.get(wanted, DeliveryState.COUNTER)
