"""What every page shares: who is here, and the page drawn for that person."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from haidang.blocks.identity import public as identity
from haidang.kernel.actors import Actor

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """The signed-in person in the corner of the page."""

    name: str
    sign_out_href: str


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    return identity.actor_for_request(request)


def for_people(view: View[Rest]) -> View[Rest]:
    """Let only signed-in people in; show everybody else the way to sign in and back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Rest.args, **named: Rest.kwargs) -> HttpResponse:
        if actor_of(request).person_id is not None:
            return view(request, *args, **named)
        after = request.get_full_path() if request.method == "GET" else "/"
        return HttpResponseRedirect(f"{reverse('portal:sign_in')}?{urlencode({'next': after})}")

    return guarded


def show(
    request: HttpRequest, template: str, page: object = None, *, status: int = 200
) -> HttpResponse:
    """Draw a page of the portal."""
    actor = actor_of(request)
    visitor = (
        None
        if actor.kind == "anonymous"
        else Visitor(name=actor.name, sign_out_href=reverse("account_logout"))
    )
    context = {"page": page, "person": visitor}
    return render(request, f"portal/{template}.html", context, status=status)
