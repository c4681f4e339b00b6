"""Begin, fill in and prove a draft."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.statements import public as statements
from haidang.blocks.vault import public as vault
from haidang.domain.cases import policies
from haidang.domain.cases.actions.judge import check_form
from haidang.domain.cases.actions.parties import check_delegation, parties_for
from haidang.domain.cases.actions.places import choose, places_for
from haidang.domain.cases.errors import CaseUnknown
from haidang.domain.cases.models import Case, Evidence
from haidang.domain.cases.queries.reads import find_row
from haidang.domain.cases.types import (
    CaseId,
    Channel,
    DraftStarted,
    EvidenceAdded,
    EvidenceRemoved,
    Principal,
)
from haidang.domain.catalog import public as catalog
from haidang.engines.forms import Checked, prefill
from haidang.kernel import watch
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.events import JSON

_LOCKED_BY_ID: Final = statements.Prepared(
    lambda case_id: Case.objects.select_for_update(of=("self",)).filter(pk=case_id), UUID
)
_LOCKED_BY_NUMBER: Final = statements.Prepared(
    lambda number: Case.objects.select_for_update(of=("self",)).filter(number=number), str
)


@watch.watched
def start_draft(
    *,
    procedure: str,
    unit: str,
    city: str,
    channel: Channel,
    actor: Actor,
    applicant_id: UUID | None = None,
    organization_id: UUID | None = None,
    principal: Principal | None = None,
    receiving: str = "",
    return_agency: str = "",
) -> CaseId:
    """Begin a case under the procedure's newest revision, for oneself or somebody represented.

    ``unit`` is the ward whose agency decides; ``receiving`` and ``return_agency`` choose other
    places than the usual one where the procedure is received anywhere (309/2026/NĐ-CP, Article
    14.4). ``principal`` is somebody whose mandate is a paper of this case. Raises NotOffered,
    AgencyUnknown, NotYourCase, PrincipalUnclear, DelegationForbidden.
    """
    parties = parties_for(
        actor=actor, procedure=procedure, applicant_id=applicant_id,
        organization_id=organization_id, principal=principal,
    )  # fmt: skip
    revision = catalog.current_revision(procedure)
    check_delegation(revision.package, parties)
    places = places_for(procedure=procedure, city=city, unit=unit)
    chosen = choose(places, receiving)
    with transaction.atomic():
        case = Case(
            city=city,
            procedure=procedure,
            procedure_name=dict(revision.package.name),
            revision_id=revision.id,
            channel=channel,
            applicant_id=parties.applicant_id,
            applicant_name=str(parties.applicant["full_name"]),
            applicant=parties.applicant,
            representative_id=parties.representative_id,
            representative=parties.representative,
            organization_id=parties.organization_id,
            receiving_agency=chosen,
            competent_agency=places.competent,
            return_agency=choose(places, return_agency) if return_agency else chosen,
            support_agency=chosen,
        )
        case.answers = prefill(revision.package.form, {"applicant": parties.applicant})
        statements.write_new(case)
        event = DraftStarted(
            draft_id=case.id, procedure=procedure, revision_id=revision.id, channel=channel
        )
        audit.announce(event, actor=actor)
    return CaseId(case.id)


@watch.watched
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
        statements.save_columns(case, ("answers", "page", "changed_at"))
    package = catalog.get_revision(case.revision_id).package
    return check_form(case, package, page=page)


@watch.watched
def attach_evidence(case_id: UUID, *, key: str, name: str, content: bytes, actor: Actor) -> UUID:
    """Add a file that proves something; its type is told by its content.

    Raises InvalidInput (empty, too large, wrong type), with everything that is wrong.
    """
    case = get_case_row(case_id)
    policies.check_can_edit(case, actor)
    stored = vault.store_file(
        content, name=name, owner=case.applicant_id, actor=storing_actor(case, actor)
    )
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


def places_of(case: Case) -> frozenset[str]:
    """Return the agencies that have the case in hand: who receives, decides, gives the result."""
    return frozenset({case.receiving_agency, case.competent_agency, case.return_agency} - {""})


def storing_actor(case: Case, actor: Actor) -> Actor:
    """Return the actor who may store for the applicant: also by a paper mandate of this case."""
    if not policies.has_paper_mandate(case, actor):
        return actor
    return replace(actor, on_behalf_of=actor.on_behalf_of | {case.applicant_id})


def share_files(case: Case, file_ids: Iterable[UUID], *, actor: Actor) -> None:
    """Let the agencies that have the case in hand read files of it, and nobody else."""
    wanted = list(file_ids)
    if wanted:
        in_charge = sorted({*places_of(case)})
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
    case = _LOCKED_BY_ID.first(case_id)
    if case is None:
        raise CaseUnknown
    watch.note(case=case.key)
    return case


def lock_case_by_key(key: str) -> Case:
    """Lock the row of a case by its number, or of a draft by its id; raises CaseUnknown."""
    found = find_row(key)
    return lock_case(found.id)


def lock_case_by_number(number: str) -> Case:
    """Lock the row of a case by its number; raises CaseUnknown."""
    case = _LOCKED_BY_NUMBER.first(number)
    if case is None:
        raise CaseUnknown
    watch.note(case=case.key)
    return case
