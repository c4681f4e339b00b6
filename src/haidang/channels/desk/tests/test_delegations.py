from datetime import timedelta
from uuid import UUID

import pytest

from haidang.blocks.agencies import public as agencies
from haidang.blocks.agencies.testing import WARD_COMMITTEE
from haidang.blocks.identity import public as identity
from haidang.blocks.outbox.testing import run_jobs
from haidang.channels.desk.tests.officers import DESK, act_url, open_task, signed_in
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import World, get_row, make_submitted, take_step
from haidang.kernel import clock

pytestmark = pytest.mark.django_db

PLACE = f"{DESK}uy-quyen/"


def given(world: World, **changes: str) -> dict[str, str]:
    """Return the form by which Khánh lets Mai sign until Friday."""
    return {
        "post": f"{world.khanh.id}|{WARD_COMMITTEE}|leader",
        "delegate": world.mai.id,
        "from_on.day": "23",
        "from_on.month": "11",
        "from_on.year": "2026",
        "until_on.day": "27",
        "until_on.month": "11",
        "until_on.year": "2026",
        "basis": "Quyết định 12/QĐ-UBND ngày 20/11/2026",
        **changes,
    }


class TestDelegating:
    def test_the_holder_delegates_for_a_period_and_takes_it_back(self, world: World) -> None:
        khanh = signed_in("khanh")

        khanh.post(PLACE, given(world))
        (line,) = khanh.get(PLACE).context["page"].lent
        lent = signed_in("mai").get(PLACE).context["page"].lent_to_me
        khanh.post(f"{PLACE}{line.id}/cham-dut/")

        assert line.period == "23/11/2026 - 27/11/2026"
        assert [(each.holder, each.can_revoke) for each in lent] == [(world.khanh.name, False)]
        assert agencies.lent_to(UUID(world.mai.id)) == []

    def test_everything_wrong_is_told_at_once(self, world: World) -> None:
        wrong = {
            "post": "x",
            "delegate": "y",
            "from_on.day": "31",
            "from_on.month": "2",
            "until_on.year": "",
            "basis": " ",
        }

        answer = signed_in("khanh").post(PLACE, wrong)

        assert answer.status_code == 422
        assert len(answer.context["page"].faults) == 5

    @pytest.mark.parametrize(
        "changes",
        [{"until_on.day": "20"}, {"until_on.year": "2025"}, {"from_on.day": "28"}],
        ids=["over", "last year", "backwards"],
    )
    def test_a_period_that_is_over_is_refused(self, world: World, changes: dict[str, str]) -> None:
        answer = signed_in("khanh").post(PLACE, given(world, **changes))

        assert answer.status_code == 422
        assert agencies.lent_to(UUID(world.mai.id)) == []

    def test_nobody_delegates_a_post_of_others_or_to_oneself(self, world: World) -> None:
        mine = f"{world.khanh.id}|{WARD_COMMITTEE}|leader"

        stranger = signed_in("hoa").post(PLACE, given(world, post=mine))
        myself = signed_in("khanh").post(PLACE, given(world, delegate=world.khanh.id))

        assert (stranger.status_code, myself.status_code) == (422, 422)

    def test_a_stranger_cannot_take_it_back(self, world: World) -> None:
        signed_in("khanh").post(PLACE, given(world))
        (lent,) = agencies.lent_to(UUID(world.mai.id))

        assert signed_in("hoa").post(f"{PLACE}{lent.id}/cham-dut/").status_code == 403


class TestActingForAnother:
    def test_the_substitute_sees_the_tasks_and_signs_with_the_own_key(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        take_step(number, action="accept", by=world.hoa)
        take_step(number, action="approve", by=world.hoa)
        signed_in("khanh").post(PLACE, given(world))
        mai = signed_in("mai")

        (row,) = mai.get(DESK).context["page"].rows
        mai.post(act_url(number, "approve"))
        run_jobs()

        told = [item for item in cases.timeline(number, actor=world.hoa)
                if item.code == "worklist.task_closed"]  # fmt: skip
        moments = mai.get(f"{DESK}ho-so/{number}/").context["page"].moments
        signer = get_row(number).facts["signer"]
        assert world.khanh.name in row.behalf
        assert told[-1].facts["on_behalf_of"] == world.khanh.name
        assert any(world.khanh.name in moment.title for moment in moments)
        assert (signer["officer_id"], signer["holder_id"]) == (world.mai.id, world.khanh.id)

    def test_a_delegation_ends_with_its_last_day(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        take_step(number, action="accept", by=world.hoa)
        take_step(number, action="approve", by=world.hoa)
        signed_in("khanh").post(PLACE, given(world))
        assert world.mai.account_id is not None

        with clock.stopped_at(clock.now() + timedelta(days=5)):
            later = agencies.duties_of(UUID(world.mai.id))
            actor = identity.actor_for_account(world.mai.account_id)

        assert not any(duty.post == "leader" for duty in later)
        assert not actor.holds("leader", agency=open_task(number).agency)
