"""Every role and verb, allowed and refused."""

from uuid import UUID

import pytest

from haidang.blocks.agencies import policies
from haidang.kernel.actors import Actor, Duty, system
from haidang.kernel.errors import NotAllowed

HOLDER = UUID(int=1)
ADMINISTRATOR = Actor(
    kind="officer",
    id="admin",
    name="Admin",
    duties=frozenset({Duty(agency="A", post="administrator")}),
)
OFFICER = Actor(
    kind="officer",
    id=str(HOLDER),
    name="Hoa",
    duties=frozenset({Duty(agency="A", post="leader")}),
)
LAN = Actor(kind="person", id="lan", name="Lan", scopes=frozenset({"api"}))
MACHINE = Actor(kind="machine", id="m", name="M", scopes=frozenset({"agencies.assign"}))


@pytest.mark.parametrize(
    ("actor", "agency", "may"),
    [
        (system("x"), "A", True),
        (MACHINE, "A", True),
        (ADMINISTRATOR, "A", True),
        (ADMINISTRATOR, "B", False),
        (OFFICER, "A", False),
        (LAN, "A", False),
    ],
)
def test_who_assigns_officers(actor: Actor, agency: str, may: bool) -> None:  # noqa: FBT001 - a column of the table
    assert policies.can_assign(actor, agency=agency) is may


@pytest.mark.parametrize(
    ("actor", "may"),
    [(system("x"), True), (ADMINISTRATOR, True), (OFFICER, True), (LAN, False)],
)
def test_who_delegates_a_post(actor: Actor, may: bool) -> None:  # noqa: FBT001 - a column of the table
    assert policies.can_delegate(actor, holder_id=HOLDER, agency="A") is may


def test_a_person_with_the_scope_of_a_machine_installs_nothing() -> None:
    lan = Actor(kind="person", id="lan", name="Lan", scopes=frozenset({"agencies.install"}))

    with pytest.raises(NotAllowed):
        policies.check_can_install_city(lan)
