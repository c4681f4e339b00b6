"""Who calls: bearer tokens, their scopes, and what kind of actor a verb is for."""

from typing import Final, Literal

from django.http import HttpRequest
from ninja.security import HttpBearer

from haidang.blocks.identity import public as identity
from haidang.channels.rest.problems import ScopeMissing
from haidang.kernel.actors import Actor, ActorKind
from haidang.kernel.errors import NotAllowed

Scope = Literal["cases:read", "cases:write", "tasks:read", "tasks:write", "vault:read", "me:read"]
EVERYTHING: Final = "api"
"""The scope of tokens that people and officers take for themselves."""


class Bearer(HttpBearer):
    """A token of a person, an officer or a machine, good for one scope."""

    def __init__(self, scope: Scope, *, kinds: frozenset[ActorKind] = frozenset()) -> None:
        super().__init__()
        self.scope = scope
        self.kinds = kinds

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:  # noqa: ARG002 - ninja's signature
        """Return who acts; None for no valid token; raises when the scope is missing."""
        actor = identity.actor_for_token(token)
        if actor is None:
            return None
        if not (actor.may(EVERYTHING) or actor.may(self.scope)):
            raise ScopeMissing
        if self.kinds and actor.kind not in self.kinds:
            raise NotAllowed
        return actor


def anybody_with(scope: Scope) -> Bearer:
    """Let every token with the scope in."""
    return Bearer(scope)


def officers_with(scope: Scope) -> Bearer:
    """Let officers in."""
    return Bearer(scope, kinds=frozenset({"officer"}))


def people_with(scope: Scope) -> Bearer:
    """Let people in."""
    return Bearer(scope, kinds=frozenset({"person"}))


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in a request that a bearer token guards."""
    actor = getattr(request, "auth", None)
    if not isinstance(actor, Actor):
        raise TypeError("This address is not guarded by a bearer token.")
    return actor


def holder_of(request: HttpRequest) -> Actor | None:
    """Return whose token a request carries, before the address is known to guard itself."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return identity.actor_for_token(token) if scheme.lower() == "bearer" else None
