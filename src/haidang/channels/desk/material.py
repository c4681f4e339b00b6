"""Gather what the page of a case shows, by the reads of the domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from haidang.blocks.agencies import public as agencies
from haidang.blocks.payments import public as payments
from haidang.channels.desk.words import language, say
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.engines.deadlines import WorkingCalendar
from haidang.engines.packages import Evidence
from haidang.kernel.actors import Actor

Answers = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A case and all that is known around it, for an officer who may see it."""

    case: cases.CaseView
    actor: Actor
    tasks: tuple[worklist.TaskView, ...]
    answers: Answers
    steps: tuple[cases.ProcessStep, ...]
    timeline: tuple[cases.TimelineItem, ...]
    orders: tuple[payments.Order, ...]
    evidence_rules: tuple[Evidence, ...]
    questions: tuple[tuple[str, str], ...]
    calendar: WorkingCalendar
    agency: str
    timing: cases.Timing
    abilities: Mapping[str, bool]
    notes: tuple[cases.NoteView, ...]
    consultations: tuple[cases.ConsultationView, ...]
    transfers: tuple[cases.TransferView, ...]
    deficiencies: tuple[cases.Deficiency, ...]
    other_agencies: tuple[tuple[str, str], ...] = ()
    forecast: cases.ForecastView | None = None


def gather(number: str, *, actor: Actor, with_agencies: bool = False) -> Material:
    """Read a case; raises CaseUnknown for who may not see it. The look is noted.

    ``with_agencies`` reads the city's other agencies too, for acts that name one.
    """
    case = cases.get_case(number, actor=actor)
    abilities = cases.abilities(number, actor=actor)
    package = catalog.get_revision(case.revision_id).package
    return Material(
        case=case,
        actor=actor,
        tasks=tuple(worklist.list_open_tasks_of(number)),
        answers=cases.explain_case(case.id, actor=actor, language=language()),
        steps=cases.process_position(number, actor=actor),
        timeline=tuple(cases.timeline(number, actor=actor)),
        orders=tuple(payments.list_orders(subject=number)),
        evidence_rules=package.evidence,
        questions=_questions(case.id, actor=actor),
        calendar=catalog.working_calendar(case.city),
        agency=agencies.get_agency(case.receiving_agency).name,
        timing=cases.timing(number, actor=actor),
        abilities=abilities,
        notes=cases.list_notes(number, actor=actor) if abilities["note"] else (),
        consultations=cases.consultations_of(number, actor=actor),
        transfers=cases.transfers_of(number, actor=actor),
        deficiencies=cases.list_deficiencies(number, actor=actor) if abilities["find"] else (),
        other_agencies=_others(case) if with_agencies else (),
        forecast=cases.forecast(number, actor=actor),
    )


def _others(case: cases.CaseView) -> tuple[tuple[str, str], ...]:
    found = agencies.list_agencies(case.city)
    return tuple((each.code, each.name) for each in found if each.code != case.competent_agency)


def _questions(case_id: UUID, *, actor: Actor) -> tuple[tuple[str, str], ...]:
    return tuple(
        (shown.field.key, say(shown.field.label) or shown.field.key)
        for page in cases.describe_form(case_id, actor=actor)
        for shown in page.fields
        if shown.field.type not in {"note", "calculated"}
    )
