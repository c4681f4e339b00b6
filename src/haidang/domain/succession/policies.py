"""Who may carry out a merger."""

from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed

ADMINISTRATOR = "administrator"


def check_can_see(actor: Actor, *, agency: str) -> None:
    """Let the system and the administrator of the city's own agency see plans and proofs."""
    is_administrator = actor.is_officer and actor.holds(ADMINISTRATOR, agency=agency)
    if not (is_administrator or actor.kind == "system"):
        raise NotAllowed


def check_can_merge(actor: Actor) -> None:
    """Let the system alone carry a plan out: from the command line, by who runs the machine."""
    if actor.kind != "system":
        raise NotAllowed
