"""The five people of every test: Lan, Minh, Hoa, Tuấn and Bình; sample data, made by actions."""

import time
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from haidang.blocks.agencies.testing import make_officer
from haidang.blocks.identity.actions import (
    grant_representation,
    issue_token,
    open_officer_account,
    sign_in_with_claims,
)
from haidang.blocks.identity.queries import actor_for_account
from haidang.blocks.identity.types import AccountId, VerifiedClaims
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import now

PASSWORD: Final = "mật khẩu mẫu 2026"  # noqa: S105 - of sample officers only
TOTP_SECRET: Final = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of sample officers only
LAN_ID: Final = "031194000001"
MINH_ID: Final = "031090000002"
BINH_ID: Final = "031088000003"

_PERIOD_SECONDS: Final = 30


def make_lan() -> Actor:
    """Return Lan, who applies."""
    return _person(LAN_ID, "Nguyễn Thị Lan", date(1994, 5, 12), subject="sample-lan")


def make_minh(*, represents: Actor | None = None, scopes: Iterable[str] = ("all",)) -> Actor:
    """Return Minh, who represents somebody when asked to."""
    minh = _person(MINH_ID, "Trần Văn Minh", date(1990, 9, 3), subject="sample-minh")
    if represents is None or represents.person_id is None or minh.person_id is None:
        return minh
    grant_representation(
        principal_id=represents.person_id,
        representative_id=minh.person_id,
        scopes=scopes,
        actor=represents,
    )
    return _person(MINH_ID, "Trần Văn Minh", date(1990, 9, 3), subject="sample-minh")


def make_binh() -> Actor:
    """Return Bình, a stranger."""
    return _person(BINH_ID, "Lê Văn Bình", date(1988, 2, 20), subject="sample-binh")


def make_hoa() -> Actor:
    """Return Hoa, the officer in charge: reception and processing at the ward."""
    return make_officer_actor("hoa")


def make_tuan() -> Actor:
    """Return Tuấn, an officer of another ward."""
    return make_officer_actor("tuan")


def make_officer_actor(code: str) -> Actor:
    """Return an officer of the sample city (hoa, khanh, mai, tuan) with an account."""
    return actor_for_account(open_sample_account(code))


def open_sample_account(code: str) -> AccountId:
    """Open an account for an officer of the sample city, with a second factor."""
    return open_officer_account(
        username=code,
        password=PASSWORD,
        officer_id=make_officer(code).id,
        totp_secret=TOTP_SECRET,
        actor=system("tests"),
    )


def make_token(actor: Actor, *, scopes: Iterable[str] = ("api",)) -> str:
    """Return a bearer token of a person or officer, good for an hour."""
    issued = issue_token(
        account_id=actor.account_id,
        scopes=scopes,
        expires_at=now() + timedelta(hours=1),
        assurance=actor.assurance,
        actor=system("tests"),
    )
    return issued.token


def totp_code(secret: str = TOTP_SECRET, *, step: int = 0) -> str:
    """Return the one-time code of now; steps of -1 and 1 give the neighbours, also taken once."""
    counter = int(time.time()) // _PERIOD_SECONDS + step
    return str(format_hotp_value(hotp_value(secret, counter)))


def sample_claims(
    personal_id: str, name: str, *, born_on: date | None = None, subject: str = "", level: int = 2
) -> VerifiedClaims:
    """Return what VNeID would vouch for."""
    return VerifiedClaims(
        provider="vneid",
        subject=subject or f"sample-{personal_id}",
        kind="person",
        personal_id=personal_id,
        full_name=name,
        born_on=born_on,
        assurance=level,
    )


def _person(personal_id: str, name: str, born_on: date, *, subject: str) -> Actor:
    claims = sample_claims(personal_id, name, born_on=born_on, subject=subject)
    return actor_for_account(sign_in_with_claims(claims, is_sample=True).account_id)
