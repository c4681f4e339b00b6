"""Every role and verb, allowed and refused."""

from uuid import UUID

import pytest

from haidang.blocks.identity import policies
from haidang.kernel.actors import ANONYMOUS, Actor, Duty, system
from haidang.kernel.errors import NotAllowed

LAN_ID, MINH_ID, BINH_ID = UUID(int=1), UUID(int=2), UUID(int=3)
LAN = Actor(kind="person", id="1", name="Lan", person_id=LAN_ID, account_id=UUID(int=11))
MINH = Actor(
    kind="person", id="2", name="Minh", person_id=MINH_ID, on_behalf_of=frozenset({LAN_ID})
)
BINH = Actor(kind="person", id="3", name="Bình", person_id=BINH_ID)
HOA = Actor(
    kind="officer",
    id="4",
    name="Hoa",
    duties=frozenset({Duty(agency="A", post="reception")}),
    scopes=frozenset({"identity.accounts"}),
)
IDLE = Actor(kind="officer", id="5", name="Tuấn")
READER = Actor(kind="machine", id="m", name="M", scopes=frozenset({"identity.read"}))


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (LAN, True),
        (MINH, True),
        (HOA, True),
        (READER, True),
        (system("x"), True),
        (BINH, False),
        (IDLE, False),
        (ANONYMOUS, False),
    ],
)
def test_who_reads_what_is_known_of_lan(actor: Actor, may: bool) -> None:  # noqa: FBT001 - a column of the table
    assert policies.can_read_person(LAN_ID, actor) is may


@pytest.mark.parametrize("actor", [MINH, BINH, HOA, READER, ANONYMOUS])
def test_only_lan_sees_who_read_her_data(actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        policies.check_can_list_accesses(LAN_ID, actor)


@pytest.mark.parametrize("actor", [LAN, HOA, READER, ANONYMOUS])
def test_only_the_system_and_entitled_machines_open_accounts(actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        policies.check_can_open_accounts(actor)


@pytest.mark.parametrize("actor", [LAN, BINH, IDLE, READER, ANONYMOUS])
def test_only_officers_at_work_and_the_system_register_people(actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        policies.check_can_register(actor)


@pytest.mark.parametrize("actor", [MINH, BINH, HOA, ANONYMOUS])
def test_only_the_principal_gives_a_mandate(actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        policies.check_can_grant_representation(frozenset({LAN_ID}), actor)


@pytest.mark.parametrize(
    ("actor", "scopes"),
    [(LAN, {"identity.read"}), (BINH, {"api"}), (HOA, {"api"}), (ANONYMOUS, {"api"})],
)
def test_nobody_issues_a_token_beyond_the_own(actor: Actor, scopes: set[str]) -> None:
    with pytest.raises(NotAllowed):
        policies.check_can_issue_token(actor, account_id=LAN.account_id, scopes=frozenset(scopes))
