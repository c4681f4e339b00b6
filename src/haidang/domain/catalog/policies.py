"""Who may change what the catalogue holds."""

from haidang.domain.catalog.errors import NotSteward
from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed

ADMINISTRATOR = "administrator"
"""The post, at the city's own agency, that keeps its calendar and its words."""


STEWARD = "steward"
"""The post that stages, confirms and publishes the national catalogue."""


def check_can_steward(actor: Actor) -> None:
    """Let stewards of the catalogue and the platform itself stage, confirm and publish."""
    if not can_steward(actor):
        raise NotSteward


def can_steward(actor: Actor) -> bool:
    """Tell whether an actor is a steward."""
    return actor.kind == "system" or any(duty.post == STEWARD for duty in actor.duties)


def check_can_change_city(actor: Actor, *, agency: str) -> None:
    """Let the system and the administrator of the city's own agency change the city."""
    is_administrator = actor.is_officer and actor.holds(ADMINISTRATOR, agency=agency)
    if not (is_administrator or actor.kind == "system"):
        raise NotAllowed


def can_change_city(actor: Actor, *, agency: str) -> bool:
    """Tell whether ``check_can_change_city`` would pass."""
    try:
        check_can_change_city(actor, agency=agency)
    except NotAllowed:
        return False
    return True
