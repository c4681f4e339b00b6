"""Many tasks at once: give them out, sign or approve them; each is its own act."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from haidang.blocks.identity import public as identity
from haidang.channels.desk import bulk_page, forms
from haidang.channels.desk.list_page import can_sign
from haidang.channels.desk.opened import opened_drafts
from haidang.channels.desk.work_page import me
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.kernel.actors import Actor

MOST: Final = 50
"""So many tasks can be given out or signed by one page."""


@require_POST
@identity.require_officer_second_factor
def give_out(request: HttpRequest) -> HttpResponse:
    """Show whom the platform suggests for the ticked tasks; give them out when it is sent."""
    actor = identity.actor_for_request(request)
    asked = [each for each in _ticked(request, actor) if worklist.can_assign(each, actor)]
    if not asked:
        return _nothing(request)
    if "confirm" in request.POST:
        wanted = {each.id: officer for each in asked if (officer := _officer(request, each))}
        outcomes = worklist.assign_tasks(wanted, actor=actor)
        return _outcome(request, bulk_page.given_page(outcomes, back_to=_back(request)))
    posts = dict.fromkeys((each.agency, each.post) for each in asked)
    page = bulk_page.give_page(
        asked,
        loads={post: worklist.list_loads(*post) for post in posts},
        suggested=worklist.suggest_officers(asked),
        calendar=catalog.working_calendar(settings.HAIDANG_CITY),
        back_to=_back(request),
    )
    return render(request, "desk/give_out.html", {"page": page, "me": me(actor)})


@require_POST
@identity.require_officer_second_factor
def sign_many(request: HttpRequest) -> HttpResponse:
    """List what is to be signed; sign each that the officer confirms, and tell of each."""
    actor = identity.actor_for_request(request)
    asked = _ticked(request, actor)
    if "confirm" in request.POST:
        agreed = frozenset(request.POST.getlist("agreed"))
        confirmed = [each for each in asked if str(each.id) in agreed]
        if confirmed:
            outcomes = cases.complete_many(
                (each.id for each in confirmed), action="approve", actor=actor
            )
            return _outcome(request, bulk_page.signed_page(outcomes, back_to=_back(request)))
    shown = [each for each in asked if can_sign(each, actor)]
    if not shown:
        return _nothing(request)
    page = bulk_page.sign_page(
        shown,
        drafts=_drafts(shown, actor),
        opened=opened_drafts(request),
        ticked=frozenset(request.POST.getlist("agreed")) if "confirm" in request.POST else None,
        back_to=_back(request),
    )
    status = 422 if page.faults else 200
    return render(request, "desk/sign_many.html", {"page": page, "me": me(actor)}, status=status)


def _ticked(request: HttpRequest, actor: Actor) -> list[worklist.TaskView]:
    ids = forms.read_task_ids(request.POST)[:MOST]
    return [worklist.get_task(task_id, actor=actor) for task_id in dict.fromkeys(ids)]


def _officer(request: HttpRequest, task: worklist.TaskView) -> UUID | None:
    given = forms.read_ids([request.POST.get(f"officer.{task.id}", "")])
    return given[0] if given else None


def _drafts(tasks: list[worklist.TaskView], actor: Actor) -> dict[str, cases.DocumentView]:
    """Return the result of each case as it stands, without a note of a look into the case."""
    found = cases.list_results([each.subject for each in tasks], actor=actor)
    return dict(found)


def _outcome(request: HttpRequest, page: object) -> HttpResponse:
    actor = identity.actor_for_request(request)
    return render(request, "desk/outcome.html", {"page": page, "me": me(actor)})


def _nothing(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Tick at least one task for which you may do this."))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe else reverse("desk:work")
