import dataclasses

import pytest

from haidang.kernel.actors import ANONYMOUS, Actor, ActorKind, Duty, system

HOA = Actor(
    kind="officer",
    id="hoa",
    name="Đỗ Thị Hoa",
    duties=frozenset({Duty(agency="A", post="reception"), Duty(agency="B", post="processing")}),
)
MACHINE = Actor(kind="machine", id="m", name="M", scopes=frozenset({"cases.read"}))


@pytest.mark.parametrize(
    ("kind", "officer"),
    [
        ("person", False),
        ("officer", True),
        ("machine", False),
        ("system", False),
        ("anonymous", False),
    ],
)
def test_only_officers_are_officers(kind: ActorKind, officer: bool) -> None:  # noqa: FBT001 - a column of the table
    assert Actor(kind=kind, id="x", name="X").is_officer is officer


def test_an_officer_holds_a_post_at_its_agency_only() -> None:
    assert HOA.holds("reception", agency="A")
    assert not HOA.holds("reception", agency="B")
    assert not HOA.holds("leader", agency="A")
    assert HOA.agencies == {"A", "B"}


def test_a_machine_may_what_it_was_granted_and_the_system_everything() -> None:
    assert MACHINE.may("cases.read")
    assert not MACHINE.may("cases.write")
    assert system("tests").may("cases.write")
    assert not ANONYMOUS.may("cases.read")


def test_the_system_says_which_part_of_it_acts() -> None:
    assert (system("cases").id, system("cases").name) == ("system:cases", "cases")


def test_nobody_gives_himself_a_duty() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        HOA.duties = frozenset()  # type: ignore[misc]  # that is what is refused
