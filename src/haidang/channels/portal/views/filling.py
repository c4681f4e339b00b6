"""Fill in a form page by page, look it over, hand it in."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from haidang.channels.portal import forms
from haidang.channels.portal.presenters.catalog import unsure_notes
from haidang.channels.portal.presenters.filling import form_page, review_page, step_href
from haidang.channels.portal.presenters.forecasting import forecast_part
from haidang.channels.portal.presenters.places import mandate_part
from haidang.channels.portal.presenters.wording import language
from haidang.channels.portal.views.frame import actor_of, for_people, show
from haidang.channels.portal.views.places import MANDATE
from haidang.channels.portal.views.sources import agency_name, places
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.engines.forms import ShownPage
from haidang.kernel.errors import Problem, ProviderUnavailable, Severity
from haidang.ui.answers import change_entries, read_answers


@require_safe
@for_people
def resume(request: HttpRequest, key: str) -> HttpResponse:
    """Go on where the person stopped."""
    actor = actor_of(request)
    case = cases.get_case(key, actor=actor, purpose="own case")
    keys = [page.key for page in cases.describe_form(case.id, actor=actor)]
    return redirect(step_href(case, case.page if case.page in keys else keys[0]))


@require_http_methods(["GET", "POST"])
@for_people
def form(request: HttpRequest, key: str, page: str) -> HttpResponse:
    """Show one page of the form, and keep what was filled in."""
    actor = actor_of(request)
    case = cases.get_case(key, actor=actor, purpose="own case")
    if not cases.abilities(key, actor=actor)["edit"]:
        return redirect("portal:case", key)
    current = _page_of(cases.describe_form(case.id, actor=actor), page)
    if request.method == "POST":
        return _keep(request, case, current)
    wants_faults = "xem-loi" in request.GET
    problems = cases.review_case(case.id, actor=actor).problems if wants_faults else ()
    return _draw(request, case, page, problems)


@require_http_methods(["GET", "POST"])
@for_people
def review(request: HttpRequest, key: str) -> HttpResponse:
    """Show everything at once; hand in when nothing is missing."""
    actor = actor_of(request)
    case = cases.get_case(key, actor=actor, purpose="own case")
    if case.number:
        return redirect("portal:case", case.number)
    found = cases.review_case(case.id, actor=actor)
    if request.method == "POST" and found.is_complete:
        number = cases.submit_case(case.id, actor=actor).case_number
        messages.success(request, _("Your case was handed in."), extra_tags="good")
        return redirect("portal:case", number)
    page = review_page(
        case,
        found,
        pages=cases.describe_form(case.id, actor=actor),
        words=cases.explain_case(case.id, actor=actor, language=language()),
        agency=agency_name(case.receiving_agency),
        forecast=forecast_part(cases.forecast(case.id, actor=actor)),
        notes=unsure_notes(catalog.get_revision(case.revision_id), case.channel),
        mandate=mandate_part(case, key=MANDATE),
    )
    return show(request, "review", page, status=422 if request.method == "POST" else 200)


def _keep(request: HttpRequest, case: cases.CaseView, current: ShownPage) -> HttpResponse:
    """Keep a page: add or remove entries and files, then go on, stay or leave."""
    actor = actor_of(request)
    answers = read_answers(request.POST, current.fields)
    answers = change_entries(request.POST, current.fields, answers)
    forms.remove_file(case.id, post=request.POST, actor=actor)
    refused = forms.attach_files(
        case.id, page_fields=current.fields, files=request.FILES, actor=actor
    )
    checked = cases.save_answers(case.id, answers=answers, actor=actor, page=current.key)
    if request.POST.get("_go") == "later":
        messages.info(request, _("Your draft is saved; go on whenever you like."))
        return redirect("portal:cases")
    if "_fetch" in request.POST:
        return _fetch(request, case, current)
    pages = cases.describe_form(case.id, actor=actor)
    if request.POST.get("_go") != "next" or _asks_more(pages, current):
        return redirect(step_href(case, current.key))
    problems = [*refused, *checked.problems]
    if any(problem.severity is Severity.ERROR for problem in problems):
        fresh = cases.get_case(case.id, actor=actor, purpose="own case")
        return _draw(request, fresh, current.key, problems, status=422)
    return _go_on(case, pages, current)


def _fetch(request: HttpRequest, case: cases.CaseView, current: ShownPage) -> HttpResponse:
    """Ask the register that belongs to a question; say what came of it on the same page."""
    key = request.POST["_fetch"]
    package = catalog.get_revision(case.revision_id).package
    service = cases.fetchable_fields(package).get(key)
    if service is None:
        raise Http404
    try:
        fetched = cases.fetch_data(case.id, service=service, actor=actor_of(request))
    except ProviderUnavailable:
        silent = _(
            "The register does not answer at the moment. Your answers are saved: type the data "
            "in yourself, or try again later."
        )
        messages.warning(request, silent, extra_tags="warn")
        return redirect(step_href(case, current.key))
    except cases.DataNotFound as nothing:
        fresh = cases.get_case(case.id, actor=actor_of(request), purpose="own case")
        here = [replace(one, path=f"/{key}") for one in nothing.problems]
        return _draw(request, fresh, current.key, here, status=422)
    _tell(request, fetched)
    return redirect(step_href(case, current.key))


def _tell(request: HttpRequest, fetched: cases.FetchedData) -> None:
    """Say how many answers came, and how many of the person's own say something else."""
    count = len(fetched.filled)
    words = ngettext(
        "%(count)d answer was filled in; please check it on the following pages.",
        "%(count)d answers were filled in; please check them on the following pages.",
        count,
    )
    if count:
        messages.success(request, words % {"count": count}, extra_tags="good")
    else:
        messages.info(request, _("Nothing was left to fill in; your answers stay as they are."))
    other = len(fetched.differing)
    if other:
        differing = ngettext(
            "%(count)d answer of yours differs from the data and stays as you typed it.",
            "%(count)d answers of yours differ from the data and stay as you typed them.",
            other,
        )
        messages.warning(request, differing % {"count": other}, extra_tags="warn")


def _draw(
    request: HttpRequest,
    case: cases.CaseView,
    page: str,
    problems: Sequence[Problem],
    *,
    status: int = 200,
) -> HttpResponse:
    pages = cases.describe_form(case.id, actor=actor_of(request))
    shown = form_page(
        case,
        pages=pages,
        current=_page_of(pages, page),
        package=catalog.get_revision(case.revision_id).package,
        problems=problems,
        places=places(),
    )
    return show(request, "form", shown, status=status)


def _page_of(pages: Sequence[ShownPage], key: str) -> ShownPage:
    found = next((page for page in pages if page.key == key), None)
    if found is None:
        raise Http404
    return found


def _asks_more(pages: Sequence[ShownPage], before: ShownPage) -> bool:
    """Tell whether the answers brought up questions that the page did not show yet."""
    shown = {one.field.key for one in before.fields}
    now_asked = {one.field.key for page in pages if page.key == before.key for one in page.fields}
    return not now_asked <= shown


def _go_on(case: cases.CaseView, pages: Sequence[ShownPage], current: ShownPage) -> HttpResponse:
    keys = [page.key for page in pages]
    following = keys[keys.index(current.key) + 1 :] if current.key in keys else keys[:1]
    if following:
        return redirect(step_href(case, following[0]))
    if case.number:
        return redirect("portal:case", case.number)
    return redirect("portal:review", case.id)
