"""Take a bearer token: officers by password and code, people by VNeID."""

from typing import Annotated, Final

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router

from haidang.blocks.identity import public as identity
from haidang.channels.rest.limits import CallsAMinute
from haidang.channels.rest.schemas.bodies import OfficerSignInIn, PersonSignInIn
from haidang.channels.rest.schemas.public import SignInStartOut, TokenOut

SIGN_INS: Final = CallsAMinute("sign-in", most=60)
router = Router(throttle=SIGN_INS)


@router.post("/tokens/officer", response=TokenOut)
def officer(request: HttpRequest, body: OfficerSignInIn) -> TokenOut:
    """Turn an officer's password and one-time code into a token."""
    issued = identity.exchange_password_for_token(
        username=body.username, password=body.password, otp=body.otp
    )
    return _token(issued)


@router.get("/tokens/person/start", response=SignInStartOut)
def start(
    request: HttpRequest,
    provider: Annotated[str, Query(pattern=r"^[a-z0-9_]{1,40}$")] = "vneid",
    login_hint: Annotated[str, Query(max_length=100)] = "",
    redirect_uri: Annotated[str, Query(max_length=500)] = "",
) -> SignInStartOut:
    """Tell where to send a person to sign in; keep the rest until the code comes back."""
    back = redirect_uri or f"{settings.HAIDANG_PUBLIC_URL}/"
    begun = identity.start_provider_sign_in(
        provider=provider, redirect_uri=back, login_hint=login_hint
    )
    return SignInStartOut(
        url=begun.url,
        state=begun.state,
        nonce=begun.nonce,
        code_verifier=begun.code_verifier,
        redirect_uri=back,
    )


@router.post("/tokens/person", response=TokenOut)
def person(request: HttpRequest, body: PersonSignInIn) -> TokenOut:
    """Turn the provider's code into a token of the person."""
    issued = identity.exchange_code_for_token(
        provider=body.provider,
        code=body.code,
        code_verifier=body.code_verifier,
        nonce=body.nonce,
        redirect_uri=body.redirect_uri,
    )
    return _token(issued)


def _token(issued: identity.IssuedToken) -> TokenOut:
    return TokenOut(token=issued.token, expires_at=issued.expires_at, scopes=sorted(issued.scopes))
