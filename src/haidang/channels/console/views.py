"""The console's pages; every one for officers with both factors, who hold the post."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haidang.blocks.identity import public as identity
from haidang.channels.console import forms, other_pages
from haidang.channels.console.calendar_page import calendar_page, preview_page
from haidang.channels.console.pages import Me
from haidang.channels.console.words import say
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.domain.indicators import public as indicators
from haidang.domain.succession import public as succession
from haidang.kernel.actors import Actor
from haidang.kernel.clock import today
from haidang.kernel.errors import NotAllowed

HEADS: Final = frozenset({"head", "leader"})
_MEDIA: Final = {"pdf": "application/pdf", "json": "application/json"}


@require_safe
@identity.require_officer_second_factor
def show_home(request: HttpRequest) -> HttpResponse:
    """Show the parts of the console that the officer may enter."""
    actor = identity.actor_for_request(request)
    _scope_of(actor)
    page = other_pages.home_page(keeps_city=_keeps_city(actor))
    return _show(request, "home", page)


@require_safe
@identity.require_officer_second_factor
def show_calendar(request: HttpRequest) -> HttpResponse:
    """Show a year of the city's calendar and the form to change it."""
    _administrator(request)
    return _draw_calendar(request, forms.GivenDay(), faults={})


@require_POST
@identity.require_officer_second_factor
def preview_change(request: HttpRequest) -> HttpResponse:
    """Show what a change of the calendar would do to open cases; nothing is written."""
    _administrator(request)
    given = forms.read_day(request.POST)
    faults = forms.day_faults(given)
    if faults:
        return _draw_calendar(request, given, faults=faults)
    return _draw_preview(request, given, faults={})


@require_POST
@identity.require_officer_second_factor
def publish_change(request: HttpRequest) -> HttpResponse:
    """Publish the changed calendar; the due dates of open cases follow as a job."""
    actor = _administrator(request)
    given = forms.read_day(request.POST)
    faults = forms.day_faults(given)
    if faults:
        return _draw_calendar(request, given, faults=faults)
    if not given.reason:
        return _draw_preview(request, given, faults={"reason": _("Say why.")})
    change = forms.change_of(given)
    try:
        done = catalog.change_calendar(
            settings.HAIDANG_CITY, change, expected=given.expected, actor=actor
        )
    except catalog.CityChangedMeanwhile:
        text = _("Somebody published the city in the meantime; this is the effect now.")
        messages.warning(request, text, extra_tags="warn")
        return _draw_preview(request, given, faults={})
    text = _("Published as revision %(number)d. Due dates of open cases are being reckoned anew.")
    messages.success(request, text % {"number": done.after}, extra_tags="good")
    return redirect("console:calendar")


@require_http_methods(["GET", "HEAD", "POST"])
@identity.require_officer_second_factor
def edit_words(request: HttpRequest) -> HttpResponse:
    """Show the words of the city; publish others."""
    actor = _administrator(request)
    city = settings.HAIDANG_CITY
    words, reason, faults = catalog.city_words(city), "", {}
    expected = catalog.city_revision_number(city)
    if request.method == "POST":
        words, given = forms.read_words(request.POST), forms.read_day(request.POST)
        reason = given.reason
        try:
            catalog.change_city_words(
                city, words, expected=given.expected, reason=reason, actor=actor
            )
        except catalog.CityChangeFaulty as faulty:
            faults = {each.path.strip("/"): say(each.message) for each in faulty.problems}
        except catalog.CityChangedMeanwhile:
            text = _("Somebody published the city in the meantime; look at the words again.")
            messages.warning(request, text, extra_tags="warn")
            return redirect("console:words")
        else:
            messages.success(request, _("The words are published."), extra_tags="good")
            return redirect("console:words")
    page = other_pages.words_page(words, reason=reason, expected=expected, faults=faults)
    return _show(request, "words", page, status=422 if faults else 200)


@require_safe
@identity.require_officer_second_factor
def list_mergers(request: HttpRequest) -> HttpResponse:
    """Show the mergers of the city, the latest first."""
    actor = identity.actor_for_request(request)
    found = succession.list_mergers(settings.HAIDANG_CITY, actor=actor)
    return _show(request, "mergers", other_pages.mergers_page(found))


@require_safe
@identity.require_officer_second_factor
def show_merger(request: HttpRequest, *, merger_id: UUID) -> HttpResponse:
    """Show a merger with its plan, its steps and its proof."""
    actor = identity.actor_for_request(request)
    view = succession.get_merger(merger_id, actor=actor)
    return _show(request, "merger", other_pages.merger_page(view))


@require_safe
@identity.require_officer_second_factor
def show_proof(request: HttpRequest, *, merger_id: UUID, kind: str) -> HttpResponse:
    """Hand out a proof: the sealed paper, or the data whose hash it names."""
    if kind not in _MEDIA:
        raise Http404
    actor = identity.actor_for_request(request)
    name, content = succession.read_proof(merger_id, kind=kind, actor=actor)
    response = HttpResponse(content, content_type=_MEDIA[kind])
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
@identity.require_officer_second_factor
def show_calibration(request: HttpRequest) -> HttpResponse:
    """Show whether what people were told at acceptance came true."""
    actor = identity.actor_for_request(request)
    agencies = _scope_of(actor)
    found = indicators.calibrate_procedures(city=settings.HAIDANG_CITY, agencies=agencies)
    names = {each.code: say(each.name) for each in catalog.list_procedures()} if found else {}
    scope = _("The whole city") if agencies is None else _("Your agencies")
    page = other_pages.calibration_page(found, names=names, scope=scope)
    return _show(request, "calibration", page)


def _draw_calendar(
    request: HttpRequest, given: forms.GivenDay, *, faults: dict[str, str]
) -> HttpResponse:
    city, this_year = settings.HAIDANG_CITY, today().year
    asked = request.GET.get("nam", "")
    years = range(this_year - 1, this_year + 3)
    year = int(asked) if asked.isdecimal() and int(asked) in years else this_year
    rules = catalog.city_revision(city).calendar
    page = calendar_page(
        catalog.working_calendar(city),
        year=year,
        years=years,
        own=frozenset(mark.day for mark in rules.overrides) if rules else frozenset(),
        given=given,
        faults=faults,
    )
    return _show(request, "calendar", page, status=422 if faults else 200)


def _draw_preview(
    request: HttpRequest, given: forms.GivenDay, *, faults: dict[str, str]
) -> HttpResponse:
    city = settings.HAIDANG_CITY
    change = forms.change_of(given)
    effect = cases.preview_due_dates(
        city,
        before=catalog.working_calendar(city),
        after=catalog.preview_calendar(city, change),
    )
    page = preview_page(
        given,
        change=change,
        effect=effect,
        expected=catalog.city_revision_number(city),
        faults=faults,
    )
    return _show(request, "preview", page, status=422 if faults else 200)


def _administrator(request: HttpRequest) -> Actor:
    actor = identity.actor_for_request(request)
    if not _keeps_city(actor):
        raise NotAllowed
    return actor


def _keeps_city(actor: Actor) -> bool:
    return catalog.may_change_city(settings.HAIDANG_CITY, actor=actor)


def _scope_of(actor: Actor) -> frozenset[str] | None:
    """Return whose figures the officer sees: all, or those of agencies led; else refuse."""
    if _keeps_city(actor):
        return None
    led = frozenset(duty.agency for duty in actor.duties if duty.post in HEADS)
    if not led:
        raise NotAllowed
    return led


def _show(request: HttpRequest, name: str, page: object, *, status: int = 200) -> HttpResponse:
    actor = identity.actor_for_request(request)
    me = Me(name=actor.name, keeps_city=_keeps_city(actor))
    return render(request, f"console/{name}.html", {"page": page, "me": me}, status=status)
