"""What every page of the counter shares: who serves, at which counter, and the page drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity import public as identity
from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]
RECEPTION = "reception"


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The officer who serves, for the frame of the page."""

    name: str
    counter: str


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    return identity.actor_for_request(request)


def agency_of(actor: Actor) -> agencies.AgencySummary:
    """Return the agency at whose counter the officer serves; raises NotAllowed."""
    served = sorted(duty.agency for duty in actor.duties if duty.post == RECEPTION)
    if not served:
        raise NotAllowed
    return agencies.get_agency(served[0])


def for_officers(view: View[Rest]) -> View[Rest]:
    """Let only officers with both factors in."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Rest.args, **named: Rest.kwargs) -> HttpResponse:
        refusal = identity.officer_detour(request)
        return view(request, *args, **named) if refusal is None else refusal

    return guarded


def for_reception(view: View[Rest]) -> View[Rest]:
    """Let only reception officers with both factors in."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Rest.args, **named: Rest.kwargs) -> HttpResponse:
        refusal = identity.officer_detour(request)
        if refusal is not None:
            return refusal
        agency_of(actor_of(request))
        return view(request, *args, **named)

    return guarded


def show(request: HttpRequest, template: str, page: object, *, status: int = 200) -> HttpResponse:
    """Draw a page of the counter."""
    actor = actor_of(request)
    served = sorted(actor.agencies)
    me = Me(name=actor.name, counter=agencies.get_agency(served[0]).name if served else "")
    return render(request, f"counter/{template}.html", {"page": page, "me": me}, status=status)
