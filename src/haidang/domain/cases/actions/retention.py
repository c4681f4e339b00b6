"""Forget drafts that nobody handed in; what was handed in is a record and is not touched."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from haidang.blocks.audit import public as audit
from haidang.blocks.vault import public as vault
from haidang.domain.cases.models import Case, Evidence
from haidang.domain.cases.states import Status
from haidang.domain.cases.types import DraftForgotten
from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed


def count_old_drafts(*, before: datetime, held: Collection[str] = ()) -> int:
    """Return how many drafts would be forgotten."""
    return _old_drafts(before, held).count()


def forget_drafts(
    *, before: datetime, actor: Actor, held: Collection[str] = (), limit: int = 500
) -> int:
    """Delete drafts not touched since an instant, and shred their files; return how many.

    ``held`` names persons, organizations and drafts (by id) of whom nothing may be deleted.
    """
    if actor.kind != "system":
        raise NotAllowed
    oldest = _old_drafts(before, held).order_by("changed_at").values_list("pk", flat=True)
    return sum(_forget(draft, before=before, actor=actor) for draft in list(oldest[:limit]))


def _old_drafts(before: datetime, held: Collection[str]) -> QuerySet[Case]:
    drafts = Case.objects.filter(
        status=Status.DRAFT, number=None, submitted_at=None, parent=None, parts=None,
        changed_at__lt=before,
    )  # fmt: skip
    ids = list(held)
    return (
        drafts.exclude(pk__in=ids)
        .exclude(applicant_id__in=ids)
        .exclude(representative_id__in=ids)
        .exclude(organization_id__in=ids)
    )


def _forget(draft_id: UUID, *, before: datetime, actor: Actor) -> bool:
    with transaction.atomic():
        rows = Case.objects.select_for_update(of=("self",))
        draft = rows.filter(pk=draft_id, status=Status.DRAFT, changed_at__lt=before).first()
        if draft is None:  # it was taken up again in this moment
            return False
        files = _own_files(draft)
        for file_id in files:
            vault.shred_file(file_id, reason="retention", actor=actor)
        event = DraftForgotten(
            draft_id=draft.pk, procedure=draft.procedure, files=len(files),
            changed_at=draft.changed_at,
        )  # fmt: skip
        draft.delete()
        audit.announce(event, actor=actor)
    return True


def _own_files(draft: Case) -> list[UUID]:
    """Return the files that were uploaded for this draft and serve no other case."""
    uploaded = draft.evidence.filter(source="upload", file_id__isnull=False)
    files = {one.file_id for one in uploaded if one.file_id is not None}
    elsewhere = Evidence.objects.filter(file_id__in=files).exclude(case=draft)
    return sorted(files - {one.file_id for one in elsewhere if one.file_id is not None})


def find_spared(subjects: Collection[str], *, held: Collection[str]) -> set[str]:
    """Return those of some numbers (or ids of drafts) about which nothing may be deleted.

    That is a case that has not ended, and one that is held, itself or by its people.
    """
    ids, people = _ids(subjects), list(held)
    rows = Case.objects.filter(Q(number__in=subjects) | Q(pk__in=ids)).filter(
        Q(finished_at=None) | Q(pk__in=people) | Q(applicant_id__in=people)
        | Q(representative_id__in=people) | Q(organization_id__in=people)
    )  # fmt: skip
    found = rows.values_list("number", "pk")
    return {word for number, pk in found for word in (number or "", str(pk))}


def _ids(words: Collection[str]) -> list[UUID]:
    found = []
    for word in words:
        try:
            found.append(UUID(word))
        except ValueError:  # the number of a case
            continue
    return found
