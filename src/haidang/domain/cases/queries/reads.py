"""Reads of the cases, always for somebody who may see them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.db.models import Q

from haidang.blocks.audit import public as audit
from haidang.blocks.identity import public as identity
from haidang.blocks.statements import public as statements
from haidang.blocks.vault import public as vault
from haidang.domain.cases import policies
from haidang.domain.cases.errors import CaseUnknown
from haidang.domain.cases.models import Case, CaseDocument
from haidang.domain.cases.queries.due_dates import may_extend
from haidang.domain.cases.queries.presenting import summary_of, view_of
from haidang.domain.cases.states import DECIDED, NAMES, Status
from haidang.domain.cases.types import CasePage, CaseView, NoteWritten, Progress, TimelineItem
from haidang.kernel.actors import Actor
from haidang.kernel.clock import local

INSIDE: Final = frozenset({NoteWritten.code})
"""What only officers know of: a party's timeline leaves it out."""
INSIDE_PAPERS: Final = frozenset({"phieu_kiem_soat"})
"""Papers that go with the file inside the office."""
_LOOK = "Giải quyết hồ sơ"
"""Why an officer's look is noted, in the words that the person reads."""


_BY_NUMBER: Final = statements.Prepared(lambda number: Case.objects.filter(number=number), str)
_BY_ID: Final = statements.Prepared(lambda case_id: Case.objects.filter(pk=case_id), UUID)


def get_case(key: str | UUID, *, actor: Actor, purpose: str = "") -> CaseView:
    """Return a case by number or draft id; an officer's look is noted for the person to see."""
    case = find_row(key)
    policies.check_can_see(case, actor)
    if actor.is_officer:
        identity.record_access(
            case.applicant_id, actor=actor, purpose=purpose or _LOOK, subject=case.key
        )
    view = view_of(case)
    if not policies.is_party(case, actor):
        return view
    shown = tuple(paper for paper in view.documents if paper.kind not in INSIDE_PAPERS)
    return replace(view, documents=shown)


def list_my_cases(
    *, actor: Actor, after: str = "", limit: int = 20, organization_id: UUID | None = None
) -> CasePage:
    """Return the cases of the person and of those represented, the last changed first.

    ``organization_id`` keeps those of one organization that the person stands for. A part of
    a form for several procedures is found in that form.
    """
    own = {actor.person_id} if actor.person_id is not None else set()
    mine = Q(applicant_id__in=own | actor.on_behalf_of) | Q(representative_id__in=own)
    rows = Case.objects.filter(mine, parent=None)
    if organization_id is not None:
        rows = rows.filter(organization_id=organization_id)
    if after:
        changed, _, last = after.partition("~")
        rows = rows.filter(Q(changed_at__lt=changed) | Q(changed_at=changed, id__lt=last))
    found = list(rows.order_by("-changed_at", "-id")[: limit + 1])
    page = [row for row in found[:limit] if policies.is_party(row, actor)]
    last_row = found[limit - 1] if len(found) > limit else None
    mark = f"{last_row.changed_at.isoformat()}~{last_row.id}" if last_row else ""
    return CasePage(cases=tuple(summary_of(row) for row in page), after=mark)


def track(number: str) -> Progress:
    """Return what everybody may know: code and progress, nothing personal.

    Law: 03/2025/TT-VPCP.
    """
    case = Case.objects.filter(number=number.strip().upper()).first()
    if case is None:
        raise CaseUnknown
    status = Status(case.status)
    return Progress(
        number=case.key,
        status=status,
        status_name=NAMES[status],
        submitted_on=local(case.submitted_at).date() if case.submitted_at else None,
        due_on=local(case.due_at).date() if case.due_at else None,
        steps=(
            ("submitted", case.submitted_at is not None),
            ("accepted", case.accepted_at is not None),
            ("decided", status in DECIDED),
            ("returned", status is Status.RETURNED),
        ),
    )


def timeline(key: str | UUID, *, actor: Actor) -> list[TimelineItem]:
    """Return what happened to a case, oldest first."""
    case = find_row(key)
    policies.check_can_see(case, actor)
    hidden = INSIDE if policies.is_party(case, actor) else frozenset()
    entries = [one for one in audit.list_entries(subject=case.key) if one.code not in hidden]
    return [
        TimelineItem(
            at=entry.at,
            code=entry.code,
            facts=entry.facts,
            actor_kind=entry.actor_kind,
            actor_name=entry.actor_name,
        )
        for entry in entries
    ]


def read_document(key: str | UUID, *, document_id: UUID, actor: Actor) -> tuple[str, bytes]:
    """Return a document's file name and bytes."""
    case = find_row(key)
    policies.check_can_see(case, actor)
    row = case.documents.filter(pk=document_id).first()
    if row is None or row.file_id is None:
        raise CaseUnknown
    if row.kind in INSIDE_PAPERS and policies.is_party(case, actor):
        raise CaseUnknown
    name = f"{case.key}-{row.slot.replace(':', '-')}.pdf"
    return name, vault.read_file(
        row.file_id, actor=_reader(case, actor), purpose=_LOOK, matter=case.key
    )


def read_evidence(key: str | UUID, *, evidence_id: UUID, actor: Actor) -> tuple[str, str, bytes]:
    """Return an evidence file's name, media type and bytes."""
    case = find_row(key)
    policies.check_can_see(case, actor)
    row = case.evidence.filter(pk=evidence_id, removed_at=None).first()
    if row is None or row.file_id is None:
        raise CaseUnknown
    content = vault.read_file(
        row.file_id, actor=_reader(case, actor), purpose=_LOOK, matter=case.key
    )
    return row.name, row.media_type, content


def _reader(case: Case, actor: Actor) -> Actor:
    """Return the actor who reads: by a paper mandate also the files of this case's applicant."""
    if not policies.has_paper_mandate(case, actor):
        return actor
    return replace(actor, on_behalf_of=actor.on_behalf_of | {case.applicant_id})


def find_result(verification_code: str) -> tuple[CaseDocument, Case] | None:
    """Return the document that a verification code belongs to, for this module's own use."""
    row = (
        CaseDocument.objects.select_related("case")
        .filter(verification_code=verification_code.strip().upper())
        .first()
    )
    return (row, row.case) if row is not None else None


def abilities(key: str | UUID, *, actor: Actor) -> Mapping[str, bool]:
    """Return which verbs the actor could use on the case now."""
    case = find_row(key)
    return {
        "edit": policies.can(policies.check_can_edit, case, actor),
        "submit": policies.can(policies.check_can_submit, case, actor),
        "receive": policies.can(policies.check_can_receive, case, actor),
        "answer": policies.can(policies.check_can_answer, case, actor),
        "withdraw": policies.can(policies.check_can_withdraw, case, actor),
        "transfer": policies.can(policies.check_can_transfer, case, actor),
        "consult": policies.can(policies.check_can_consult, case, actor),
        "note": policies.can(policies.check_can_note, case, actor),
        "ask_delivery": policies.can(policies.check_can_ask_delivery, case, actor),
        "receive_parcel": policies.can(policies.check_can_receive_parcel, case, actor),
        "revoke_mandate": policies.can(policies.check_can_revoke_mandate, case, actor),
        "stop": policies.can(policies.check_can_stop, case, actor),
        "extend": policies.can(policies.check_can_extend, case, actor) and may_extend(case),
        "find": policies.can(policies.check_can_find, case, actor),
        "meet": policies.can(policies.check_can_meet, case, actor) and case.finished_at is None,
        "ask_again": policies.can(policies.check_can_ask_again, case, actor),
        "rate": policies.can(policies.check_can_rate, case, actor) and case.rating is None,
    }


def find_row(key: str | UUID) -> Case:
    """Return the row of a number or id; raises CaseUnknown."""
    row = (None if isinstance(key, UUID) else _BY_NUMBER.first(key)) or _by_id(key)
    if row is None:
        raise CaseUnknown
    return row


def _by_id(key: str | UUID) -> Case | None:
    try:
        return _BY_ID.first(key if isinstance(key, UUID) else UUID(key))
    except ValueError:
        return None
