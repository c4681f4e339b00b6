"""Cities are installed, posts change hands, numbers are given out once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.agencies.models import AdministrativeUnit, Agency, Assignment
from haidang.blocks.agencies.testing import (
    OTHER_COMMITTEE,
    WARD,
    WARD_CENTRE,
    WARD_COMMITTEE,
    install_sample_city,
    make_officer,
    sample_city,
)
from haidang.blocks.audit import public as audit
from haidang.kernel.actors import Actor, Duty, system
from haidang.kernel.clock import now
from haidang.kernel.errors import NotAllowed

SYSTEM = system("tests")


@pytest.mark.django_db
class TestInstallCity:
    def test_installing_twice_leaves_one_of_each(self) -> None:
        install_sample_city()
        install_sample_city()

        assert AdministrativeUnit.objects.count() == 2
        assert Agency.objects.count() == 5
        assert Assignment.objects.count() == 7

    def test_a_package_that_changed_changes_the_rows(self) -> None:
        install_sample_city()
        city = sample_city()
        renamed = agencies.UnitInput(
            code=WARD, name="Phường Mới", kind="ward", valid_from=city.units[0].valid_from
        )

        agencies.install_city(
            agencies.CityInput(
                code=city.code, name=city.name, province_code="31", agency_code="H24",
                units=(renamed,),
            ),
            actor=SYSTEM,
        )  # fmt: skip

        assert agencies.get_unit(WARD).name == "Phường Mới"
        assert agencies.list_units("haiphong", search="phuong moi")[0].code == WARD

    def test_only_the_system_installs(self) -> None:
        with pytest.raises(NotAllowed):
            agencies.install_city(sample_city(), actor=Actor(kind="person", id="lan", name="Lan"))

    def test_the_installation_is_audited(self) -> None:
        install_sample_city()

        codes = [entry.code for entry in audit.list_entries(subject="haiphong")]

        assert "agencies.city_installed" in codes


@pytest.mark.django_db
class TestPosts:
    def test_an_officer_takes_up_a_post_and_leaves_it(self) -> None:
        khanh = make_officer("khanh")
        duty = Duty(agency=OTHER_COMMITTEE, post="leader")

        agencies.assign_officer(
            officer_id=khanh.id, agency=duty.agency, post=duty.post, actor=SYSTEM
        )
        during = agencies.duties_of(khanh.id)
        agencies.end_assignment(
            officer_id=khanh.id, agency=duty.agency, post=duty.post, actor=SYSTEM
        )

        assert duty in during
        assert duty not in agencies.duties_of(khanh.id, at=now() + timedelta(seconds=1))

    def test_the_same_post_cannot_be_taken_up_twice(self) -> None:
        khanh = make_officer("khanh")

        with pytest.raises(agencies.AlreadyAssigned):
            agencies.assign_officer(
                officer_id=khanh.id, agency=WARD_COMMITTEE, post="leader", actor=SYSTEM
            )

    def test_nobody_is_assigned_to_an_agency_that_does_not_exist(self) -> None:
        with pytest.raises(agencies.AgencyUnknown):
            agencies.assign_officer(
                officer_id=make_officer("khanh").id, agency="H99", post="leader", actor=SYSTEM
            )


@pytest.mark.django_db
class TestDelegation:
    def test_the_delegate_acts_in_the_post_until_the_time_is_over(self) -> None:
        khanh, mai = make_officer("khanh"), make_officer("mai")
        delegate(khanh.id, mai.id)
        duty = Duty(agency=WARD_COMMITTEE, post="leader")

        assert duty in agencies.duties_of(mai.id)
        assert duty not in agencies.duties_of(mai.id, at=now() + timedelta(days=8))
        assert [one.code for one in agencies.officers_holding(WARD_COMMITTEE, "leader")] == [
            "khanh",
            "mai",
        ]

    def test_what_the_holder_lost_the_delegate_lost_too(self) -> None:
        khanh, mai = make_officer("khanh"), make_officer("mai")
        delegate(khanh.id, mai.id)

        agencies.end_assignment(
            officer_id=khanh.id, agency=WARD_COMMITTEE, post="leader", actor=SYSTEM
        )

        later = now() + timedelta(seconds=1)
        assert Duty(agency=WARD_COMMITTEE, post="leader") not in agencies.duties_of(
            mai.id, at=later
        )

    def test_a_post_that_is_not_held_cannot_be_delegated(self) -> None:
        with pytest.raises(agencies.PostNotHeld):
            delegate(make_officer("hoa").id, make_officer("mai").id)

    def test_a_revoked_delegation_ends_at_once(self) -> None:
        khanh, mai = make_officer("khanh"), make_officer("mai")
        given = delegate(khanh.id, mai.id)

        agencies.revoke_delegation(delegation_id=given.delegation_id, actor=SYSTEM)

        later = now() + timedelta(seconds=1)
        assert Duty(agency=WARD_COMMITTEE, post="leader") not in agencies.duties_of(
            mai.id, at=later
        )


@pytest.mark.django_db
class TestReads:
    def test_the_competent_agency_is_found_by_kind_and_unit(self) -> None:
        install_sample_city()

        found = agencies.agency_for("commune_service_centre", WARD)

        assert found.code == WARD_CENTRE

    def test_nothing_existed_before_the_merger(self) -> None:
        install_sample_city()
        before = datetime(2025, 6, 30, 16, 59, tzinfo=UTC)

        assert agencies.list_units("haiphong", at=before) == []
        with pytest.raises(agencies.AgencyUnknown):
            agencies.get_agency(WARD_CENTRE, at=before)

    def test_the_day_of_the_merger_begins_at_midnight_in_vietnam(self) -> None:
        install_sample_city()
        midnight = datetime(2025, 6, 30, 17, 0, tzinfo=UTC)

        assert agencies.get_unit(WARD, at=midnight).name == "Phường Thuỷ Nguyên"


class TestNextNumber:
    @pytest.mark.django_db
    def test_each_series_and_period_counts_from_one(self) -> None:
        first = [agencies.next_number(agency="A", series="case", period="2026") for _ in range(3)]
        other = agencies.next_number(agency="A", series="case", period="2027")

        assert first == [1, 2, 3]
        assert other == 1

    @pytest.mark.django_db(transaction=True)
    def test_many_at_once_never_get_the_same_number(self) -> None:
        def take(_turn: int) -> int:
            try:
                with transaction.atomic():
                    return agencies.next_number(agency="A", series="case", period="2026")
            finally:
                connection.close()

        with ThreadPoolExecutor(max_workers=8) as pool:
            numbers = list(pool.map(take, range(80)))

        assert sorted(numbers) == list(range(1, 81))


def delegate(holder_id: UUID, delegate_id: UUID) -> agencies.AuthorityDelegated:
    return agencies.delegate_authority(
        holder_id=holder_id,
        delegate_id=delegate_id,
        agency=WARD_COMMITTEE,
        post="leader",
        until_at=now() + timedelta(days=7),
        basis="Giấy uỷ quyền số 01/GUQ (mẫu)",
        actor=SYSTEM,
    )
