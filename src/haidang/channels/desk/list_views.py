"""The list of tasks, and the lists that officers keep."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity import public as identity
from haidang.channels.desk import list_page
from haidang.channels.desk.asking import Asked, read_asked, soon, without_scope
from haidang.channels.desk.work_page import me
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.kernel.actors import Actor

SAVED_SHOWN: Final = 8
"""So many kept lists show their count; each costs one bounded read."""


@require_safe
@identity.require_officer_second_factor
def show_work(request: HttpRequest) -> HttpResponse:
    """Show the tasks of the officer's posts, the most urgent first.

    An address without words begins with the list that the officer prefers, if there is one.
    """
    actor = identity.actor_for_request(request)
    preferred = None if request.GET else worklist.default_filter(actor=actor)
    if preferred is not None:
        return redirect(read_asked(preferred.query).href())
    material = _gather(read_asked(request.GET), after=request.GET.get("sau", ""), actor=actor)
    page = list_page.work_page(material)
    return render(request, "desk/work.html", {"page": page, "me": me(actor)})


@require_POST
@identity.require_officer_second_factor
def save_list(request: HttpRequest) -> HttpResponse:
    """Keep the list that is shown by a name."""
    actor = identity.actor_for_request(request)
    asked = read_asked(request.POST)
    name = request.POST.get("ten", "").strip()
    if not name:
        messages.warning(request, _("Give the list a name."), extra_tags="warn")
        return redirect(asked.href())
    agency = _agency(request, actor)
    worklist.save_filter(
        name=name,
        query=dict(asked.words),
        is_shared="chia-se" in request.POST and bool(agency),
        agency=agency,
        actor=actor,
    )
    messages.success(request, _("The list is kept."), extra_tags="good")
    return redirect(asked.href())


@require_POST
@identity.require_officer_second_factor
def change_list(request: HttpRequest, *, filter_id: UUID, change: str) -> HttpResponse:
    """Share or unshare an own list, begin the day with it or not, or give it up."""
    actor = identity.actor_for_request(request)
    match change:
        case "chia-se" | "rieng":
            is_shared = change == "chia-se"
            agency = _agency(request, actor)
            worklist.share_filter(filter_id, is_shared=is_shared, agency=agency, actor=actor)
        case "mac-dinh":
            worklist.prefer_filter(filter_id, actor=actor)
        case "bo-mac-dinh":
            worklist.prefer_filter(None, actor=actor)
        case _:
            worklist.delete_filter(filter_id, actor=actor)
    messages.success(request, _("Your lists were changed."), extra_tags="good")
    return redirect(Asked(words={}).href())


def _agency(request: HttpRequest, actor: Actor) -> str:
    """Return the agency to share with: the one that was chosen, else the officer's first."""
    chosen = request.POST.get("co-quan", "")
    return chosen if chosen in actor.agencies else next(iter(sorted(actor.agencies)), "")


def _gather(asked: Asked, *, after: str, actor: Actor) -> list_page.WorkMaterial:
    calendar = catalog.working_calendar(settings.HAIDANG_CITY)
    near = catalog.near_time(settings.HAIDANG_CITY)
    near_until = soon(calendar, near)
    where = asked.where(near_until=near_until)
    saved = worklist.list_filters(actor=actor)[:SAVED_SHOWN]
    return list_page.WorkMaterial(
        asked=asked,
        page=worklist.list_tasks(actor=actor, where=where, after=after, limit=list_page.PAGE),
        counts=worklist.count_tasks(actor=actor, where=without_scope(where)),
        choices=worklist.list_choices(actor=actor),
        saved=[(each, _count(each, near_until=near_until, actor=actor)) for each in saved],
        lent=agencies.lent_to(UUID(actor.id)),
        own=agencies.own_duties_of(UUID(actor.id)),
        near_until=near_until,
        near=near,
        calendar=calendar,
        is_first=not after,
        actor=actor,
    )


def _count(each: worklist.SavedFilter, *, near_until: datetime, actor: Actor) -> worklist.Counted:
    where = read_asked(each.query).where(near_until=near_until)
    return worklist.count_filter(actor=actor, where=where)
