from datetime import timedelta
from uuid import UUID

import pytest

from haidang.blocks.agencies import public as agencies
from haidang.blocks.agencies.testing import WARD_CENTRE, WARD_COMMITTEE, make_officer
from haidang.kernel import clock
from haidang.kernel.actors import Actor, Duty
from haidang.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db

BASIS = "Quyết định 12/QĐ-UBND"


def acting(officer: agencies.OfficerSummary, *extra: Duty) -> Actor:
    """Return an officer on duty, with posts that only this test gives."""
    duties = agencies.duties_of(officer.id) | frozenset(extra)
    return Actor(kind="officer", id=str(officer.id), name=officer.name, duties=duties)


def lend(
    holder: agencies.OfficerSummary,
    delegate: agencies.OfficerSummary,
    *,
    post: str = "leader",
    agency: str = WARD_COMMITTEE,
    by: Actor | None = None,
    days: int = 5,
    basis: str = BASIS,
) -> agencies.AuthorityDelegated:
    return agencies.delegate_authority(
        holder_id=holder.id,
        delegate_id=delegate.id,
        agency=agency,
        post=post,
        until_at=clock.now() + timedelta(days=days),
        basis=basis,
        actor=by or acting(holder),
    )


class TestOnWhoseBehalf:
    def test_the_holder_behind_a_borrowed_post_is_told(self) -> None:
        khanh, mai = make_officer("khanh"), make_officer("mai")
        lend(khanh, mai)

        behind = agencies.holder_behind(mai.id, agency=WARD_COMMITTEE, post="leader")
        own = agencies.holder_behind(khanh.id, agency=WARD_COMMITTEE, post="leader")
        none = agencies.holder_behind(mai.id, agency=WARD_COMMITTEE, post="head")

        assert behind is not None
        assert (behind.holder_name, behind.basis) == (khanh.name, BASIS)
        assert own is None
        assert none is None

    def test_own_and_borrowed_posts_are_told_apart(self) -> None:
        khanh, mai = make_officer("khanh"), make_officer("mai")
        lend(khanh, mai)
        borrowed = Duty(agency=WARD_COMMITTEE, post="leader")

        own = agencies.own_duties_of(mai.id)
        many = agencies.own_duties_of_many([mai.id, khanh.id])

        assert borrowed in agencies.duties_of(mai.id)
        assert borrowed not in own
        assert many == {mai.id: own, khanh.id: frozenset({borrowed})}
        assert [each.delegate_id for each in agencies.lent_to(mai.id)] == [mai.id]

    def test_what_is_still_to_come_is_listed_and_what_is_over_is_not(self) -> None:
        khanh, mai = make_officer("khanh"), make_officer("mai")
        lend(khanh, mai, days=1)

        now = agencies.list_delegations(agencies=[WARD_COMMITTEE])
        later = agencies.list_delegations(
            agencies=[WARD_COMMITTEE], at=clock.now() + timedelta(days=2)
        )

        assert (len(now), later) == (1, [])


class TestWhoMayLend:
    def test_a_borrowed_post_is_not_lent_on(self) -> None:
        khanh, mai, hoa = make_officer("khanh"), make_officer("mai"), make_officer("hoa")
        lend(khanh, mai)

        with pytest.raises(agencies.PostNotHeld):
            lend(mai, hoa)

    def test_a_head_finds_a_substitute_but_nobody_signs_for_a_leader(self) -> None:
        hoa, mai, khanh = make_officer("hoa"), make_officer("mai"), make_officer("khanh")
        head = Actor(
            kind="officer",
            id=str(UUID(int=7)),
            name="Thắng",
            duties=frozenset(
                {Duty(agency=WARD_CENTRE, post="head"), Duty(agency=WARD_COMMITTEE, post="head")}
            ),
        )

        lend(hoa, mai, post="reception", agency=WARD_CENTRE, by=head)

        assert Duty(agency=WARD_CENTRE, post="reception") in agencies.duties_of(mai.id)
        with pytest.raises(NotAllowed):
            lend(khanh, mai, by=head)

    @pytest.mark.parametrize(("days", "basis"), [(0, BASIS), (-1, BASIS), (5, "  ")])
    def test_a_period_that_is_over_or_no_paper_is_wrong(self, days: int, basis: str) -> None:
        with pytest.raises(agencies.DelegationWrong):
            lend(make_officer("khanh"), make_officer("mai"), days=days, basis=basis)

    def test_nobody_lends_to_oneself(self) -> None:
        khanh = make_officer("khanh")

        with pytest.raises(agencies.DelegationWrong):
            lend(khanh, khanh)

    def test_an_unknown_delegation_is_unknown(self) -> None:
        khanh = acting(make_officer("khanh"))

        with pytest.raises(agencies.DelegationUnknown):
            agencies.revoke_delegation(delegation_id=UUID(int=1), actor=khanh)
