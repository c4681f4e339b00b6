"""Present a case with everything on one screen."""

from collections.abc import Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from haidang.channels.desk import around, story
from haidang.channels.desk.evidence import proofs
from haidang.channels.desk.material import Material
from haidang.channels.desk.money import money
from haidang.channels.desk.pages import CasePage, PanelTask, Paper, Request, Section
from haidang.channels.desk.panel import Chosen, panel_tasks
from haidang.channels.desk.process import step_lines
from haidang.channels.desk.verb_panel import ChosenVerb, verb_choices, verb_form
from haidang.channels.desk.words import (
    CHANNELS,
    STATUS_TONES,
    DueWords,
    due_words,
    exact,
    say,
)
from haidang.channels.desk.work_page import case_crumbs
from haidang.domain.cases import public as cases
from haidang.kernel.clock import local
from haidang.kernel.events import JSON
from haidang.ui.parts import Link, Row

_READS_DRAFT: Final = frozenset({"leader", "clerk", "head"})
_FORMS: Final = frozenset({"mau_01", "mau_02", "mau_03", "mau_04", "mau_05", "phieu_kiem_soat"})
_RECENT: Final = 8
_WAITING: Final = frozenset({"5", "6"})


def case_page(
    material: Material, *, chosen: Chosen | None = None, verb: ChosenVerb | None = None
) -> CasePage:
    """Return everything that the page of a case shows."""
    case = material.case
    due = _due(material)
    tasks = panel_tasks(material, chosen=chosen)
    moments = story.tell(material.timeline)
    return CasePage(
        number=case.number,
        href=reverse("desk:case", args=[case.number]),
        procedure=say(case.procedure_name),
        status=say(case.status_name),
        status_tone=STATUS_TONES.get(case.status, "idle"),
        due=due.relative,
        due_exact=due.exact,
        due_tone=due.tone,
        due_reasons=tuple(say(reason) for reason in case.due.reasons),
        closing_reason=case.closing_reason,
        crumbs=(*case_crumbs(), Link(text=case.number)),
        jumps=_jumps(material),
        facts=_facts(material),
        tasks=tasks,
        verbs=verb_choices(material, chosen=verb),
        verb_form=verb_form(material, chosen=verb) if verb else None,
        is_writing=verb is not None or any(task.form is not None for task in tasks),
        can_note=material.abilities["note"],
        lacks=around.lacks(material),
        notes=around.notes(material),
        places=around.places(material),
        preview=_preview(material, tasks),
        parties=_parties(case),
        answers=tuple(
            Section(title=title, rows=around.marked(pairs, material=material))
            for title, pairs in material.answers
        ),
        proofs=proofs(material),
        requests=tuple(_request(each) for each in case.supplements),
        papers=tuple(_paper(case.number, each) for each in case.documents),
        money=money(material),
        process=step_lines(material.steps, timeline=material.timeline),
        moments=moments[:_RECENT],
        earlier=moments[_RECENT:],
    )


def _due(material: Material) -> DueWords:
    case = material.case
    if case.due.due_at is None:
        words = _("Not accepted yet") if case.accepted_at is None else _("No due date")
        return DueWords(relative=words, exact="", tone="idle")
    if case.finished_at is not None:
        is_late = local(case.finished_at).date() > local(case.due.due_at).date()
        words = _("Decided late") if is_late else _("Decided in time")
        return DueWords(
            relative=words, exact=exact(case.due.due_at), tone="bad" if is_late else "good"
        )
    if case.status in _WAITING:
        words = _("The clock waits for the applicant.")
        return DueWords(relative=words, exact=exact(case.due.due_at), tone="idle")
    return due_words(case.due.due_at, calendar=material.calendar)


def _facts(material: Material) -> tuple[Row, ...]:
    case = material.case
    facts = (
        (_("Handed in"), exact(case.submitted_at)),
        (pgettext("case", "Way in"), str(CHANNELS.get(case.channel, case.channel))),
        (pgettext("case", "Accepted"), exact(case.accepted_at)),
        (_("Result owed by"), exact(case.due.due_at)),
        (_("Usually done"), _forecast(material)),
        (_("Decided"), exact(case.finished_at)),
        (_("Result returned"), exact(case.returned_at)),
        (_("Received by"), material.agency),
        (_("Procedure"), _("%(code)s, revision %(number)d")
            % {"code": case.procedure, "number": case.revision}),
        (_("Rating"), f"{case.rating}/5" if case.rating else ""),
    )  # fmt: skip
    return tuple(Row(term=term, text=text) for term, text in facts if text)


def _forecast(material: Material) -> str:
    """Return what the applicant is told beside the legal date."""
    told = material.forecast
    if told is None or not told.lines:
        return ""
    return " ".join(say(line) for line in told.lines)


def _parties(case: cases.CaseView) -> tuple[Section, ...]:
    sections = (
        Section(title=_("Applicant"), rows=_person(case.applicant)),
        Section(title=_("Representative"), rows=_person(case.representative)),
    )
    return tuple(section for section in sections if section.rows)


def _person(person: Mapping[str, JSON]) -> tuple[Row, ...]:
    born = str(person.get("born_on") or "")
    told = (
        (_("Full name"), person.get("full_name")),
        (_("Personal id"), person.get("personal_id")),
        (_("Born on"), "/".join(reversed(born.split("-")))),
        (_("Telephone"), person.get("phone")),
        (_("E-mail"), person.get("email")),
        (_("Residence"), person.get("address_text")),
    )
    return tuple(Row(term=term, text=str(text)) for term, text in told if text)


def _request(request: cases.SupplementView) -> Request:
    until = f"{request.due_on:%d/%m/%Y}" if request.due_on else ""
    answered = _("Answered at %(when)s.") % {"when": exact(request.answered_at)}
    waiting = _("The applicant has until %(day)s.") % {"day": until}
    return Request(
        title=_("Supplement request %(number)s") % {"number": request.number},
        note=" ".join(
            (
                f"{exact(request.requested_at)} · {request.officer}.",
                answered if request.answered_at else waiting,
            )
        ),
        reason=request.reason,
        items=tuple(
            f"{item.text} ({item.clause})" if item.clause else item.text for item in request.items
        ),
    )


def _paper(number: str, paper: cases.DocumentView) -> Paper:
    is_draft = paper.kind == "result" and not paper.signatures
    parts = (
        _("No. %(number)s") % {"number": paper.number} if paper.number else "",
        exact(paper.made_at),
        f"{max(paper.size // 1024, 1)} KB",
    )
    return Paper(
        title=say(paper.title),
        note=" · ".join(part for part in parts if part),
        href=reverse("desk:document", args=[number, paper.id]),
        badge=_paper_badge(paper, is_draft=is_draft),
        tone="warn" if is_draft else "good" if paper.signatures else "idle",
        prints=_prints(number, paper) if paper.kind in _FORMS else (),
    )


def _prints(number: str, paper: cases.DocumentView) -> tuple[Link, ...]:
    return tuple(
        Link(text=size.upper(), href=reverse("desk:print", args=[number, paper.id, size]))
        for size in ("a5", "a4")
    )


def _paper_badge(paper: cases.DocumentView, *, is_draft: bool) -> str:
    if is_draft:
        return pgettext("document", "Draft")
    if not paper.signatures:
        return pgettext("document", "Not signed")
    return _("%(count)d signatures") % {"count": paper.signatures}


def _preview(material: Material, tasks: tuple[PanelTask, ...]) -> str:
    """Return the address of the result for those who sign or seal it now."""
    wanted = any(
        task.post in _READS_DRAFT and str(task.id) in {own.id for own in tasks if own.can_act}
        for task in material.tasks
    )
    results = [paper for paper in material.case.documents if paper.kind == "result"]
    if not wanted or not results:
        return ""
    return reverse("desk:document", args=[material.case.number, results[-1].id])


def _jumps(material: Material) -> tuple[Link, ...]:
    case = material.case
    wanted = (
        (_("People"), "people", "users", True),
        (_("Answers"), "answers", "list", bool(material.answers)),
        (_("Evidence"), "evidence", "folder", True),
        (_("Deficiencies"), "lacks", "alert", bool(material.deficiencies)),
        (_("Supplement"), "supplement", "edit", bool(case.supplements)),
        (pgettext("case", "Documents"), "documents", "file-check", True),
        (_("Fees"), "fees", "coins", True),
        (_("Notes"), "notes", "chat", material.abilities["note"]),
        (_("Process"), "process", "refresh", True),
        (_("History"), "history", "history", True),
    )
    return tuple(
        Link(text=text, href=f"#{place}", icon=icon)
        for text, place, icon, shown in wanted
        if shown
    )
