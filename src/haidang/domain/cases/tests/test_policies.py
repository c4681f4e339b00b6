"""Every role and verb, allowed and refused."""

import pytest

from haidang.blocks.agencies.testing import WARD_CENTRE, WARD_COMMITTEE
from haidang.domain.cases import policies
from haidang.domain.cases.errors import CaseUnknown, FeeUnpaid, IllegalStatus, NotYourCase
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import FinanceState, Status
from haidang.domain.cases.testing import BIRTH, World, id_of
from haidang.kernel.actors import ANONYMOUS, Actor, system
from haidang.kernel.clock import now
from haidang.kernel.errors import HaidangError

pytestmark = pytest.mark.django_db

ROLES = ("lan", "minh", "hoa", "khanh", "mai", "tuan", "binh", "system", "anonymous", "machine")
STRANGERS = {"tuan", "binh", "anonymous"}
PARTIES = {"lan", "minh", "machine"}
Refusal = type[HaidangError] | None

EDITABLE = {Status.DRAFT, Status.SUPPLEMENT}
WITHDRAWABLE = {
    Status.LINKED, Status.REGISTERED, Status.ACCEPTED, Status.PROCESSING, Status.SUPPLEMENT,
    Status.OBLIGATION,
}  # fmt: skip
RATEABLE = {Status.FINISHED, Status.RETURNED, Status.REJECTED, Status.STOPPED}
VERBS: dict[str, tuple[policies.Check, set[Status]]] = {
    "edit": (policies.check_can_edit, EDITABLE),
    "submit": (policies.check_can_submit, {Status.DRAFT}),
    "answer": (policies.check_can_answer, {Status.SUPPLEMENT}),
    "withdraw": (policies.check_can_withdraw, WITHDRAWABLE),
    "rate": (policies.check_can_rate, RATEABLE),
}


def actor_of(role: str, world: World) -> Actor:
    match role:
        case "system":
            return system("tests")
        case "anonymous":
            return ANONYMOUS
        case "machine":
            return Actor(kind="machine", id="app", name="App", person_id=world.lan.person_id)
    found: Actor = getattr(world, role)
    return found


def case_of(world: World, *, status: Status = Status.REGISTERED) -> Case:
    return Case(
        number="H24.182.01-261123-0001",
        status=status,
        procedure=BIRTH,
        applicant_id=id_of(world.lan),
        receiving_agency=WARD_CENTRE,
        competent_agency=WARD_COMMITTEE,
    )


def refusal_of(check: policies.Check, case: Case, actor: Actor) -> Refusal:
    try:
        check(case, actor)
    except HaidangError as error:
        assert not policies.can(check, case, actor)
        return type(error)
    assert policies.can(check, case, actor)
    return None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("verb", VERBS)
def test_what_parties_may_and_nobody_else(world: World, verb: str, role: str) -> None:
    check, statuses = VERBS[verb]
    for status in Status:
        unseen = role in STRANGERS or (role in {"hoa", "khanh", "mai"} and status == Status.DRAFT)
        wanted: Refusal = None
        if unseen:
            wanted = CaseUnknown
        elif role not in PARTIES:
            wanted = NotYourCase
        elif status not in statuses:
            wanted = IllegalStatus
        assert refusal_of(check, case_of(world, status=status), actor_of(role, world)) is wanted


@pytest.mark.parametrize(
    ("role", "draft", "submitted"),
    [
        ("lan", None, None),
        ("minh", None, None),
        ("machine", None, None),
        ("system", None, None),
        ("hoa", CaseUnknown, None),
        ("khanh", CaseUnknown, None),
        ("mai", CaseUnknown, None),
        ("tuan", CaseUnknown, CaseUnknown),
        ("binh", CaseUnknown, CaseUnknown),
        ("anonymous", CaseUnknown, CaseUnknown),
    ],
)
def test_who_sees_a_case(world: World, role: str, draft: Refusal, submitted: Refusal) -> None:
    actor = actor_of(role, world)
    for status in Status:
        wanted = draft if status == Status.DRAFT else submitted
        assert refusal_of(policies.check_can_see, case_of(world, status=status), actor) is wanted


@pytest.mark.parametrize(
    ("role", "refusal"),
    [
        ("hoa", None),
        ("system", None),
        ("khanh", NotYourCase),
        ("mai", NotYourCase),
        ("lan", NotYourCase),
        ("minh", NotYourCase),
        ("machine", NotYourCase),
        ("tuan", CaseUnknown),
        ("binh", CaseUnknown),
        ("anonymous", CaseUnknown),
    ],
)
def test_who_judges_a_case_at_reception(world: World, role: str, refusal: Refusal) -> None:
    actor = actor_of(role, world)

    assert refusal_of(policies.check_can_receive, case_of(world), actor) is refusal


def test_only_a_registered_case_is_judged_at_reception(world: World) -> None:
    for status in set(Status) - {Status.REGISTERED}:
        case = case_of(world, status=status)
        assert refusal_of(policies.check_can_receive, case, world.hoa) is IllegalStatus


def test_a_case_whose_fee_is_awaited_is_not_judged_yet(world: World) -> None:
    case = case_of(world)
    case.finance = FinanceState.AWAITING

    assert refusal_of(policies.check_can_receive, case, world.hoa) is FeeUnpaid


def test_another_representative_is_no_party(world: World) -> None:
    case = case_of(world)
    case.representative_id = world.binh.person_id

    assert policies.is_party(case, world.lan)
    assert not policies.is_party(case, world.minh)


def test_somebody_who_once_represented_is_no_party_without_the_mandate(world: World) -> None:
    case = case_of(world)
    case.representative_id = world.binh.person_id

    assert refusal_of(policies.check_can_see, case, world.binh) is CaseUnknown


def test_the_clock_has_not_started_before_acceptance(world: World) -> None:
    case = case_of(world)
    assert policies.is_before_acceptance(case)

    case.accepted_at, case.status = now(), Status.PROCESSING
    assert not policies.is_before_acceptance(case)
