"""Every role and verb, allowed and refused."""

from uuid import UUID

import pytest

from haidang.blocks.vault import policies
from haidang.kernel.actors import ANONYMOUS, Actor, Duty, system
from haidang.kernel.errors import NotAllowed

LAN_ID = UUID(int=1)
LAN = Actor(kind="person", id="1", name="Lan", person_id=LAN_ID)
MINH = Actor(
    kind="person", id="2", name="Minh", person_id=UUID(int=2), on_behalf_of=frozenset({LAN_ID})
)
BINH = Actor(kind="person", id="3", name="Bình", person_id=UUID(int=3))
HOA = Actor(
    kind="officer", id="4", name="Hoa", duties=frozenset({Duty(agency="A", post="reception")})
)
TUAN = Actor(
    kind="officer", id="5", name="Tuấn", duties=frozenset({Duty(agency="B", post="reception")})
)


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (LAN, True),
        (MINH, True),
        (HOA, True),
        (system("x"), True),
        (TUAN, False),
        (BINH, False),
        (ANONYMOUS, False),
    ],
)
def test_who_reads_a_file_of_lan_that_agency_a_was_let_in_to(actor: Actor, may: bool) -> None:  # noqa: FBT001 - a column of the table
    assert policies.can_read(actor, owner_id=LAN_ID, stored_by="1", agencies={"A"}) is may


def test_who_stored_an_agencys_own_file_reads_it() -> None:
    assert policies.can_read(TUAN, owner_id=None, stored_by="5", agencies=())


def test_an_owner_of_nothing_is_nobody() -> None:
    assert not policies.can_read(ANONYMOUS, owner_id=None, stored_by="anonymous", agencies=())


@pytest.mark.parametrize("actor", [LAN, MINH, BINH, HOA, ANONYMOUS])
def test_only_the_system_shreds(actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        policies.check_can_shred(actor)


@pytest.mark.parametrize("actor", [LAN, BINH, TUAN, ANONYMOUS])
def test_only_the_issuing_agency_revokes(actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        policies.check_can_revoke(actor, issued_by="A")


@pytest.mark.parametrize("actor", [LAN, MINH, BINH, ANONYMOUS])
def test_people_deposit_nothing_into_the_vault(actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        policies.check_can_deposit(actor)
