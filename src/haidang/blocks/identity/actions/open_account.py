"""Open accounts for officers and register machines."""

from collections.abc import Iterable
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.identity import policies
from haidang.blocks.identity.models import Account, MachineClient
from haidang.blocks.identity.types import (
    AccountId,
    AccountOpened,
    ClientId,
    HashedPassword,
    MachineRegistered,
)
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now


def hash_password(password: str) -> HashedPassword:
    """Return a password as accounts keep it."""
    return HashedPassword(make_password(password))


def open_officer_account(
    *,
    username: str,
    password: str | HashedPassword,
    officer_id: UUID,
    actor: Actor,
    totp_secret: str = "",
) -> AccountId:
    """Give an officer an account; safe to repeat, which resets the password.

    Without a secret (base32) the officer sets up the second factor at the first sign-in.
    """
    policies.check_can_open_accounts(actor)
    with transaction.atomic():
        account = Account.objects.filter(username=username).first()
        is_new = account is None
        if account is None:
            account = Account(username=username, kind=Account.Kind.OFFICER, assurance=2)
        hashed = password if isinstance(password, HashedPassword) else hash_password(password)
        account.password = hashed.encoded
        account.save()
        if totp_secret:
            _set_second_factor(account, totp_secret)
        agencies.link_officer(officer_id=officer_id, account_id=account.pk, actor=actor)
        if is_new:
            event = AccountOpened(account_id=account.pk, kind=account.kind, at=now())
            audit.announce(event, actor=actor)
    return AccountId(account.pk)


def register_machine(*, code: str, name: str, scopes: Iterable[str], actor: Actor) -> ClientId:
    """Let a machine call the platform within its scopes; safe to repeat."""
    policies.check_can_open_accounts(actor)
    with transaction.atomic():
        client, _is_new = MachineClient.objects.update_or_create(
            code=code, defaults={"name": name, "scopes": sorted(set(scopes))}
        )
        event = MachineRegistered(
            client_id=client.pk, name=name, scopes=tuple(client.scopes), at=now()
        )
        audit.announce(event, actor=actor)
    return ClientId(client.pk)


def _set_second_factor(account: Account, secret: str) -> None:
    Authenticator.objects.update_or_create(
        user=account,
        type=Authenticator.Type.TOTP,
        defaults={"data": {"secret": get_adapter().encrypt(secret)}},
    )
