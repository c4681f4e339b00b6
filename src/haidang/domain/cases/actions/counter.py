"""Take a case down for a person who stands at the counter: draft, papers, receipt at once."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.domain.cases import policies
from haidang.domain.cases.actions.deficiencies import automatic_deficiencies
from haidang.domain.cases.actions.digitise import KEPT, defer_text
from haidang.domain.cases.actions.drafts import attach_evidence, lock_case
from haidang.domain.cases.actions.judge import examine
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.actions.parties import snapshot
from haidang.domain.cases.actions.reception import accept_case, return_for_supplement
from haidang.domain.cases.actions.submit_case import hand_in
from haidang.domain.cases.errors import AnswersRefused, NotReceivedHere, ReasonMissing
from haidang.domain.cases.models import Case, Evidence
from haidang.domain.cases.states import BusinessState
from haidang.domain.cases.types import (
    CaseId,
    CaseTakenAtCounter,
    CounterDraftStarted,
    Deficiency,
    PaperKept,
    SupplementItem,
    TakenAtCounter,
)
from haidang.domain.catalog import public as catalog
from haidang.engines.forms import prefill
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.errors import NotAllowed, Problem
from haidang.kernel.events import JSON

COUNTER = "counter"
RECEPTION = "reception"


def start_at_counter(
    *, procedure: str, unit: str, agency: str, applicant_id: UUID, city: str, actor: Actor
) -> CaseId:
    """Begin a case for a person who is present; the person needs no account.

    ``agency`` is the counter's own; ``unit`` the ward whose agency decides, which may be
    another one where the procedure is received nationwide (309/2026/NĐ-CP, Article 14).
    Raises NotAllowed, NotOffered, NotReceivedHere.
    """
    if not actor.holds(RECEPTION, agency=agency):
        raise NotAllowed
    revision = catalog.current_revision(procedure)
    competent = _competent_agency(procedure, unit=unit, agency=agency, city=city)
    applicant = snapshot(applicant_id)
    with transaction.atomic():
        case = Case(
            city=city,
            procedure=procedure,
            procedure_name=dict(revision.package.name),
            revision_id=revision.id,
            channel=COUNTER,
            applicant_id=applicant_id,
            applicant_name=str(applicant["full_name"]),
            applicant=applicant,
            support_agency=agency,
            receiving_agency=agency,
            return_agency=agency,
            competent_agency=competent,
            answers=prefill(revision.package.form, {"applicant": applicant}),
        )
        case.save(force_insert=True)
        event = CounterDraftStarted(
            case_key=case.key, draft_id=case.id, procedure=procedure, agency=agency,
            at=case.created_at,
        )  # fmt: skip
        audit.announce(event, actor=actor)
    return CaseId(case.id)


def attach_paper(
    case_id: UUID, *, key: str, name: str, content: bytes, kept: PaperKept, actor: Actor
) -> UUID:
    """Add the scan of a paper, and what became of the paper itself; words are read later.

    Raises InvalidInput with everything that is wrong with the file.
    """
    with transaction.atomic():
        evidence_id = attach_evidence(case_id, key=key, name=name, content=content, actor=actor)
        row = Evidence.objects.get(pk=evidence_id)
        paper: dict[str, JSON] = {KEPT: kept, "digitised_by": actor.name}
        row.content = {"paper": paper}
        row.save(update_fields=["content"])
        defer_text(row)
    return evidence_id


def take_in_at_counter(case_id: UUID, *, actor: Actor) -> TakenAtCounter:
    """Hand in and accept in one act: the case has a number, the clock runs, Mẫu 01 is made.

    Raises AnswersRefused with every problem at once. Law: 309/2026/NĐ-CP, Article 17.
    """
    with transaction.atomic():
        case = lock_case(case_id)
        policies.check_can_take_down(case, actor)
        found = examine(case, catalog.get_revision(case.revision_id).package)
        if found.has_errors:
            raise AnswersRefused(found.problems)
        case.business = BusinessState.RECEPTION
        number = hand_in(case, found, actor=actor).case_number
        event = CaseTakenAtCounter(
            case_number=number,
            agency=case.receiving_agency,
            files=case.evidence.filter(removed_at=None).count(),
            seconds=int((now() - case.created_at).total_seconds()),
            at=now(),
        )
        audit.announce(event, actor=actor)
        accepted = accept_case(number, actor=actor)
    return TakenAtCounter(number=number, due_at=accepted.due_at, seconds=event.seconds)


def ask_at_counter(case_id: UUID, *, reason: str, actor: Actor) -> str:
    """Register the case and ask at once, by Mẫu 02, for everything that the check misses.

    Returns the number. Raises ReasonMissing when nothing is missing or no reason is given.
    Law: 309/2026/NĐ-CP, Article 17.2a: one notice that names everything.
    """
    with transaction.atomic():
        case = lock_case(case_id)
        policies.check_can_take_down(case, actor)
        found = examine(case, catalog.get_revision(case.revision_id).package)
        items = [_item(one) for one in automatic_deficiencies(case)]
        if not items or not reason.strip():
            raise ReasonMissing([_nothing_to_ask(reason)])
        typed = dict(case.answers)
        case.business = BusinessState.RECEPTION
        number = hand_in(case, found, actor=actor).case_number
        case.answers = typed
        case.save(update_fields=["answers"])
        notify_applicant(case, template="case_submitted")
        return_for_supplement(number, items=items, reason=reason, actor=actor)
    return number


def _competent_agency(procedure: str, *, unit: str, agency: str, city: str) -> str:
    offer = catalog.get_offer(city, procedure)
    counter = agencies.get_agency(agency)
    is_home = counter.unit_code in {unit, ""}
    if counter.kind not in offer.reception or not (is_home or offer.nationwide):
        raise NotReceivedHere
    of_kind = agencies.list_agencies(city, kind=offer.competent)
    found = [one for one in of_kind if one.unit_code in {unit, ""}]
    if not found:
        raise agencies.AgencyUnknown
    return max(found, key=lambda one: one.unit_code).code


def _item(wrong: Deficiency) -> SupplementItem:
    return SupplementItem(text=wrong.text["vi"], field=wrong.path, clause=wrong.clause)


def _nothing_to_ask(reason: str) -> Problem:
    texts: Mapping[str, str] = (
        {"vi": "Hồ sơ không thiếu nội dung nào.", "en": "Nothing is missing."}
        if reason.strip()
        else {"vi": "Hãy nêu rõ lý do.", "en": "Say why."}
    )
    return Problem(code="cases.nothing_to_ask", path="/reason", message=texts)
