"""The stewards' pages; every one for officers with both factors, who hold the post."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haidang.blocks.identity import public as identity
from haidang.channels.designer import forms, list_page
from haidang.channels.designer.pages import Me
from haidang.channels.designer.record_page import record_page
from haidang.domain.catalog import public as catalog


@require_safe
@identity.require_officer_second_factor
def show_list(request: HttpRequest) -> HttpResponse:
    """Show staged records, narrowed by trap, ministry, level, state and words."""
    actor = identity.actor_for_request(request)
    filters = list_page.read_filters(request.GET.dict())
    after = request.GET.get("sau", "")[:20]
    found = catalog.list_staged(filters, actor=actor, after=after, limit=list_page.PAGE)
    page = list_page.list_page(
        found,
        counts=catalog.count_staged(actor=actor),
        filters=filters,
        is_first=not after,
        actor=actor,
    )
    return _show(request, "designer/list.html", page)


@require_POST
@identity.require_officer_second_factor
def confirm_many(request: HttpRequest) -> HttpResponse:
    """Confirm the ticked records that have no flags of weight."""
    actor = identity.actor_for_request(request)
    asked = request.POST.getlist("code")[: list_page.PAGE]
    done = catalog.confirm_clean_records(asked, actor=actor)
    said = {"confirmed": len(done.confirmed), "left": len(done.left)}
    text = _("%(confirmed)d records were confirmed and published, %(left)d were left.") % said
    if asked:
        messages.success(request, text, extra_tags="good")
    else:
        messages.warning(request, _("Tick at least one record."), extra_tags="warn")
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if safe else "designer:list")


@require_http_methods(["GET", "HEAD", "POST"])
@identity.require_officer_second_factor
def show_record(request: HttpRequest, *, code: str) -> HttpResponse:
    """Show a record beside its reading; confirm what the steward entered."""
    actor = identity.actor_for_request(request)
    view = catalog.get_staged(code, actor=actor)
    if request.method != "POST":
        page = record_page(view, forms.given_of(view))
        return _show(request, "designer/record.html", page)
    given = forms.read_given(request.POST.dict(), view)
    try:
        number = catalog.confirm_record(code, reading=given.reading, seen=given.seen, actor=actor)
    except catalog.ReadingFaulty as faulty:
        page = record_page(view, given, problems=faulty.problems)
        return _show(request, "designer/record.html", page, status=422)
    except catalog.RecordChangedMeanwhile:
        text = _("The record was imported anew in the meantime; look at it again.")
        messages.warning(request, text, extra_tags="warn")
        return redirect("designer:record", code)
    text = _("Confirmed: revision %(number)d is published.") % {"number": number}
    messages.success(request, text, extra_tags="good")
    return redirect("designer:record", code)


def _show(request: HttpRequest, template: str, page: object, *, status: int = 200) -> HttpResponse:
    me = Me(name=identity.actor_for_request(request).name)
    return render(request, template, {"page": page, "me": me}, status=status)
