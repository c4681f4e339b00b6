"""Public tracking and verification; my papers; who read my data; sign-in; fixed pages."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.blocks.identity import public as identity
from haidang.blocks.messaging import public as messaging
from haidang.blocks.vault import public as vault
from haidang.channels.portal import forms
from haidang.channels.portal.presenters.following import track_page
from haidang.channels.portal.presenters.forecasting import forecast_part
from haidang.channels.portal.presenters.proving import (
    diary_page,
    sign_in_page,
    vault_page,
    verify_file_page,
    verify_page,
)
from haidang.channels.portal.views.files import pdf_answer
from haidang.channels.portal.views.frame import actor_of, for_people, show
from haidang.channels.portal.views.places import owners_of
from haidang.domain.cases import public as cases


@require_safe
def track(request: HttpRequest) -> HttpResponse:
    """Tell anybody who has a case number how far the case is, and nothing else."""
    number = request.GET.get("number", "").strip()[:64]
    progress = forms.look_up_case(number)
    told = forecast_part(cases.track_forecast(number)) if progress else None
    return show(request, "track", track_page(number, progress, forecast=told))


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Verify a document by its code or by the file itself."""
    if request.method == "POST":
        pdf, faults = forms.read_pdf(request.FILES)
        report = cases.verify_file(pdf) if pdf else None
        return show(request, "verify", verify_file_page(report, faults=faults))
    code = request.GET.get("code", "").strip()[:64]
    return redirect("portal:verify_code", code) if code else show(request, "verify", verify_page())


@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was issued under a code: the page behind the QR code on a result."""
    result = forms.look_up_result(code)
    page = verify_page(code, result=result, missing=result is None)
    return show(request, "verify", page, status=404 if result is None else 200)


@require_safe
@for_people
def papers(request: HttpRequest) -> HttpResponse:
    """Show my papers."""
    actor = actor_of(request)
    owner, tabs = owners_of(request, own=_("My own papers"))
    found = vault.list_documents(owner or UUID(actor.id), actor=actor)
    return show(request, "vault", vault_page(found, owners=tabs))


@require_safe
@for_people
def paper(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Let the person download one of the own papers."""
    actor = actor_of(request)
    found = vault.get_document(document_id, actor=actor)
    content = vault.read_file(found.file.id, actor=actor, purpose="own paper")
    return pdf_answer(content, name=found.file.name)


@require_safe
@for_people
def diary(request: HttpRequest) -> HttpResponse:
    """Show who read my data, or the messages sent to me."""
    actor = actor_of(request)
    person_id = UUID(actor.id)
    if request.GET.get("xem") == "tin-nhan":
        notices = messaging.list_notices_to(person_id=person_id)
        page = diary_page(accesses=None, notices=notices)
    else:
        accesses = identity.list_accesses(person_id, actor=actor)
        page = diary_page(accesses=accesses, notices=None)
    return show(request, "diary", page)


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Offer the ways to sign in, and come back to where the person was."""
    wanted = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    after = wanted if safe else "/"
    if actor_of(request).person_id is not None:
        return redirect(after)
    providers = {name: reverse(f"{name}_login") for name in identity.list_providers()}
    page = sign_in_page(providers, after=after, sample=settings.HAIDANG_SAMPLE)
    return show(request, "sign_in", page)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show what the site promises to everybody."""
    return show(request, "accessibility")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show how personal data are kept."""
    return show(request, "privacy")
