"""One intake on one page: answers, papers, what is missing, what it costs."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haidang.blocks.scanning.public import StackView
from haidang.channels.counter.pages import Paper, PaperFile, Section, SheetPage
from haidang.domain.cases.public import CaseView, FeeView, Review
from haidang.engines.forms import ShownPage, prefill
from haidang.engines.packages import Evidence, ProcedurePackage
from haidang.kernel.clock import local
from haidang.kernel.errors import Problem, Severity
from haidang.kernel.money import Money
from haidang.kernel.personal_id import mask
from haidang.ui.parts import Cell, Fault, Link, Row, Table
from haidang.ui.questions import (
    Places,
    Setting,
    field_name,
    language,
    problems_of,
    said,
    size_words,
    to_field,
)

_UNASKED = frozenset({"evidence"})


def sheet_page(
    case: CaseView,
    *,
    pages: Sequence[ShownPage],
    review: Review,
    package: ProcedurePackage,
    stacks: Sequence[StackView],
    places: Places,
    can_read_text: bool,
    is_checked: bool,
) -> SheetPage:
    """Return the sheet; faults are shown only after somebody asked for the check."""
    errors = tuple(one for one in review.problems if one.severity is Severity.ERROR)
    setting = Setting(
        problems=errors if is_checked else (),
        files=case.evidence,
        places=places,
        lookup=reverse("portal:wards"),
        replaced={},
        known=prefill(package.form, {"applicant": case.applicant}),
    )
    return SheetPage(
        draft=str(case.id),
        number=case.number,
        is_supplement=bool(case.number),
        procedure=said(case.procedure_name),
        person=_person(case),
        sections=tuple(_section(page, setting) for page in pages),
        papers=tuple(_paper(rule, case) for rule in package.evidence),
        waiting=tuple(_stack_link(case, stack) for stack in stacks),
        faults=_faults(pages, errors) if is_checked else (),
        is_checked=is_checked,
        fees=_fee_table(review.fees, review.total) if review.fees else None,
        due=f"{local(review.estimate.due_at):%H:%M %d/%m/%Y}" if review.estimate.due_at else "",
        reading=""
        if can_read_text
        else _(
            "Text recognition is not installed on this server: scans stay pictures that cannot "
            "be searched. Install the extra “ocr”."
        ),
        started=f"{local(case.created_at):%H:%M:%S}",
    )


def papers_to_choose(package: ProcedurePackage) -> Mapping[str, str]:
    """Return the papers of a procedure that a scan may be, by key."""
    return {rule.key: said(rule.name) for rule in package.evidence}


def _person(case: CaseView) -> tuple[Row, ...]:
    person = case.applicant
    return (
        Row(term=_("Full name"), text=str(person.get("full_name") or "")),
        Row(
            term=_("Personal identification number"),
            text=mask(str(person.get("personal_id") or "")),
        ),
        Row(term=_("Place of residence"), text=str(person.get("address_text") or "—")),
    )


def _section(page: ShownPage, setting: Setting) -> Section:
    asked = [one for one in page.fields if one.field.type not in _UNASKED]
    return Section(
        key=page.key,
        title=said(page.title),
        fields=tuple(to_field(one, setting=setting) for one in asked),
    )


def _paper(rule: Evidence, case: CaseView) -> Paper:
    files = tuple(
        PaperFile(id=str(one.id), name=one.name, note=_file_note(one.size, one.content))
        for one in case.evidence
        if one.key == rule.key
    )
    note = ""
    if rule.replaced_by:
        note = _("Data can replace this paper: %(source)s (%(law)s).") % {
            "source": said(rule.replaced_by.source),
            "law": rule.replaced_by.law,
        }
    return Paper(
        key=rule.key,
        name=said(rule.name),
        note=note,
        files=files,
        tone="good" if files else "idle",
        state=_("Scanned") if files else _("Nothing yet"),
    )


def _file_note(size: int, content: Mapping[str, object]) -> str:
    paper = content.get("paper")
    words = [size_words(size)]
    if isinstance(paper, dict):
        kept = {
            "copy": _("a copy was handed in"),
            "shown": _("the original was shown"),
            "kept": _("the original stays here"),
        }
        texts = {
            "waiting": _("the text is being read"),
            "done": _("can be searched"),
            "unavailable": _("a picture without text"),
            "failed": _("the text could not be read"),
        }
        words += [
            kept.get(str(paper.get("kept")), ""),
            texts.get(str(paper.get("text")), ""),
        ]
    return " · ".join(word for word in words if word)


def _faults(pages: Sequence[ShownPage], errors: Sequence[Problem]) -> tuple[Fault, ...]:
    shown = [one for page in pages for one in page.fields]
    asked = [one for one in shown if one.field.type not in _UNASKED]
    placed = {id(one): _anchor(one) for one in problems_of(asked, errors)}
    return tuple(_fault(one, placed.get(id(one), "#papers")) for one in errors)


def _anchor(problem: Problem) -> str:
    return f"#f-{field_name(problem.path).replace('.', '-')}"


def _fault(problem: Problem, href: str) -> Fault:
    clause = f" ({problem.clause})" if problem.clause else ""
    return Fault(text=f"{problem.text(language())}{clause}", href=href)


def _stack_link(case: CaseView, stack: StackView) -> Link:
    count = len(stack.pages)
    words = ngettext("%(count)d page to split", "%(count)d pages to split", count)
    return Link(
        text=words % {"count": count},
        href=reverse("counter:stack", args=[case.id, stack.id]),
        icon="file",
    )


def _fee_table(fees: Sequence[FeeView], total: Money) -> Table:
    return Table(
        caption=_("Fees"),
        columns=(_("Fee"), _("Amount")),
        rows=tuple(
            (Cell(text=said(line.name)), Cell(text=str(line.amount), number=True)) for line in fees
        ),
        total=(Cell(text=_("Total")), Cell(text=str(total), number=True)),
        hide_caption=True,
    )
