"""Write for colleagues: a note, or an opinion that belongs to the file."""

from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.errors import ReasonMissing
from haidang.domain.cases.models import Note
from haidang.domain.cases.queries.places import note_view
from haidang.domain.cases.types import NoteKind, NoteView, NoteWritten
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.errors import Problem

_MOST: Final = 4_000


def write_note(number: str, *, kind: NoteKind, text: str, actor: Actor) -> NoteView:
    """Keep an internal note, or an officer's opinion; only officers in charge read it.

    Raises NotYourCase for anybody else, ReasonMissing when nothing is written.
    """
    if not text.strip():
        raise ReasonMissing([_nothing_written()])
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_note(case, actor)
        row = Note.objects.create(
            case=case,
            kind=kind,
            text=text.strip()[:_MOST],
            officer_id=UUID(actor.id),
            officer_name=actor.name,
            written_at=now(),
        )
        event = NoteWritten(case_number=case.key, note_id=row.id, kind=kind)
        audit.announce(event, actor=actor)
    return note_view(row)


def _nothing_written() -> Problem:
    return Problem(
        code="cases.nothing_written",
        path="/text",
        message={"vi": "Hãy nhập nội dung ý kiến.", "en": "Write something."},
    )
