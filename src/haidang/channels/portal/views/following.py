"""My cases: where they stand, and what I can do."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haidang.blocks.payments import public as payments
from haidang.channels.portal import forms
from haidang.channels.portal.presenters.asked import (
    asked_items,
    is_asked,
    item_links,
    mark_asked,
)
from haidang.channels.portal.presenters.dates import dates_part
from haidang.channels.portal.presenters.filling import faults_of, setting_of
from haidang.channels.portal.presenters.following import (
    case_page,
    cases_page,
    supplement_part,
)
from haidang.channels.portal.presenters.forecasting import forecast_part
from haidang.channels.portal.presenters.pages import SupplementPart
from haidang.channels.portal.presenters.wording import language
from haidang.channels.portal.views.files import pdf_answer
from haidang.channels.portal.views.frame import actor_of, for_people, show
from haidang.channels.portal.views.places import owners_of, related_of
from haidang.channels.portal.views.sources import agency_name, light_of, light_of_case, places
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.engines.forms import FieldType, ShownPage
from haidang.kernel.errors import Problem
from haidang.ui.answers import read_answers
from haidang.ui.questions import to_field


@require_safe
@for_people
def list_cases(request: HttpRequest) -> HttpResponse:
    """Show my cases, the last changed first."""
    actor = actor_of(request)
    owner, tabs = owners_of(request, own=_("All my cases"))
    found = cases.list_my_cases(
        actor=actor, after=request.GET.get("sau", ""), organization_id=owner
    )
    chosen = str(owner) if owner else ""
    page = cases_page(found, light_of=light_of, owners=tabs, owner=chosen)
    return show(request, "cases", page)


@require_safe
@for_people
def case(request: HttpRequest, key: str) -> HttpResponse:
    """Show one case of mine; a draft goes on where it was left."""
    view = cases.get_case(key, actor=actor_of(request), purpose="own case")
    return _draw(request, view) if view.number else redirect("portal:resume", view.id)


@require_POST
@for_people
def supplement(request: HttpRequest, key: str) -> HttpResponse:
    """Send everything that was asked for, at once."""
    actor = actor_of(request)
    view = cases.get_case(key, actor=actor, purpose="own case")
    refused = _take_in(request, view)
    if "_remove" in request.POST:
        return redirect("portal:case", view.number)
    found = cases.review_case(view.id, actor=actor)
    if refused or not found.is_complete:
        fresh = cases.get_case(key, actor=actor, purpose="own case")
        return _draw(request, fresh, problems=(*refused, *found.problems), status=422)
    cases.answer_supplement(view.number, actor=actor)
    messages.success(request, _("Your supplement was sent."), extra_tags="good")
    return redirect("portal:case", view.number)


@require_POST
@for_people
def rate(request: HttpRequest, key: str) -> HttpResponse:
    """Take the rating: one tap."""
    stars = request.POST.get("stars", "")
    chosen = int(stars) if stars.isdecimal() else 0
    cases.rate_case(key, stars=chosen, actor=actor_of(request))
    messages.success(request, _("Thank you for your rating."), extra_tags="good")
    return redirect("portal:case", key)


@require_POST
@for_people
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take a case back."""
    reason = request.POST.get("reason", "")[:500]
    cases.withdraw_case(key, reason=reason, actor=actor_of(request))
    messages.info(request, _("You withdrew the case."))
    return redirect("portal:case", key)


@require_POST
@for_people
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the agency to stop the procedure."""
    reason = request.POST.get("reason", "")[:500]
    cases.stop_case(key, reason=reason, actor=actor_of(request))
    messages.info(request, _("The procedure was stopped as you asked."))
    return redirect("portal:case", key)


@require_POST
@for_people
def check_payment(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the bank now whether the money came."""
    view = cases.get_case(key, actor=actor_of(request), purpose="own case")
    order = _waiting_order(view)
    if order and payments.poll_order(order_id=order.id).paid_at is None:
        messages.info(request, _("The bank has not confirmed the payment yet; try again soon."))
    return redirect("portal:case", view.number)


@require_safe
@for_people
def document(request: HttpRequest, key: str, document_id: UUID) -> HttpResponse:
    """Let the person download a document of the case."""
    actor = actor_of(request)
    name, content = cases.read_document(key, document_id=document_id, actor=actor)
    return pdf_answer(content, name=name)


def _take_in(request: HttpRequest, view: cases.CaseView) -> list[Problem]:
    """Keep the answers and files that were sent; return what is wrong with the files."""
    actor = actor_of(request)
    asked = _asked(view, cases.describe_form(view.id, actor=actor))
    forms.remove_file(view.id, post=request.POST, actor=actor)
    refused = forms.attach_files(
        view.id, page_fields=asked.fields, files=request.FILES, actor=actor
    )
    cases.save_answers(view.id, answers=read_answers(request.POST, asked.fields), actor=actor)
    return refused


def _draw(
    request: HttpRequest,
    view: cases.CaseView,
    *,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    order = _waiting_order(view)
    back = f"{settings.HAIDANG_PUBLIC_URL}{request.path}"
    page = case_page(
        view,
        happened=cases.timeline(view.number, actor=actor),
        words=cases.explain_case(view.id, actor=actor, language=language()),
        light=light_of_case(view),
        agency=agency_name(view.competent_agency),
        abilities=cases.abilities(view.number, actor=actor),
        order=order,
        pay_link=payments.make_pay_link(order_id=order.id, return_to=back) if order else "",
        supplement=_supplement(request, view, problems),
        public_url=settings.HAIDANG_PUBLIC_URL,
        dates=dates_part(cases.timing(view.number, actor=actor)),
        related=related_of(view, actor=actor),
        forecast=forecast_part(cases.forecast(view.number, actor=actor)),
    )
    return show(request, "case", page, status=status)


def _waiting_order(view: cases.CaseView) -> payments.Order | None:
    orders = payments.list_orders(subject=view.number)
    waiting = payments.OrderStatus.PENDING
    return next((one for one in orders if one.status is waiting), None)


def _supplement(
    request: HttpRequest, view: cases.CaseView, problems: Sequence[Problem]
) -> SupplementPart | None:
    if view.status != cases.Status.SUPPLEMENT:
        return None
    asked = _asked(view, cases.describe_form(view.id, actor=actor_of(request)))
    package = catalog.get_revision(view.revision_id).package
    setting = setting_of(view, package, problems=problems, places=places())
    items = asked_items(view)
    plain = tuple(to_field(shown, setting=setting) for shown in asked.fields)
    return supplement_part(
        view,
        items=item_links(items, plain, asked.fields),
        fields=mark_asked(plain, asked.fields, items),
        faults=faults_of(asked.fields, setting.problems),
    )


def _asked(view: cases.CaseView, pages: Sequence[ShownPage]) -> ShownPage:
    """Gather the questions that the supplement names, and every file, on one page."""
    items = asked_items(view)
    shown = [field for page in pages for field in page.fields]
    named = [field for field in shown if is_asked(field, items)]
    files = [field for field in shown if field.field.type is FieldType.EVIDENCE]
    fields = tuple(named or files)
    return ShownPage(key="supplement", title={}, help={}, fields=fields)
