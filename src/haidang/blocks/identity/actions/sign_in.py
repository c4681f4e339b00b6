"""Sign people in by what a provider vouches for, and officers by two factors."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.identity.actions.issue_token import issue_token
from haidang.blocks.identity.actions.register_person import (
    register_organization,
    register_person,
)
from haidang.blocks.identity.errors import (
    SecondFactorMissing,
    SignInPaused,
    SignInRefused,
)
from haidang.blocks.identity.models import Account
from haidang.blocks.identity.policies import PERSONAL_SCOPES
from haidang.blocks.identity.providers import get_provider
from haidang.blocks.identity.queries import actor_for_account
from haidang.blocks.identity.types import (
    AccountId,
    AccountOpened,
    IssuedToken,
    OfficerSignedIn,
    PersonId,
    PersonInput,
    PersonSignedIn,
    SignIn,
    SignInStart,
    VerifiedClaims,
)
from haidang.kernel.actors import system
from haidang.kernel.clock import now

_SYSTEM: Final = system("identity")
_TOKEN_LIFE: Final = timedelta(hours=8)
_CODE_LIFE_SECONDS: Final = 3 * 30


def sign_in_with_claims(claims: VerifiedClaims, *, is_sample: bool = False) -> SignIn:
    """Find or open the account of whom a provider vouches for; the personal id is the key."""
    given = PersonInput(
        personal_id=claims.personal_id,
        full_name=claims.full_name,
        born_on=claims.born_on,
        sex=claims.sex,
        phone=claims.phone,
        email=claims.email,
        is_sample=is_sample,
    )
    with transaction.atomic():
        person_id = register_person(given, actor=_SYSTEM, source=claims.provider)
        if claims.tax_code:
            register_organization(
                tax_code=claims.tax_code,
                name=claims.organization_name,
                representative_id=person_id,
                actor=_SYSTEM,
            )
        account = _account_of(person_id)
        if not account.is_active:
            raise SignInRefused
        account.assurance = claims.assurance
        account.save(update_fields=["assurance"])
        event = PersonSignedIn(
            person_id=person_id,
            provider=claims.provider,
            assurance=claims.assurance,
            at=now(),
        )
        audit.announce(event, actor=actor_for_account(account.pk))
    return SignIn(
        account_id=AccountId(account.pk), person_id=person_id, assurance=claims.assurance
    )


def start_provider_sign_in(
    *, provider: str, redirect_uri: str, login_hint: str = ""
) -> SignInStart:
    """Return where to send a person; state, nonce and verifier must come back with the code."""
    return get_provider(provider).start(redirect_uri=redirect_uri, login_hint=login_hint)


def exchange_code_for_token(
    *, provider: str, code: str, code_verifier: str, nonce: str, redirect_uri: str
) -> IssuedToken:
    """Turn a provider's code into a bearer token of the person."""
    claims = get_provider(provider).complete(
        code=code, code_verifier=code_verifier, nonce=nonce, redirect_uri=redirect_uri
    )
    sign_in = sign_in_with_claims(claims)
    return issue_token(
        account_id=sign_in.account_id,
        scopes=PERSONAL_SCOPES,
        expires_at=now() + _TOKEN_LIFE,
        assurance=sign_in.assurance,
        actor=_SYSTEM,
    )


def exchange_password_for_token(*, username: str, password: str, otp: str) -> IssuedToken:
    """Turn an officer's password and one-time code into a bearer token.

    Failures are counted in a transaction of their own: five make sign-in rest for 15
    minutes. Do not call this inside another transaction, which would undo the count.
    """
    with transaction.atomic():
        rows = Account.objects.select_for_update(of=("self",))
        account = rows.filter(username=username, kind=Account.Kind.OFFICER).first()
        refusal = _refusal(account, password=password, otp=otp)
        if account is not None:
            _count(account, refusal)
    if refusal is not None or account is None:
        raise refusal or SignInRefused()
    token = issue_token(
        account_id=account.pk,
        scopes=PERSONAL_SCOPES,
        expires_at=now() + _TOKEN_LIFE,
        assurance=2,
        actor=_SYSTEM,
    )
    with transaction.atomic():
        event = OfficerSignedIn(account_id=account.pk, at=now())
        audit.announce(event, actor=actor_for_account(account.pk))
    return token


def use_code(*, account_id: UUID, code: str) -> bool:
    """Mark a right one-time code as used; return False when it was used before.

    A code holds for its own half minute and one before and after, and the mark as long:
    allauth's own mark ends sooner, so that a code seen over a shoulder could be used again.
    """
    bare = "".join(sign for sign in code if sign.isalnum())
    return cache.add(f"identity.code:{account_id}:{bare}", 1, timeout=_CODE_LIFE_SECONDS)


def _refusal(account: Account | None, *, password: str, otp: str) -> SignInRefused | None:
    if account is None:
        Account().set_password(password)  # takes as long as a real check would
        return SignInRefused()
    if account.is_paused(now()):
        return SignInPaused()
    if not account.is_active or not account.check_password(password):
        return SignInRefused()
    factor = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return SecondFactorMissing()
    is_right = TOTP(factor).validate_code(otp) and use_code(account_id=account.pk, code=otp)
    return None if is_right else SignInRefused()


def _count(account: Account, refusal: SignInRefused | None) -> None:
    if refusal is None:
        account.note_success()
    elif not isinstance(refusal, SignInPaused | SecondFactorMissing):
        account.note_failure(now())
    account.save(update_fields=["failures", "paused_until"])


def _account_of(person_id: PersonId) -> Account:
    account = Account.objects.select_for_update(of=("self",)).filter(person=person_id).first()
    if account is not None:
        return account
    account = Account(username=f"person:{person_id}", kind=Account.Kind.PERSON)
    account.person_id = person_id
    account.set_unusable_password()
    account.save(force_insert=True)
    event = AccountOpened(account_id=account.pk, kind=account.kind, at=now())
    audit.announce(event, actor=_SYSTEM)
    return account
