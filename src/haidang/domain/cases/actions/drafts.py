"""Begin, fill in and prove a draft."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.identity import public as identity
from haidang.blocks.vault import public as vault
from haidang.domain.cases import policies
from haidang.domain.cases.actions.judge import check_form
from haidang.domain.cases.actions.parties import snapshot
from haidang.domain.cases.errors import CaseUnknown, NotYourCase
from haidang.domain.cases.models import Case, Evidence
from haidang.domain.cases.types import (
    CaseId,
    Channel,
    DraftStarted,
    EvidenceAdded,
    EvidenceRemoved,
)
from haidang.domain.catalog import public as catalog
from haidang.engines.forms import Checked, prefill
from haidang.engines.packages import Offer
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.events import JSON


def start_draft(
    *,
    procedure: str,
    unit: str,
    city: str,
    channel: Channel,
    actor: Actor,
    applicant_id: UUID | None = None,
) -> CaseId:
    """Begin a case under the procedure's newest revision, for oneself or a person represented.

    ``unit`` is the ward whose agency decides; a representative needs a mandate for this
    procedure (91/2015/QH13, Article 141). Raises NotOffered, AgencyUnknown, NotYourCase.
    """
    person_id = applicant_id or actor.person_id
    if person_id is None or not _may_begin_for(person_id, procedure=procedure, actor=actor):
        raise NotYourCase
    revision = catalog.current_revision(procedure)
    offer = catalog.get_offer(city, procedure)
    competent, receiving = _agencies(offer, unit, city=city)
    applicant = snapshot(person_id)
    with transaction.atomic():
        case = Case(
            city=city,
            procedure=procedure,
            procedure_name=dict(revision.package.name),
            revision_id=revision.id,
            channel=channel,
            applicant_id=person_id,
            applicant_name=str(applicant["full_name"]),
            applicant=applicant,
            representative_id=actor.person_id if person_id != actor.person_id else None,
            receiving_agency=receiving,
            competent_agency=competent,
            support_agency=receiving,
        )
        case.answers = prefill(revision.package.form, {"applicant": applicant})
        if case.representative_id is not None:
            case.representative = snapshot(case.representative_id)
        case.save(force_insert=True)
        event = DraftStarted(
            draft_id=case.id, procedure=procedure, revision_id=revision.id, channel=channel
        )
        audit.announce(event, actor=actor)
    return CaseId(case.id)


def save_answers(
    case_id: UUID,
    *,
    answers: Mapping[str, JSON],
    actor: Actor,
    page: str | None = None,
    next_page: str = "",
) -> Checked:
    """Keep answers, right or wrong, and say what is wrong with them.

    Nothing a person typed is lost: faulty answers are kept as well. ``page`` limits the
    check to one page of the form. A null removes an answer.
    """
    with transaction.atomic():
        case = lock_case(case_id)
        policies.check_can_edit(case, actor)
        merged = {**case.answers, **answers}
        case.answers = {key: value for key, value in merged.items() if value is not None}
        case.page = next_page or page or case.page
        case.changed_at = now()
        case.save(update_fields=["answers", "page", "changed_at"])
    package = catalog.get_revision(case.revision_id).package
    return check_form(case, package, page=page)


def attach_evidence(case_id: UUID, *, key: str, name: str, content: bytes, actor: Actor) -> UUID:
    """Add a file that proves something; its type is told by its content.

    Raises InvalidInput (empty, too large, wrong type), with everything that is wrong.
    """
    case = get_case_row(case_id)
    policies.check_can_edit(case, actor)
    stored = vault.store_file(content, name=name, owner=case.applicant_id, actor=actor)
    with transaction.atomic():
        case = lock_case(case_id)
        policies.check_can_edit(case, actor)
        row = Evidence.objects.create(
            case=case, key=key, source="upload", file_id=stored.id, name=stored.name,
            sha256=stored.sha256, size=stored.size, media_type=stored.media_type,
        )  # fmt: skip
        if case.number:
            share_files(case, [stored.id], actor=actor)
        event = EvidenceAdded(case_key=case.key, key=key, source="upload", sha256=row.sha256)
        audit.announce(event, actor=actor)
    return row.id


def share_files(case: Case, file_ids: Iterable[UUID], *, actor: Actor) -> None:
    """Let the agencies that have the case in hand read files of it, and nobody else."""
    wanted = list(file_ids)
    if wanted:
        in_charge = sorted({case.receiving_agency, case.competent_agency})
        vault.share_files_with(wanted, agencies=in_charge, matter=case.key, actor=actor)


def files_of(case: Case) -> list[UUID]:
    """Return the ids of the files that belong to the case now: evidence and documents."""
    rows = (case.evidence.filter(removed_at=None), case.documents.all())
    ids = (one for found in rows for one in found.order_by("id").values_list("file_id", flat=True))
    return [file_id for file_id in ids if file_id is not None]


def remove_evidence(case_id: UUID, *, evidence_id: UUID, actor: Actor) -> None:
    """Take a file away again; its trace stays."""
    with transaction.atomic():
        case = lock_case(case_id)
        policies.check_can_edit(case, actor)
        row = case.evidence.filter(pk=evidence_id, removed_at=None).first()
        if row is None:
            raise CaseUnknown
        row.removed_at = now()
        row.save(update_fields=["removed_at"])
        event = EvidenceRemoved(case_key=case.key, key=row.key, sha256=row.sha256)
        audit.announce(event, actor=actor)


def get_case_row(case_id: UUID) -> Case:
    """Return the row of a case; raises CaseUnknown."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise CaseUnknown
    return case


def lock_case(case_id: UUID) -> Case:
    """Lock the row of a case for the rest of the transaction; raises CaseUnknown."""
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise CaseUnknown
    return case


def lock_case_by_number(number: str) -> Case:
    """Lock the row of a case by its number; raises CaseUnknown."""
    case = Case.objects.select_for_update(of=("self",)).filter(number=number).first()
    if case is None:
        raise CaseUnknown
    return case


def _may_begin_for(person_id: UUID, *, procedure: str, actor: Actor) -> bool:
    if person_id == actor.person_id:
        return True
    if actor.person_id is None or person_id not in actor.on_behalf_of:
        return False
    return identity.may_represent(actor.person_id, person_id, scope=procedure)


def _agencies(offer: Offer, unit: str, *, city: str) -> tuple[str, str]:
    competent = _agency_of_kind(city, offer.competent, unit)
    found = (_agency_of_kind(city, kind, unit) for kind in offer.reception)
    receiving = next((code for code in found if code), "")
    if not (competent and receiving):
        raise agencies.AgencyUnknown
    return competent, receiving


def _agency_of_kind(city: str, kind: str, unit: str) -> str:
    """Return the unit's own agency of a kind, else the city's only one of that kind."""
    own = agencies.list_agencies(city, kind=kind)
    found = [agency for agency in own if agency.unit_code in {unit, ""}]
    return max(found, key=lambda agency: agency.unit_code).code if found else ""
