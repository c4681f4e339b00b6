"""Take a case down at the counter: person, answers, papers, receipt."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from haidang.blocks.scanning import public as scanning
from haidang.channels.counter import stack_page as splitting
from haidang.channels.counter.frame import actor_of, agency_of, for_reception, show
from haidang.channels.counter.intake import (
    Intake,
    check,
    person_of,
    read_intake,
    with_ticket,
)
from haidang.channels.counter.pages import SeparatorSheet, SeparatorsPage
from haidang.channels.counter.sheet_page import papers_to_choose, sheet_page
from haidang.channels.counter.sources import choices_of, places, unit_options
from haidang.channels.counter.start_page import start_page
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.domain.queue import public as queue
from haidang.engines.scans import separator_text
from haidang.kernel.errors import InvalidInput
from haidang.kernel.events import JSON
from haidang.ui.answers import change_entries, read_answers
from haidang.ui.parts import Fault
from haidang.ui.questions import language, said

WHY: Final = "Tiếp nhận hồ sơ trực tiếp"
_ROUNDS: Final = 4


@require_http_methods(["GET", "POST"])
@for_reception
def start(request: HttpRequest) -> HttpResponse:
    """Ask who is here and what for; a scanned card fills the person in."""
    actor = actor_of(request)
    home = agency_of(actor).unit_code
    if request.method == "GET":
        return _draw_start(request, _from_ticket(request, Intake(unit=home)))
    intake = read_intake(request.POST, request.FILES)
    faults = intake.faults or (check(intake) if intake.wants_begin else ())
    if intake.wants_begin and not faults:
        person_id, faults = person_of(intake, actor=actor)
        if person_id is not None:
            draft = cases.start_at_counter(
                procedure=intake.procedure,
                unit=intake.unit or home,
                agency=agency_of(actor).code,
                applicant_id=person_id,
                city=settings.HAIDANG_CITY,
                actor=actor,
            )
            return redirect("counter:sheet", draft)
    return _draw_start(request, intake, faults=faults)


@require_http_methods(["GET", "POST"])
@for_reception
def sheet(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show one intake; whatever button is pressed, nothing that was typed is lost."""
    actor = actor_of(request)
    case = cases.get_case(draft_id, actor=actor, purpose=WHY)
    if not cases.abilities(draft_id, actor=actor)["edit"]:
        return redirect("counter:done", case.number)
    if request.method == "POST":
        _keep_answers(request, case)
        return _do(request, case)
    return _draw_sheet(request, draft_id, is_checked="kiem-tra" in request.GET)


@require_http_methods(["GET", "POST"])
@for_reception
def stack(request: HttpRequest, draft_id: UUID, stack_id: UUID) -> HttpResponse:
    """Show the pages of a stack; bind them to papers."""
    actor = actor_of(request)
    case = cases.get_case(draft_id, actor=actor, purpose=WHY)
    found = scanning.get_stack(stack_id, actor=actor)
    papers = papers_to_choose(catalog.get_revision(case.revision_id).package)
    if request.method == "GET":
        rows = splitting.proposed_rows(found, papers=papers)
        page = splitting.stack_page(case, found, rows=rows, papers=papers)
        return show(request, "stack", page)
    rows = splitting.read_rows(request.POST)
    faults = splitting.find_faults(rows, pages=len(found.pages), papers=papers)
    if not faults:
        faults = _bind(request, case, found, rows=[row for row in rows if row.key], papers=papers)
    if faults:
        page = splitting.stack_page(case, found, rows=rows, papers=papers, faults=faults)
        return show(request, "stack", page, status=422)
    return redirect("counter:sheet", draft_id)


@require_safe
@for_reception
def page(request: HttpRequest, draft_id: UUID, stack_id: UUID, number: int) -> HttpResponse:
    """Show a page of a stack as a small picture."""
    del draft_id
    width = 1000 if "lon" in request.GET else 220
    drawn = scanning.draw_page(stack_id, page=number, width=width, actor=actor_of(request))
    response = HttpResponse(drawn, content_type="image/jpeg", status=200 if drawn else 204)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
@for_reception
def separators(request: HttpRequest) -> HttpResponse:
    """Show sheets to print and lay between documents; with a procedure, one for each paper."""
    code = request.GET.get("thu-tuc", "")[:20]
    sheets = [SeparatorSheet(payload=separator_text(), title=_("A new document begins"))]
    name = ""
    if code:
        package = catalog.current_revision(code).package
        name = said(package.name)
        sheets = [
            SeparatorSheet(payload=separator_text(key), title=title)
            for key, title in papers_to_choose(package).items()
        ] or sheets
    return show(request, "separators", SeparatorsPage(procedure=name, sheets=tuple(sheets)))


def _from_ticket(request: HttpRequest, intake: Intake) -> Intake:
    """Return an intake that begins with what the person prepared at the kiosk."""
    try:
        ticket_id = UUID(request.GET.get("so", ""))
    except ValueError:
        return intake
    carried = queue.carried_by(ticket_id, actor=actor_of(request))
    return with_ticket(
        intake, personal_text=carried.card, procedure=carried.procedure, ticket=carried.label
    )


def _draw_start(
    request: HttpRequest, intake: Intake, *, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    drawn = start_page(
        intake,
        choices=choices_of(intake.words, chosen=intake.procedure),
        units=unit_options(),
        drafts=cases.list_counter_drafts(actor=actor_of(request)),
        faults=faults,
    )
    return show(request, "start", drawn, status=422 if faults else 200)


def _keep_answers(request: HttpRequest, case: cases.CaseView) -> None:
    """Keep what was typed, also the answers to questions that other answers bring up."""
    actor = actor_of(request)
    known: frozenset[str] = frozenset()
    for _round in range(_ROUNDS):
        pages = cases.describe_form(case.id, actor=actor)
        asked = frozenset(one.path for page in pages for one in page.fields)
        if asked <= known:
            break
        known = known | asked
        answers: dict[str, JSON] = {}
        for shown in pages:
            read = read_answers(request.POST, shown.fields)
            answers |= change_entries(request.POST, shown.fields, read)
        cases.save_answers(case.id, answers=answers, actor=actor)
    removed = request.POST.get("_remove_paper", "")
    if removed:
        cases.remove_evidence(case.id, evidence_id=UUID(removed), actor=actor)


def _do(request: HttpRequest, case: cases.CaseView) -> HttpResponse:
    """Do what the pressed button asks for; the answers are kept already."""
    wanted = request.POST.get("_do", "")
    if request.FILES.getlist("stack"):
        return _take_stack(request, case)
    if wanted == "accept":
        return _accept(request, case)
    if wanted == "ask":
        return _ask(request, case)
    if wanted == "check":
        return _draw_sheet(request, case.id, is_checked=True)
    return redirect("counter:sheet", case.id)


def _accept(request: HttpRequest, case: cases.CaseView) -> HttpResponse:
    actor = actor_of(request)
    try:
        if case.number:
            cases.answer_supplement(case.number, actor=actor)
            cases.accept_case(case.number, actor=actor)
            number = case.number
        else:
            number = cases.take_in_at_counter(case.id, actor=actor).number
    except cases.AnswersRefused:
        return _draw_sheet(request, case.id, is_checked=True, status=422)
    return redirect("counter:done", number)


def _ask(request: HttpRequest, case: cases.CaseView) -> HttpResponse:
    try:
        number = cases.ask_at_counter(
            case.id, reason=request.POST.get("reason", ""), actor=actor_of(request)
        )
    except cases.ReasonMissing as missing:
        for problem in missing.problems:
            messages.warning(request, problem.text(language()), extra_tags="warn")
        return _draw_sheet(request, case.id, is_checked=True, status=422)
    return redirect("counter:done", number)


def _take_stack(request: HttpRequest, case: cases.CaseView) -> HttpResponse:
    """Take scans in; when separator sheets name every paper, bind them at once."""
    actor = actor_of(request)
    files = [(one.name or "tep", one.read()) for one in _uploads(request.FILES)]
    try:
        taken = scanning.take_stack(
            files, agency=case.receiving_agency, matter=str(case.id), actor=actor
        )
    except InvalidInput as refused:
        for problem in refused.problems:
            messages.error(request, problem.text(language()), extra_tags="bad")
        return _draw_sheet(request, case.id, is_checked=False, status=422)
    papers = papers_to_choose(catalog.get_revision(case.revision_id).package)
    rows = splitting.proposed_rows(taken, papers=papers)
    is_clear = bool(rows) and all(part.key in papers for part in taken.parts)
    if is_clear and not _bind(request, case, taken, rows=rows, papers=papers):
        return redirect("counter:sheet", case.id)
    return redirect("counter:stack", case.id, taken.id)


def _bind(
    request: HttpRequest,
    case: cases.CaseView,
    found: scanning.StackView,
    *,
    rows: Sequence[splitting.Wanted],
    papers: Mapping[str, str],
) -> tuple[Fault, ...]:
    """Make a file of each row's pages and bind it to its paper; return what went wrong."""
    actor = actor_of(request)
    empty = [one.number for one in found.pages if one.is_blank or one.separator]
    used: set[int] = set()
    for row in rows:
        pages = splitting.pages_of(row)
        skipped = [number for number in empty if number in pages]
        pdf = scanning.read_pages(
            found.id, first=pages[0], last=pages[-1], without=skipped, actor=actor
        )
        try:
            cases.attach_paper(
                case.id, key=row.key, name=f"{papers[row.key][:80]}.pdf", content=pdf,
                kept=row.kept, actor=actor,
            )  # fmt: skip
        except InvalidInput as refused:
            return tuple(Fault(text=one.text(language())) for one in refused.problems)
        used.update(number for number in pages if number not in skipped)
    scanning.finish_stack(found.id, pages_used=len(used), actor=actor)
    said_words = ngettext(
        "%(count)d document was added.", "%(count)d documents were added.", len(rows)
    )
    messages.success(request, said_words % {"count": len(rows)}, extra_tags="good")
    return ()


def _draw_sheet(
    request: HttpRequest, draft_id: UUID, *, is_checked: bool, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    case = cases.get_case(draft_id, actor=actor, purpose=WHY)
    drawn = sheet_page(
        case,
        pages=cases.describe_form(draft_id, actor=actor),
        review=cases.review_case(draft_id, actor=actor),
        package=catalog.get_revision(case.revision_id).package,
        stacks=scanning.list_stacks(str(draft_id), actor=actor),
        places=places(),
        can_read_text=scanning.can_read_text(),
        is_checked=is_checked,
    )
    return show(request, "sheet", drawn, status=status)


def _uploads(
    files: "MultiValueDict[str, UploadedFile[bytes]]",
) -> list["UploadedFile[bytes]"]:
    return [one for one in files.getlist("stack") if one]
