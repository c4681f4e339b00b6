"""Persons become known, sign in, give mandates, and see who read their data."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from haidang.blocks.audit import public as audit
from haidang.blocks.identity import public as identity
from haidang.blocks.identity.models import Account, Person
from haidang.blocks.identity.testing import (
    LAN_ID,
    make_binh,
    make_hoa,
    make_lan,
    make_minh,
    sample_claims,
)
from haidang.blocks.outbox import public as outbox
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import now, stopped_at
from haidang.kernel.errors import InvalidInput, NotAllowed

SYSTEM = system("tests")
OTHER_KEY = "ab" * 32


def id_of(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


@pytest.mark.django_db
class TestSealing:
    def test_no_personal_id_stands_in_any_table_in_clear(self) -> None:
        make_lan()

        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(p)::text FROM identity_person p")
            ((row,),) = cursor.fetchall()
            cursor.execute("SELECT encode(personal_id, 'escape') FROM identity_person")
            ((sealed,),) = cursor.fetchall()

        assert LAN_ID not in row
        assert LAN_ID not in sealed

    def test_the_id_is_opened_when_read_and_found_by_its_digest(self) -> None:
        lan = make_lan()

        found = identity.find_person_by_personal_id(LAN_ID, actor=SYSTEM, purpose="test")

        assert found is not None
        assert (found.id, found.personal_id) == (lan.person_id, LAN_ID)

    def test_the_same_text_is_sealed_differently_each_time(self) -> None:
        assert identity.seal(b"x", context="a.b") != identity.seal(b"x", context="a.b")

    def test_a_sealed_value_cannot_be_moved_to_another_column(self) -> None:
        sealed = identity.seal(b"x", context="a.b")

        with pytest.raises(identity.SealBroken):
            identity.unseal(sealed, context="a.c")

    def test_one_changed_bit_breaks_the_seal(self) -> None:
        sealed = bytearray(identity.seal(b"x", context="a.b"))
        sealed[-1] ^= 1

        with pytest.raises(identity.SealBroken):
            identity.unseal(bytes(sealed), context="a.b")

    def test_a_retired_key_still_opens_and_finds_but_seals_no_more(self) -> None:
        from django.conf import settings  # noqa: PLC0415 - the key before the change

        make_lan()
        old = settings.HAIDANG_FIELD_KEY
        with override_settings(HAIDANG_FIELD_KEY=OTHER_KEY, HAIDANG_RETIRED_FIELD_KEYS=[old]):
            found = identity.find_person_by_personal_id(LAN_ID, actor=SYSTEM, purpose="test")
            sealed_now = identity.seal(b"x", context="a.b")

        assert found is not None
        with pytest.raises(identity.SealBroken):
            identity.unseal(sealed_now, context="a.b")


@pytest.mark.django_db
class TestRegisterPerson:
    def test_the_same_personal_id_is_the_same_person(self) -> None:
        given = identity.PersonInput(personal_id="0311 9400 0001", full_name="Nguyễn Thị Lan")

        first = identity.register_person(given, actor=SYSTEM, source="counter")
        second = identity.register_person(given, actor=SYSTEM, source="counter")

        assert first == second
        assert Person.objects.count() == 1

    def test_a_wrong_number_is_told_as_a_problem(self) -> None:
        given = identity.PersonInput(personal_id="123", full_name="Lan")

        with pytest.raises(InvalidInput) as caught:
            identity.register_person(given, actor=SYSTEM, source="counter")

        assert [problem.code for problem in caught.value.problems] == [
            "identity.not_a_personal_id"
        ]

    def test_a_better_source_corrects_the_name_but_not_the_phone(self) -> None:
        before = identity.PersonInput(personal_id=LAN_ID, full_name="Lan", phone="0900000001")
        after = identity.PersonInput(
            personal_id=LAN_ID, full_name="Nguyễn Thị Lan", phone="0911111111"
        )
        person_id = identity.register_person(before, actor=SYSTEM, source="counter")

        identity.register_person(after, actor=SYSTEM, source="vneid")

        lan = identity.get_person(person_id, actor=SYSTEM, purpose="test")
        assert (lan.full_name, lan.phone) == ("Nguyễn Thị Lan", "0900000001")

    def test_people_do_not_register_each_other(self) -> None:
        given = identity.PersonInput(personal_id="031088000003", full_name="Lê Văn Bình")

        with pytest.raises(NotAllowed):
            identity.register_person(given, actor=make_lan(), source="web")


@pytest.mark.django_db
class TestRegisterOrganization:
    @pytest.mark.parametrize("tax_code", ["0100233488", "0314409058", "031194000001"])
    def test_a_right_tax_code_is_taken_and_found(self, tax_code: str) -> None:
        made = identity.register_organization(
            tax_code=tax_code, name="Hộ mẫu", representative_id=None, actor=SYSTEM
        )

        found = identity.find_organization_by_tax_code(tax_code)

        assert found is not None
        assert found.id == made

    @pytest.mark.parametrize("tax_code", ["0100233480", "12", ""])
    def test_a_wrong_tax_code_is_told_as_a_problem(self, tax_code: str) -> None:
        with pytest.raises(InvalidInput):
            identity.register_organization(
                tax_code=tax_code, name="Mẫu", representative_id=None, actor=SYSTEM
            )

    def test_the_legal_representative_acts_for_the_organization(self) -> None:
        lan = make_lan()
        organization_id = identity.register_organization(
            tax_code="0100233488", name="Mẫu", representative_id=lan.person_id, actor=SYSTEM
        )

        assert organization_id in make_lan().on_behalf_of


@pytest.mark.django_db
class TestRepresentation:
    def test_minh_acts_for_lan_when_lan_lets_him(self) -> None:
        lan = make_lan()

        minh = make_minh(represents=lan, scopes=["1.001193"])

        assert minh.on_behalf_of == {lan.person_id}
        assert identity.may_represent(id_of(minh), id_of(lan), scope="1.001193")
        assert not identity.may_represent(id_of(minh), id_of(lan), scope="2.000635")

    def test_a_stranger_cannot_give_himself_a_mandate(self) -> None:
        lan, binh = make_lan(), make_binh()

        with pytest.raises(NotAllowed):
            identity.grant_representation(
                principal_id=id_of(lan),
                representative_id=id_of(binh),
                scopes=["all"],
                actor=binh,
            )

    def test_a_mandate_ends_when_it_is_taken_back(self) -> None:
        lan = make_lan()
        minh = make_minh(represents=lan)
        (given,) = identity.list_representations(id_of(lan), actor=lan)

        identity.revoke_representation(representation_id=given.id, actor=lan)

        assert not identity.may_represent(id_of(minh), id_of(lan), scope="all")

    def test_a_mandate_ends_by_itself_when_its_time_is_over(self) -> None:
        lan, minh = make_lan(), make_minh()
        identity.grant_representation(
            principal_id=id_of(lan),
            representative_id=id_of(minh),
            scopes=["all"],
            until_at=now() + timedelta(days=1),
            actor=lan,
        )

        with stopped_at(now() + timedelta(days=2)):
            later = identity.may_represent(id_of(minh), id_of(lan), scope="x")

        assert not later
        assert identity.may_represent(id_of(minh), id_of(lan), scope="x")


@pytest.mark.django_db
class TestAccesses:
    def test_lan_sees_that_hoa_read_her_data_and_why(self) -> None:
        lan, hoa = make_lan(), make_hoa()

        identity.get_person(id_of(lan), actor=hoa, purpose="thẩm định hồ sơ", subject="H24-1")

        (access,) = identity.list_accesses(id_of(lan), actor=lan)
        assert (access.actor_name, access.subject) == (hoa.name, "H24-1")
        assert set(access.agencies) == hoa.agencies

    def test_reading_oneself_is_no_access(self) -> None:
        lan = make_lan()

        identity.get_person(id_of(lan), actor=lan, purpose="own")

        assert identity.list_accesses(id_of(lan), actor=lan) == []

    def test_a_stranger_reads_neither_the_person_nor_the_log(self) -> None:
        lan, binh = make_lan(), make_binh()

        with pytest.raises(NotAllowed):
            identity.get_person(id_of(lan), actor=binh, purpose="curiosity")
        with pytest.raises(NotAllowed):
            identity.list_accesses(id_of(lan), actor=binh)

    @pytest.mark.parametrize(
        "statement", ["DELETE FROM identity_accesslog", "UPDATE identity_accesslog SET purpose=''"]
    )
    def test_the_log_cannot_be_changed_in_the_database(self, statement: str) -> None:
        lan = make_lan()
        identity.record_access(id_of(lan), actor=make_hoa(), purpose="x", subject="y")

        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.django_db
class TestSignInWithClaims:
    def test_the_second_sign_in_finds_the_same_account(self) -> None:
        first, second = make_lan(), make_lan()

        assert first.account_id == second.account_id

    def test_the_level_of_the_day_is_the_level_of_the_actor(self) -> None:
        claims = sample_claims(LAN_ID, "Nguyễn Thị Lan", level=1)

        signed_in = identity.sign_in_with_claims(claims)

        assert identity.actor_for_account(signed_in.account_id).assurance == 1

    def test_a_disabled_account_stays_out(self) -> None:
        Account.objects.filter(person=id_of(make_lan())).update(disabled_at=now())

        with pytest.raises(identity.SignInRefused):
            make_lan()

    def test_the_sign_in_is_an_event_and_stands_in_the_audit(self) -> None:
        lan = make_lan()

        audited = [entry.code for entry in audit.list_entries(subject=lan.id)]

        assert "identity.person_signed_in" in audited
        assert "identity.person_signed_in" in {
            type(event).code for event in outbox.list_events(subject=lan.id)
        }

    def test_an_enterprise_account_makes_the_organization_known(self) -> None:
        claims = identity.VerifiedClaims(
            provider="vneid",
            subject="e1",
            kind="enterprise",
            personal_id=LAN_ID,
            full_name="Nguyễn Thị Lan",
            assurance=2,
            born_on=date(1994, 5, 12),
            tax_code="0100233488",
            organization_name="Công ty mẫu",
        )

        signed_in = identity.sign_in_with_claims(claims)

        found = identity.find_organization_by_tax_code("0100233488")
        assert found is not None
        assert found.representative_id == signed_in.person_id
