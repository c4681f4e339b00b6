"""The desk's pages: read, decide, answer; every one for officers with both factors only."""

import hashlib
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity import public as identity
from haidang.channels.desk import forms, work_page
from haidang.channels.desk.around import items_of
from haidang.channels.desk.case_page import case_page
from haidang.channels.desk.material import gather
from haidang.channels.desk.opened import note_opened
from haidang.channels.desk.panel import Chosen
from haidang.channels.desk.words import action_words
from haidang.domain.cases import public as cases
from haidang.domain.worklist import public as worklist

FOUND_AT_MOST: Final = 20
INLINE: Final = frozenset({"application/pdf", "image/jpeg", "image/png"})
_FRAMED: Final = "default-src 'self'; object-src 'self'; frame-ancestors 'self'"


@require_POST
@identity.require_officer_second_factor
def claim_tasks(request: HttpRequest) -> HttpResponse:
    """Take one task or all that are ticked; those that somebody else has stay theirs."""
    actor = identity.actor_for_request(request)
    asked = forms.read_task_ids(request.POST)
    tasks = [worklist.get_task(task_id, actor=actor) for task_id in asked]
    free = [task for task in tasks if worklist.can_act(task, actor)]
    for task in free:
        worklist.claim_task(task.id, actor=actor)
    _say(request, taken=len(free), asked=len(tasks))
    return _back(request)


@require_POST
@identity.require_officer_second_factor
def release_task(request: HttpRequest, *, task_id: UUID) -> HttpResponse:
    """Give a taken task back to the post."""
    actor = identity.actor_for_request(request)
    task = worklist.release_task(task_id, actor=actor)
    messages.success(request, _("The task was given back."), extra_tags="good")
    return redirect("desk:case", task.subject)


@require_http_methods(["GET", "HEAD", "POST"])
@identity.require_officer_second_factor
def assign_task(request: HttpRequest, *, task_id: UUID) -> HttpResponse:
    """Let a head or leader give a task to an officer of its post."""
    actor = identity.actor_for_request(request)
    task = worklist.get_task(task_id, actor=actor)
    if not worklist.can_assign(task, actor):
        raise worklist.NotYourTask
    officers = agencies.officers_holding(task.agency, task.post)
    chosen = next((each for each in officers if str(each.id) == request.POST.get("officer")), None)
    if chosen is not None:
        worklist.assign_task(task_id, officer_id=chosen.id, actor=actor)
        done = _("The task is in the hands of %(name)s.") % {"name": chosen.name}
        messages.success(request, done, extra_tags="good")
        return redirect("desk:case", task.subject)
    page = work_page.assign_page(task, officers, is_missing=request.method == "POST")
    return _show(request, "desk/assign.html", page, status=422 if page.faults else 200)


@require_safe
@identity.require_officer_second_factor
def find_cases(request: HttpRequest) -> HttpResponse:
    """Find cases of the officer's agencies by number or applicant."""
    actor = identity.actor_for_request(request)
    query = request.GET.get("q", "").strip()[:100]
    found = cases.find_cases(actor=actor, query=query, limit=FOUND_AT_MOST + 1)
    page = work_page.find_page(query, found, limit=FOUND_AT_MOST)
    return _show(request, "desk/find.html", page)


@require_safe
@identity.require_officer_second_factor
def show_case(request: HttpRequest, *, number: str) -> HttpResponse:
    """Show a case with everything on one screen."""
    actor = identity.actor_for_request(request)
    material = gather(number, actor=actor)
    return _show(request, "desk/case.html", case_page(material))


@require_http_methods(["GET", "HEAD", "POST"])
@identity.require_officer_second_factor
def act(request: HttpRequest, *, number: str, task_id: UUID, action: str) -> HttpResponse:
    """Open the form of an action beside the case; take the action when the form is right."""
    actor = identity.actor_for_request(request)
    material = gather(number, actor=actor)
    task = next((each for each in material.tasks if each.id == task_id), None)
    if task is None:
        messages.info(request, _("This task was done in the meantime."))
        return redirect("desk:case", number)
    if action not in task.actions:
        raise Http404
    given = forms.read_step(request.POST, action=action)
    if request.method != "POST" and action == "supplement":
        given = replace(given, items=items_of(material) or given.items)
    is_sent = request.method == "POST" and not given.is_editing
    faults = forms.find_faults(given) if is_sent else {}
    if is_sent and not faults:
        return _take_step(request, task, given)
    page = case_page(material, chosen=Chosen(task_id=task_id, given=given, faults=faults))
    return _show(request, "desk/case.html", page, status=422 if faults else 200)


@require_safe
@xframe_options_sameorigin
@identity.require_officer_second_factor
def show_document(request: HttpRequest, *, number: str, document_id: UUID) -> HttpResponse:
    """Show a document of the case in the browser."""
    actor = identity.actor_for_request(request)
    name, content = cases.read_document(number, document_id=document_id, actor=actor)
    note_opened(request, hashlib.sha256(content).hexdigest())
    return inline(name, "application/pdf", content)


@require_safe
@identity.require_officer_second_factor
def show_evidence(request: HttpRequest, *, number: str, evidence_id: UUID) -> HttpResponse:
    """Show an evidence file of the case in the browser."""
    actor = identity.actor_for_request(request)
    name, media_type, content = cases.read_evidence(number, evidence_id=evidence_id, actor=actor)
    return inline(name, media_type, content)


def _take_step(
    request: HttpRequest, task: worklist.TaskView, given: forms.StepInput
) -> HttpResponse:
    actor = identity.actor_for_request(request)
    cases.complete_step(
        task.id,
        action=given.action,
        note=given.told,
        items=given.named,
        values=given.values,
        actor=actor,
    )
    words = action_words(given.action, post=task.post)
    done = _("Done: %(action)s.") % {"action": words.label}
    messages.success(request, done, extra_tags="good")
    return redirect("desk:case", task.subject)


def _show(request: HttpRequest, template: str, page: object, *, status: int = 200) -> HttpResponse:
    me = work_page.me(identity.actor_for_request(request))
    return render(request, template, {"page": page, "me": me}, status=status)


def inline(name: str, media_type: str, content: bytes) -> HttpResponse:
    """Answer with a file that the browser shows where it safely can, and nobody keeps."""
    is_shown = media_type in INLINE
    response = HttpResponse(
        content, content_type=media_type if is_shown else "application/octet-stream"
    )
    disposition = content_disposition_header(not is_shown, name)
    response.headers["Content-Disposition"] = disposition or "inline"
    response.headers["Content-Security-Policy"] = _FRAMED
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if safe else "desk:work")


def _say(request: HttpRequest, *, taken: int, asked: int) -> None:
    if taken:
        text = ngettext("You took %(count)d task.", "You took %(count)d tasks.", taken)
        messages.success(request, text % {"count": taken}, extra_tags="good")
    if taken < asked:
        messages.warning(request, _("Others had taken the rest."), extra_tags="warn")
    if not asked:
        messages.warning(request, _("Tick at least one task."), extra_tags="warn")
