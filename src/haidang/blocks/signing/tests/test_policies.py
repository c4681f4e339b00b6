"""Who may sign for whom: every kind of actor, allowed and refused in one table."""

import pytest

from haidang.blocks.signing.errors import SigningNotAllowed
from haidang.blocks.signing.policies import can_sign, check_can_manage_keys
from haidang.blocks.signing.types import Holder
from haidang.kernel.actors import ANONYMOUS, Actor, Duty, system

KHANH = Holder(kind="person", code="khanh")
WARD = Holder(kind="agency", code="H24.182")


def officer(code: str, post: str = "", agency: str = "H24.182") -> Actor:
    duties = frozenset({Duty(agency=agency, post=post)}) if post else frozenset()
    return Actor(kind="officer", id=code, name=code, duties=duties)


@pytest.mark.parametrize(
    ("actor", "holder", "allowed"),
    [
        (system("cases"), KHANH, True),
        (system("cases"), WARD, True),
        (officer("khanh", "leader"), KHANH, True),
        (officer("hoa", "processing"), KHANH, False),
        (officer("mai", "clerk"), WARD, True),
        (officer("khanh", "leader"), WARD, True),
        (officer("hoa", "reception"), WARD, False),
        (officer("mai", "clerk", agency="H24.165"), WARD, False),
        (Actor(kind="person", id="khanh", name="Khánh"), KHANH, False),
        (Actor(kind="machine", id="robot", name="robot"), WARD, False),
        (ANONYMOUS, KHANH, False),
    ],
)
def test_who_signs_for_whom(actor: Actor, holder: Holder, allowed: bool) -> None:  # noqa: FBT001 - a column of the table
    assert can_sign(holder, actor) is allowed


def test_only_who_was_granted_it_manages_keys() -> None:
    with pytest.raises(SigningNotAllowed):
        check_can_manage_keys(officer("hoa", "reception"))
