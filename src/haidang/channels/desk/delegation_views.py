"""Substitutes: lend a post for a time, see what is lent, take it back."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity import public as identity
from haidang.channels.desk.delegation_page import (
    Given,
    Post,
    delegations_page,
    find_faults,
    read_given,
)
from haidang.channels.desk.work_page import me
from haidang.kernel.actors import Actor
from haidang.kernel.clock import local, now


@require_http_methods(["GET", "HEAD", "POST"])
@identity.require_officer_second_factor
def delegations(request: HttpRequest) -> HttpResponse:
    """Show what is delegated; delegate a post when the form is right."""
    actor = identity.actor_for_request(request)
    officers = _officers(actor)
    posts = list(_posts(actor, officers))
    given = Given(from_on=local(now()).date().isoformat())
    faults: dict[str, str] = {}
    if request.method == "POST":
        given = read_given(request.POST)
        known = [str(each.id) for each in officers]
        faults = find_faults(given, posts=posts, delegates=known)
        if not faults:
            return _delegate(request, given, actor=actor)
    page = delegations_page(
        actor=actor,
        lent_to_me=agencies.lent_to(UUID(actor.id)),
        lent=agencies.list_delegations(agencies=actor.agencies),
        posts=posts,
        officers=officers,
        given=given,
        faults=faults,
    )
    context = {"page": page, "me": me(actor)}
    return render(request, "desk/delegations.html", context, status=422 if faults else 200)


@require_POST
@identity.require_officer_second_factor
def revoke(request: HttpRequest, *, delegation_id: UUID) -> HttpResponse:
    """Take a delegated post back now."""
    actor = identity.actor_for_request(request)
    agencies.revoke_delegation(delegation_id=delegation_id, actor=actor)
    messages.success(request, _("The delegation has ended."), extra_tags="good")
    return redirect("desk:delegations")


def _delegate(request: HttpRequest, given: Given, *, actor: Actor) -> HttpResponse:
    holder_id, agency, post = given.post.split("|")
    until_at = given.until_at
    if until_at is not None:
        agencies.delegate_authority(
            holder_id=UUID(holder_id),
            delegate_id=UUID(given.delegate),
            agency=agency,
            post=post,
            from_at=given.from_at,
            until_at=until_at,
            basis=given.basis,
            actor=actor,
        )
        messages.success(request, _("The post is delegated."), extra_tags="good")
    return redirect("desk:delegations")


def _officers(actor: Actor) -> list[agencies.OfficerSummary]:
    """Return the officers of the agencies where the officer holds a post, by name."""
    own = agencies.get_officer(UUID(actor.id))
    found: dict[UUID, agencies.OfficerSummary] = {}
    for agency in sorted(actor.agencies):
        found |= {each.id: each for each in agencies.list_officers(own.city, agency=agency)}
    return list(found.values())


def _posts(actor: Actor, officers: Iterable[agencies.OfficerSummary]) -> Iterable[Post]:
    """Return the posts that the officer may delegate: the own ones first, then colleagues'."""
    ordered = sorted(officers, key=lambda each: str(each.id) != actor.id)
    names = {code: agencies.find_agency_name(code) for code in actor.agencies}
    duties = agencies.own_duties_of_many([each.id for each in ordered])
    for officer in ordered:
        for duty in sorted(duties.get(officer.id, ()), key=lambda one: (one.agency, one.post)):
            if duty.agency in names and agencies.can_delegate(
                actor, holder_id=officer.id, agency=duty.agency, post=duty.post
            ):
                yield Post(
                    holder_id=officer.id,
                    holder=officer.name,
                    agency=duty.agency,
                    agency_name=names[duty.agency],
                    post=duty.post,
                )
