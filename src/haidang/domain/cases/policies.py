"""Who may do what with a case: ``check_can_x`` raises, ``can_x`` tells."""

from collections.abc import Callable
from uuid import UUID

from haidang.blocks.identity import public as identity
from haidang.domain.cases.errors import CaseUnknown, FeeUnpaid, IllegalStatus, NotYourCase
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import (
    BEFORE_ACCEPTANCE,
    CLOSED,
    DECIDED,
    DeliveryState,
    FinanceState,
    Status,
)
from haidang.kernel.actors import Actor
from haidang.kernel.errors import HaidangError

Check = Callable[[Case, Actor], None]

WITHDRAWABLE = frozenset(
    {
        Status.LINKED,
        Status.REGISTERED,
        Status.ACCEPTED,
        Status.PROCESSING,
        Status.SUPPLEMENT,
        Status.OBLIGATION,
    }
)

DECIDING_POSTS = frozenset({"processing", "head", "leader", "clerk"})
_HANDING_ON = frozenset({"processing", "head", "leader"})
_TAKING_IN = frozenset({"reception", "head"})
DIRECTING = frozenset({"head", "leader"})
STOPPABLE = frozenset({Status.ACCEPTED, Status.PROCESSING, Status.SUPPLEMENT, Status.OBLIGATION})
EXTENDABLE = frozenset({Status.ACCEPTED, Status.PROCESSING, Status.LINKED})


def check_can_see(case: Case, actor: Actor) -> None:
    """Let the applicant, the representative, the officers in charge or asked see the case."""
    if not (
        is_party(case, actor)
        or is_in_charge(case, actor)
        or actor.kind == "system"
        or is_consulted(case, actor)
        or is_at_counter(case, actor)
    ):
        raise CaseUnknown


def check_can_edit(case: Case, actor: Actor) -> None:
    """Let a party fill in a draft, or complete the case while a supplement is asked for.

    At the counter the officer does so in the presence of the person.
    """
    if not is_at_counter(case, actor):
        _check_party(case, actor)
    if case.status not in {Status.DRAFT, Status.SUPPLEMENT}:
        raise IllegalStatus


def check_can_submit(case: Case, actor: Actor) -> None:
    """Let a party hand in a draft."""
    _check_party(case, actor)
    if case.status != Status.DRAFT:
        raise IllegalStatus


def check_can_receive(case: Case, actor: Actor) -> None:
    """Let a reception officer of the receiving agency judge a registered, paid case."""
    if actor.kind != "system" and not actor.holds("reception", agency=case.receiving_agency):
        check_can_see(case, actor)
        raise NotYourCase
    if case.status != Status.REGISTERED:
        raise IllegalStatus
    if case.finance == FinanceState.AWAITING:
        raise FeeUnpaid


def check_can_answer(case: Case, actor: Actor) -> None:
    """Let a party answer the supplement request, at the counter through the officer."""
    if not is_at_counter(case, actor):
        _check_party(case, actor)
    if case.status != Status.SUPPLEMENT:
        raise IllegalStatus


def check_can_withdraw(case: Case, actor: Actor) -> None:
    """Let a party take the case back while nothing is decided (NĐ 118/2025/NĐ-CP, Article 21)."""
    _check_party(case, actor)
    if case.status not in WITHDRAWABLE:
        raise IllegalStatus


def check_can_stop(case: Case, actor: Actor) -> None:
    """Let a party, or a head or leader in charge, stop a case that nothing was decided in."""
    if not (is_party(case, actor) or _directs(case, actor)):
        check_can_see(case, actor)
        raise NotYourCase
    if case.status not in STOPPABLE:
        raise IllegalStatus


def check_can_extend(case: Case, actor: Actor) -> None:
    """Let a head or leader of the competent agency give an open case its one later date."""
    if not any(actor.holds(post, agency=case.competent_agency) for post in DIRECTING):
        check_can_see(case, actor)
        raise NotYourCase
    if case.status not in EXTENDABLE or case.due_at is None:
        raise IllegalStatus


def check_can_ask_again(case: Case, actor: Actor) -> None:
    """Let a head or leader in charge have a person asked a second time."""
    if not _directs(case, actor):
        check_can_see(case, actor)
        raise NotYourCase
    if case.status not in {Status.REGISTERED, Status.PROCESSING} or not case.supplement_count:
        raise IllegalStatus


def check_can_find(case: Case, actor: Actor) -> None:
    """Let an officer in charge write down what is wrong, until the case is decided."""
    if not is_in_charge(case, actor):
        check_can_see(case, actor)
        raise NotYourCase
    if case.status not in WITHDRAWABLE:
        raise IllegalStatus


def check_can_forward(case: Case, actor: Actor) -> None:
    """Let reception, or the platform at its hour, hand a held case on."""
    if actor.kind != "system" and not actor.holds("reception", agency=case.receiving_agency):
        check_can_see(case, actor)
        raise NotYourCase


def check_can_meet(case: Case, actor: Actor) -> None:
    """Let those who decide note that an appointment was kept."""
    if not any(actor.holds(post, agency=case.competent_agency) for post in DECIDING_POSTS):
        check_can_see(case, actor)
        raise NotYourCase


def check_can_rate(case: Case, actor: Actor) -> None:
    """Let a party say how it went once the case is decided or refused."""
    _check_party(case, actor)
    if case.status not in DECIDED | {Status.REJECTED, Status.STOPPED}:
        raise IllegalStatus


def is_party(case: Case, actor: Actor) -> bool:
    """Tell whether the actor is the applicant, or has a mandate for this procedure."""
    if actor.kind not in {"person", "machine"} or actor.person_id is None:
        return False
    return (
        case.applicant_id == actor.person_id
        or has_paper_mandate(case, actor)
        or (case.applicant_id in actor.on_behalf_of and _is_mandated(case, actor.person_id))
    )


def has_paper_mandate(case: Case, actor: Actor) -> bool:
    """Tell whether the actor represents the applicant by a paper handed in with this case only.

    The person represented may end it at any time (91/2015/QH13, Article 140).
    """
    words = case.representative
    return (
        actor.person_id is not None
        and case.representative_id == actor.person_id
        and words.get("mandate") == "paper"
        and not words.get("revoked_at")
    )


def check_can_revoke_mandate(case: Case, actor: Actor) -> None:
    """Let the person represented end the paper mandate of a case."""
    if actor.person_id is None or case.applicant_id != actor.person_id:
        check_can_see(case, actor)
        raise NotYourCase
    if case.representative.get("mandate") != "paper" or case.representative.get("revoked_at"):
        raise IllegalStatus


def _is_mandated(case: Case, person_id: UUID) -> bool:
    """Tell whether a mandate covers the case, or the form for several that it is part of.

    For an organization every representative acts; a person's case stays with the one who
    began it.
    """
    if case.organization_id is None and case.representative_id not in {None, person_id}:
        return False
    scopes = {case.procedure, *({case.parent.procedure} if case.parent else ())}
    return any(
        identity.may_represent(person_id, case.applicant_id, scope=scope) for scope in scopes
    )


def check_can_ask_delivery(case: Case, actor: Actor) -> None:
    """Let a party have the result by post, until it is handed over or on its way."""
    _check_party(case, actor)
    open_still = {DeliveryState.NONE, DeliveryState.COUNTER, DeliveryState.POST}
    if case.status in WITHDRAWABLE | {Status.FINISHED} and case.delivery in open_still:
        return
    raise IllegalStatus


def check_can_receive_parcel(case: Case, actor: Actor) -> None:
    """Let reception write down papers that came by post."""
    if not actor.holds("reception", agency=case.receiving_agency):
        check_can_see(case, actor)
        raise NotYourCase
    if case.status in CLOSED:
        raise IllegalStatus


def check_can_take_down(case: Case, actor: Actor) -> None:
    """Let a reception officer hand in, for the person who stands there, what was taken down."""
    if not is_at_counter(case, actor):
        check_can_see(case, actor)
        raise NotYourCase
    if case.status != Status.DRAFT:
        raise IllegalStatus


def is_at_counter(case: Case, actor: Actor) -> bool:
    """Tell whether the officer takes the case down at the counter of its receiving agency."""
    is_open = case.status in {Status.DRAFT, Status.SUPPLEMENT}
    return (
        case.channel == "counter"
        and is_open
        and actor.is_officer
        and actor.holds("reception", agency=case.receiving_agency)
    )


def is_in_charge(case: Case, actor: Actor) -> bool:
    """Tell whether the officer works at an agency that has the case in hand."""
    if not actor.is_officer or case.status == Status.DRAFT:
        return False
    places = {case.receiving_agency, case.competent_agency, case.return_agency}
    return bool(places & actor.agencies)


def is_consulted(case: Case, actor: Actor) -> bool:
    """Tell whether the officer's agency is asked about the case and has not answered yet."""
    if not actor.is_officer or not actor.agencies:
        return False
    rows = case.consultations.filter(asked_agency__in=actor.agencies, answered_at=None)
    return rows.exists()


def check_can_transfer(case: Case, actor: Actor) -> None:
    """Let those who decide hand the case on, and reception what it took in at the wrong place."""
    here = any(actor.holds(post, agency=case.competent_agency) for post in _HANDING_ON)
    took_in = any(actor.holds(post, agency=case.receiving_agency) for post in _TAKING_IN)
    if not (here or took_in or actor.kind == "system"):
        check_can_see(case, actor)
        raise NotYourCase
    if case.status not in WITHDRAWABLE:
        raise IllegalStatus


def check_can_consult(case: Case, actor: Actor) -> None:
    """Let the officer, head or leader who handles an accepted case ask another agency."""
    here = any(actor.holds(post, agency=case.competent_agency) for post in _HANDING_ON)
    if not (here or actor.kind == "system"):
        check_can_see(case, actor)
        raise NotYourCase
    if case.status not in {Status.ACCEPTED, Status.PROCESSING}:
        raise IllegalStatus


def check_can_note(case: Case, actor: Actor) -> None:
    """Let the officers in charge write and read internal notes; nobody else, never a party."""
    if not (is_in_charge(case, actor) or actor.kind == "system"):
        check_can_see(case, actor)
        raise NotYourCase


def _directs(case: Case, actor: Actor) -> bool:
    here = {case.receiving_agency, case.competent_agency}
    return any(actor.holds(post, agency=agency) for post in DIRECTING for agency in here)


def is_before_acceptance(case: Case) -> bool:
    """Tell whether the clock has not started yet."""
    return case.accepted_at is None or case.status in BEFORE_ACCEPTANCE


def can(check: Check, case: Case, actor: Actor) -> bool:
    """Tell whether a check would pass."""
    try:
        check(case, actor)
    except HaidangError:
        return False
    return True


def _check_party(case: Case, actor: Actor) -> None:
    if not is_party(case, actor):
        check_can_see(case, actor)
        raise NotYourCase
