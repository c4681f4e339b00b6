import pytest

from haidang.blocks.payments import policies
from haidang.blocks.payments.models import PaymentOrder
from haidang.kernel.actors import ANONYMOUS, Actor, Duty, system
from haidang.kernel.errors import NotAllowed

ORDER = PaymentOrder(agency="H24.182")


def officer(post: str, agency: str = "H24.182") -> Actor:
    return Actor(
        kind="officer", id="o", name="Hoa", duties=frozenset({Duty(agency=agency, post=post)})
    )


LAN = Actor(kind="person", id="lan", name="Lan")
TUAN = officer("cashier", agency="H24.165")


@pytest.mark.parametrize(
    ("actor", "may_refund", "may_cancel"),
    [
        (system("cases"), True, True),
        (officer("cashier"), True, True),
        (officer("head"), True, True),
        (officer("leader"), True, True),
        (officer("reception"), False, True),
        (officer("processing"), False, True),
        (TUAN, False, False),
        (LAN, False, True),
        (ANONYMOUS, False, False),
    ],
)
def test_money_is_touched_only_by_those_who_answer_for_it(
    *, actor: Actor, may_refund: bool, may_cancel: bool
) -> None:
    assert policies.can_refund(ORDER, actor) is may_refund
    assert policies.can_cancel(ORDER, actor) is may_cancel


def test_a_stranger_is_refused_with_an_error() -> None:
    with pytest.raises(NotAllowed):
        policies.check_can_refund(ORDER, TUAN)
    with pytest.raises(NotAllowed):
        policies.check_can_cancel(ORDER, TUAN)
    with pytest.raises(NotAllowed):
        policies.check_can_reconcile("H24.182", TUAN)
