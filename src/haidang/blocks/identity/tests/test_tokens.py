"""Tokens are kept as digests, and officers need two factors for one."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from haidang.blocks.identity import public as identity
from haidang.blocks.identity.models import AccessToken
from haidang.blocks.identity.testing import (
    PASSWORD,
    make_lan,
    make_token,
    open_sample_account,
    totp_code,
)
from haidang.kernel.actors import system
from haidang.kernel.clock import now, stopped_at
from haidang.kernel.errors import NotAllowed

SYSTEM = system("tests")
WRONG = "sai"


@pytest.fixture(autouse=True)
def _no_used_codes() -> None:
    cache.clear()


@pytest.mark.django_db
class TestTokens:
    def test_a_token_leads_back_to_its_holder(self) -> None:
        lan = make_lan()

        actor = identity.actor_for_token(make_token(lan))

        assert actor is not None
        assert (actor.kind, actor.person_id) == ("person", lan.person_id)

    def test_only_the_digest_of_a_token_is_kept(self) -> None:
        token = make_token(make_lan())

        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(t)::text FROM identity_accesstoken t")
            ((row,),) = cursor.fetchall()

        assert token not in row
        assert token.removeprefix("hd_") not in row
        assert AccessToken.objects.get().digest is not None

    @pytest.mark.parametrize("token", ["", "hd_", "hd_unknown"])
    def test_an_unknown_token_leads_nowhere(self, token: str) -> None:
        assert identity.actor_for_token(token) is None

    def test_an_expired_or_revoked_token_leads_nowhere(self) -> None:
        lan = make_lan()
        token, other = make_token(lan), make_token(lan)

        identity.revoke_token(other, actor=lan)
        with stopped_at(now() + timedelta(hours=2)):
            late = identity.actor_for_token(token)

        assert late is None
        assert identity.actor_for_token(other) is None

    def test_a_machine_has_no_more_scopes_than_it_was_registered_with(self) -> None:
        client_id = identity.register_machine(
            code="lgsp", name="Trục LGSP", scopes=["cases.read"], actor=SYSTEM
        )
        issued = identity.issue_token(
            client_id=client_id,
            scopes=["cases.read", "identity.read"],
            expires_at=now() + timedelta(hours=1),
            actor=SYSTEM,
        )

        actor = identity.actor_for_token(issued.token)

        assert actor is not None
        assert actor.kind == "machine"
        assert actor.scopes == {"cases.read"}

    def test_people_cannot_issue_themselves_more_than_a_plain_token(self) -> None:
        lan = make_lan()

        with pytest.raises(NotAllowed):
            identity.issue_token(
                account_id=lan.account_id,
                scopes=["identity.read"],
                expires_at=now() + timedelta(hours=1),
                actor=lan,
            )


@pytest.mark.django_db
class TestExchangePassword:
    def test_both_factors_give_a_token_with_the_duties(self) -> None:
        open_sample_account("hoa")

        issued = identity.exchange_password_for_token(
            username="hoa", password=PASSWORD, otp=totp_code()
        )

        actor = identity.actor_for_token(issued.token)
        assert actor is not None
        assert actor.is_officer
        assert {duty.post for duty in actor.duties} == {"reception", "processing"}

    @pytest.mark.parametrize(
        ("username", "password", "otp"),
        [("hoa", "wrong", None), ("hoa", PASSWORD, "000000"), ("nobody", PASSWORD, None)],
    )
    def test_one_wrong_factor_is_refused(
        self, username: str, password: str, otp: str | None
    ) -> None:
        open_sample_account("hoa")

        with pytest.raises(identity.SignInRefused):
            identity.exchange_password_for_token(
                username=username, password=password, otp=otp or totp_code()
            )

    def test_a_code_is_good_once(self) -> None:
        open_sample_account("hoa")
        code = totp_code()
        identity.exchange_password_for_token(username="hoa", password=PASSWORD, otp=code)

        with pytest.raises(identity.SignInRefused):
            identity.exchange_password_for_token(username="hoa", password=PASSWORD, otp=code)

    def test_five_failures_make_sign_in_rest_for_a_quarter_of_an_hour(self) -> None:
        open_sample_account("hoa")
        for _turn in range(5):
            with pytest.raises(identity.SignInRefused):
                identity.exchange_password_for_token(username="hoa", password=WRONG, otp="1")

        with pytest.raises(identity.SignInPaused):
            identity.exchange_password_for_token(
                username="hoa", password=PASSWORD, otp=totp_code()
            )
        with stopped_at(now() + timedelta(minutes=16)):
            issued = identity.exchange_password_for_token(
                username="hoa", password=PASSWORD, otp=totp_code()
            )

        assert issued.token.startswith("hd_")

    def test_the_secret_of_the_second_factor_is_sealed(self) -> None:
        open_sample_account("hoa")

        with connection.cursor() as cursor:
            cursor.execute("SELECT data::text FROM mfa_authenticator")
            ((data,),) = cursor.fetchall()

        assert "JBSWY3DPEHPK3PXP" not in data
