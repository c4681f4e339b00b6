"""Reads of the places a case goes to: notes, consultations, transfers."""

from typing import Final

from haidang.blocks.delivery import public as delivery
from haidang.domain.cases import policies
from haidang.domain.cases.errors import CaseUnknown
from haidang.domain.cases.models import Case, Consultation, Note, Transfer
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.queries.reads import find_row
from haidang.domain.cases.states import NAMES, Status
from haidang.domain.cases.types import ConsultationView, NoteView, PartView, TransferView
from haidang.engines.packages import Part
from haidang.kernel.actors import Actor

_MOST: Final = 200


def list_notes(number: str, *, actor: Actor) -> tuple[NoteView, ...]:
    """Return the notes and opinions of a case, oldest first, for the officers in charge."""
    case = find_row(number)
    policies.check_can_note(case, actor)
    return tuple(note_view(row) for row in case.notes.order_by("id"))


def list_consultations(*, actor: Actor, open_only: bool = True) -> tuple[ConsultationView, ...]:
    """Return what the officer's agencies were asked, the most urgent first; at most 200."""
    rows = Consultation.objects.select_related("case").filter(asked_agency__in=actor.agencies)
    if open_only:
        rows = rows.filter(answered_at=None)
    return tuple(consultation_view(row) for row in rows.order_by("due_at", "id")[:_MOST])


def consultations_of(number: str, *, actor: Actor) -> tuple[ConsultationView, ...]:
    """Return the consultations of a case, oldest first.

    A party sees who was asked, until when and what came of it, not what officers wrote.
    """
    case = find_row(number)
    policies.check_can_see(case, actor)
    rows = case.consultations.select_related("case").order_by("asked_at", "id")
    inside = not policies.is_party(case, actor)
    return tuple(consultation_view(row, with_words=inside) for row in rows)


def transfers_of(number: str, *, actor: Actor) -> tuple[TransferView, ...]:
    """Return the transfers of a case, oldest first."""
    case = find_row(number)
    policies.check_can_see(case, actor)
    return tuple(_transfer(row) for row in case.transfers.order_by("at", "id"))


def get_consultation(consultation_id: object, *, actor: Actor) -> ConsultationView:
    """Return a consultation for the asked agency or the officers in charge of the case."""
    row = Consultation.objects.select_related("case").filter(pk=str(consultation_id)).first()
    if row is None:
        raise CaseUnknown
    if row.asked_agency not in actor.agencies:
        policies.check_can_note(row.case, actor)
    return consultation_view(row)


def list_deliveries(number: str, *, actor: Actor) -> tuple[delivery.Parcel, ...]:
    """Return the parcels of a case, oldest first, with what the post told of each."""
    case = find_row(number)
    policies.check_can_see(case, actor)
    return tuple(delivery.list_parcels(subject=case.key))


def note_view(row: Note) -> NoteView:
    """Return a note for officers."""
    return NoteView(
        id=row.id,
        kind=row.kind,
        text=row.text,
        officer=row.officer_name,
        written_at=row.written_at,
    )


def consultation_view(row: Consultation, *, with_words: bool = True) -> ConsultationView:
    """Return a consultation, with or without what officers wrote to each other."""
    return ConsultationView(
        id=row.id,
        case_number=row.case.key,
        procedure_name=row.case.procedure_name,
        number=row.number,
        asking_agency=row.asking_agency,
        asked_agency=row.asked_agency,
        question=row.question if with_words else "",
        asked_at=row.asked_at,
        asked_by=row.asked_by if with_words else "",
        due_at=row.due_at,
        silence_agrees=row.silence_agrees,
        stops_clock=row.stops_clock,
        answer=row.answer,
        answer_text=row.answer_text if with_words else "",
        answered_at=row.answered_at,
        answered_by=row.answered_by if with_words else "",
    )


def _transfer(row: Transfer) -> TransferView:
    return TransferView(
        from_agency=row.from_agency,
        to_agency=row.to_agency,
        reason=row.reason,
        officer=row.officer_name,
        at=row.at,
    )


def parts_of(number: str, *, actor: Actor) -> tuple[PartView, ...]:
    """Return the parts of a form for several procedures, in its order; none: no such form.

    Before acceptance the parts have no number yet: they are what the form may lead to.
    """
    case = find_row(number)
    policies.check_can_see(case, actor)
    package = package_of(case)
    opened = {child.part_key: child for child in case.parts.order_by("created_at", "id")}
    if case.accepted_at is None:
        return tuple(_planned(part) for part in package.parts)
    return tuple(_part(part, opened[part.key]) for part in package.parts if part.key in opened)


def _planned(part: Part) -> PartView:
    return PartView(
        key=part.key, number="", procedure=part.procedure, name=part.name, agency="", status="",
        status_name={}, due_at=None, finished_at=None, closing_reason="", waits_for=part.after,
    )  # fmt: skip


def _part(part: Part, child: Case) -> PartView:
    status = Status(child.status)
    return PartView(
        key=part.key,
        number=child.key,
        procedure=child.procedure,
        name=part.name,
        agency=child.competent_agency,
        status=status,
        status_name=NAMES[status],
        due_at=child.due_at,
        finished_at=child.finished_at,
        closing_reason=child.closing_reason,
        waits_for=part.after if child.accepted_at is None else (),
    )
