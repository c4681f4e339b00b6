"""Acts on a case beside the tasks of its process."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from haidang.blocks.identity import public as identity
from haidang.channels.desk import verbs
from haidang.channels.desk.around import items_of
from haidang.channels.desk.case_page import case_page
from haidang.channels.desk.material import Material, gather
from haidang.channels.desk.verb_panel import NAMING_AGENCIES, ChosenVerb, is_offered
from haidang.channels.desk.work_page import me
from haidang.domain.cases import public as cases


@require_http_methods(["GET", "HEAD", "POST"])
@identity.require_officer_second_factor
def verb(request: HttpRequest, *, number: str, slug: str) -> HttpResponse:
    """Open the form of an act beside the case; do it when the form is right."""
    actor = identity.actor_for_request(request)
    known = verbs.BY_SLUG.get(slug)
    if known is None:
        raise Http404
    material = gather(number, actor=actor, with_agencies=slug in NAMING_AGENCIES)
    if not is_offered(known, material):
        raise cases.NotYourCase
    given = verbs.read_verb(request.POST, known)
    if request.method != "POST":
        return _ask(request, material, _begun(given, material), faults={})
    if given.is_editing:
        return _ask(request, material, given, faults={})
    faults = verbs.find_faults(given) or verbs.perform(number, given, actor=actor)
    if faults:
        return _ask(request, material, given, faults=faults)
    done = _("Done: %(action)s.") % {"action": known.words.label}
    messages.success(request, done, extra_tags="good")
    return redirect(
        "desk:work" if slug == "chuyen-co-quan" else "desk:case", *_place(slug, number)
    )


@require_POST
@identity.require_officer_second_factor
def withdraw_finding(request: HttpRequest, *, number: str, finding_id: UUID) -> HttpResponse:
    """Take an own finding back before it is asked for."""
    actor = identity.actor_for_request(request)
    cases.withdraw_finding(number, finding_id=finding_id, actor=actor)
    messages.success(request, _("The finding was taken back."), extra_tags="good")
    return redirect("desk:case", number)


def _place(slug: str, number: str) -> tuple[str, ...]:
    return () if slug == "chuyen-co-quan" else (number,)


def _begun(given: verbs.VerbInput, material: Material) -> verbs.VerbInput:
    """Return the form as it begins: a supplement names every deficiency that is known."""
    if not given.verb.has_items:
        return given
    return verbs.VerbInput(verb=given.verb, words=given.words, items=items_of(material))


def _ask(
    request: HttpRequest, material: Material, given: verbs.VerbInput, *, faults: dict[str, str]
) -> HttpResponse:
    page = case_page(material, verb=ChosenVerb(given=given, faults=faults))
    context = {"page": page, "me": me(material.actor)}
    return render(request, "desk/case.html", context, status=422 if faults else 200)
