"""Beginning a case, filling in its form, and the review before handing in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.channels.portal.presenters import wording
from haidang.channels.portal.presenters.asked import asked_items, mark_asked
from haidang.channels.portal.presenters.pages import (
    ForecastPart,
    FormPage,
    ReviewPage,
    Section,
)
from haidang.channels.portal.presenters.places import MandatePart
from haidang.channels.portal.presenters.wording import said
from haidang.domain.cases.public import (
    CaseView,
    EvidenceView,
    FeeView,
    Review,
    fetchable_fields,
    source_of,
)
from haidang.engines.forms import FieldType, ShownField, ShownPage, prefill
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.errors import Problem, Severity
from haidang.kernel.money import Money
from haidang.ui.parts import Cell, Fault, Link, Row, Table
from haidang.ui.questions import (
    Places,
    Setting,
    evidence_key,
    problems_of,
    to_field,
)

Words = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Answers in words: page titles, each with its pairs of label and value."""


def form_page(
    case: CaseView,
    *,
    pages: Sequence[ShownPage],
    current: ShownPage,
    package: ProcedurePackage,
    problems: Sequence[Problem],
    places: Places,
) -> FormPage:
    """Return one page of the form, with its place among the others."""
    keys = [page.key for page in pages]
    at = keys.index(current.key)
    setting = replace(
        setting_of(case, package, problems=problems, places=places),
        fetchable=fetchable_fields(package),
    )
    back = step_href(case, keys[at - 1]) if at else reverse("portal:start", args=[case.procedure])
    return FormPage(
        procedure=said(case.procedure_name),
        title=said(current.title),
        help=said(current.help),
        step=at + 1,
        total=len(keys) + 1,
        fields=mark_asked(
            [to_field(shown, setting=setting) for shown in current.fields],
            current.fields,
            asked_items(case),
        ),
        faults=faults_of(current.fields, setting.problems),
        back_href=back,
        steps=_steps(case, pages, current),
        saved=_("Every page is saved when you go on."),
    )


def setting_of(
    case: CaseView, package: ProcedurePackage, *, problems: Sequence[Problem], places: Places
) -> Setting:
    """Return what surrounds the questions of a case."""
    return Setting(
        problems=tuple(one for one in problems if one.severity is Severity.ERROR),
        files=case.evidence,
        places=places,
        lookup=reverse("portal:wards"),
        replaced={
            one.key: _("Data can replace this paper: %(source)s (%(law)s).")
            % {"source": said(one.replaced_by.source), "law": one.replaced_by.law}
            for one in package.evidence
            if one.replaced_by
        },
        known=prefill(package.form, {"applicant": case.applicant, **_records(case)}),
    )


def _records(case: CaseView) -> dict[str, object]:
    """Return what registers said, under the names by which a form reads it."""
    return {
        source_of(one.source): one.content["record"]
        for one in case.evidence
        if "record" in one.content
    }


def faults_of(
    page_fields: Iterable[ShownField], problems: Sequence[Problem], *, href: str = ""
) -> tuple[Fault, ...]:
    """Return the problems of some questions as links to them."""
    faults = []
    for shown in page_fields:
        inner = [one for row in shown.rows for one in row] or [shown]
        for question in inner:
            anchor = f"{href}#{_focus_id(question)}"
            faults += [
                Fault(text=_fault_text(question, one), href=anchor)
                for one in problems_of([question], problems)
            ]
    return tuple(faults)


def review_page(
    case: CaseView,
    review: Review,
    *,
    pages: Sequence[ShownPage],
    words: Words,
    agency: str,
    forecast: ForecastPart | None = None,
    notes: tuple[str, ...] = (),
    mandate: MandatePart | None = None,
) -> ReviewPage:
    """Return everything at once: answers, problems, fees, expected date."""
    errors = [one for one in review.problems if one.severity is Severity.ERROR]
    faults = [
        fault
        for page in pages
        for fault in faults_of(page.fields, errors, href=f"{step_href(case, page.key)}?xem-loi=1")
    ]
    placed = problems_of([shown for page in pages for shown in page.fields], errors)
    faults += [Fault(text=one.text(wording.language())) for one in errors if one not in placed]
    return ReviewPage(
        procedure=said(case.procedure_name),
        agency=agency,
        sections=_sections(case, pages, words),
        faults=tuple(faults),
        fees=fee_table(review.fees, review.total) if review.fees else None,
        due=wording.instant_words(review.estimate.due_at),
        due_reasons=tuple(said(reason) for reason in review.estimate.reasons),
        back_href=step_href(case, pages[-1].key),
        forecast=forecast,
        notes=notes,
        mandate=mandate,
    )


def fee_table(fees: Iterable[FeeView], total: Money) -> Table:
    """Return what is owed, with the reason of each amount."""
    return Table(
        caption=_("Fees"),
        columns=(_("Fee"), _("How it is reckoned"), _("Amount")),
        rows=tuple(
            (
                Cell(text=said(line.name)),
                Cell(text=f"{said(line.reason)} {line.legal_basis}".strip()),
                Cell(text=str(line.amount), number=True),
            )
            for line in fees
        ),
        total=(Cell(text=_("Total")), Cell(text=""), Cell(text=str(total), number=True)),
    )


def step_href(case: CaseView, page: str) -> str:
    """Return the address of a page of a case's form."""
    return reverse("portal:form", args=[case.number or case.id, page])


def answers_sections(words: Words, files: Iterable[EvidenceView]) -> tuple[Section, ...]:
    """Return the answers in words and the files, without ways to change them."""
    sections = tuple(
        Section(title=title, rows=tuple(Row(term=term, text=text) for term, text in pairs))
        for title, pairs in words
    )
    rows = tuple(
        Row(term=one.name, text=wording.size_words(one.size)) for one in files if one.size
    )
    return (*sections, Section(title=_("Files"), rows=rows)) if rows else sections


def _sections(case: CaseView, pages: Sequence[ShownPage], words: Words) -> tuple[Section, ...]:
    said_by_title: Mapping[str, Sequence[tuple[str, str]]] = dict(words)
    sections = []
    for page in pages:
        title = said(page.title)
        pairs = said_by_title.get(title, ())
        rows = tuple(Row(term=term, text=text) for term, text in pairs)
        rows += _file_rows(case, page)
        sections.append(Section(title=title, rows=rows, href=step_href(case, page.key)))
    return tuple(sections)


def _file_rows(case: CaseView, page: ShownPage) -> tuple[Row, ...]:
    asked = [one for one in page.fields if one.field.type is FieldType.EVIDENCE]
    return tuple(
        Row(
            term=said(one.field.label),
            text=", ".join(file.name for file in case.evidence if file.key == evidence_key(one)),
        )
        for one in asked
    )


def _steps(case: CaseView, pages: Sequence[ShownPage], current: ShownPage) -> tuple[Link, ...]:
    keys = [page.key for page in pages]
    reached = keys.index(case.page) if case.page in keys else 0
    at = keys.index(current.key)
    links = [
        Link(
            text=said(page.title),
            href=step_href(case, page.key) if number <= max(reached, at) else "",
            icon="check" if number < at else "",
            current=page is current,
        )
        for number, page in enumerate(pages)
    ]
    return (*links, Link(text=_("Check and hand in")))


def _fault_text(shown: ShownField, problem: Problem) -> str:
    label, text = said(shown.field.label), problem.text(wording.language())
    told = text if label.casefold() in text.casefold() else f"{label}: {text}"
    return f"{told} ({problem.clause})" if problem.clause else told


def _focus_id(shown: ShownField) -> str:
    setting = Setting(
        problems=(),
        files=(),
        places=Places(provinces=(), wards={}, home=""),
        lookup="",
        replaced={},
        known={},
    )
    return to_field(shown, setting=setting).focus_id
