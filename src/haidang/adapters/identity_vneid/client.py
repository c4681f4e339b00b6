"""Talk to VNeID: OpenID Connect, code flow with PKCE, answers checked."""

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import httpx
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from haidang.adapters.identity_vneid.mapping import map_claims
from haidang.blocks.identity.public import SignInStart, VerifiedClaims
from haidang.kernel import watch
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable

TIMEOUT_SECONDS: Final = 4.0
_ALGORITHMS: Final = ["RS256", "ES256", "PS256"]
_LEEWAY_SECONDS: Final = 60
_DISCOVERY: Final = "/.well-known/openid-configuration"
_CERTIFICATES: Final = httpx.create_ssl_context()
"""Read once: each reading costs 50 ms of processor, and a sign-in asks five times. The calls
share nothing else, no cookie and no connection: they speak of different people."""


class Provider:
    """VNeID (or its sandbox twin) as the platform's sign-in provider."""

    def start(self, *, redirect_uri: str, login_hint: str = "") -> SignInStart:
        """Return where to send the person; asks VNeID first whether it is there."""
        endpoint = _text(self._discover(), "authorization_endpoint")
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        query = {
            "response_type": "code",
            "client_id": settings.HAIDANG_VNEID_CLIENT_ID,
            "redirect_uri": redirect_uri,
            "scope": "openid profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
            **({"login_hint": login_hint} if login_hint else {}),
        }
        url = f"{endpoint}?{urlencode(query)}"
        return SignInStart(url=url, state=state, nonce=nonce, code_verifier=verifier)

    def complete(
        self, *, code: str, code_verifier: str, nonce: str, redirect_uri: str
    ) -> VerifiedClaims:
        """Exchange the code, check the identity token, and read who it is."""
        configuration = self._discover()
        tokens = _call(
            "POST",
            _text(configuration, "token_endpoint"),
            data={
                "grant_type": "authorization_code",
                "code": code,
                "code_verifier": code_verifier,
                "redirect_uri": redirect_uri,
                "client_id": settings.HAIDANG_VNEID_CLIENT_ID,
                "client_secret": settings.HAIDANG_VNEID_CLIENT_SECRET,
            },
        )
        keys = _call("GET", _text(configuration, "jwks_uri"))
        identity = _check_identity_token(
            _text(tokens, "id_token"),
            keys=keys,
            issuer=_text(configuration, "issuer"),
            nonce=nonce,
        )
        person = _call(
            "GET", _text(configuration, "userinfo_endpoint"), token=_text(tokens, "access_token")
        )
        if person.get("sub") != identity.get("sub"):
            raise ProviderRefused("The two answers speak of different people.")
        return map_claims({**person, **identity})

    def _discover(self) -> Mapping[str, object]:
        issuer = settings.HAIDANG_VNEID_URL.rstrip("/")
        configuration = _call("GET", f"{issuer}{_DISCOVERY}")
        if _text(configuration, "issuer").rstrip("/") != issuer:
            raise ProviderRefused("The configuration names another issuer.")
        return configuration


def _check_identity_token(
    token: str, *, keys: Mapping[str, object], issuer: str, nonce: str
) -> Mapping[str, object]:
    try:
        decoded = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=_ALGORITHMS)  # type: ignore[arg-type]  # checked by joserfc itself
        rules = jwt.JWTClaimsRegistry(
            now=int(time.time()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": settings.HAIDANG_VNEID_CLIENT_ID},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        rules.validate(decoded.claims)
    except (JoseError, ValueError) as error:
        raise ProviderRefused("The identity token does not hold.") from error
    return decoded.claims


@watch.stepped("call", "vneid")
def _call(
    method: str, url: str, *, data: Mapping[str, str] | None = None, token: str = ""
) -> Mapping[str, object]:
    headers = {"Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        answer = httpx.request(
            method, url, data=data, headers=headers, timeout=TIMEOUT_SECONDS, verify=_CERTIFICATES
        )
    except httpx.HTTPError as error:
        raise ProviderUnavailable from error
    if answer.is_server_error:
        raise ProviderUnavailable
    if answer.is_error:
        raise ProviderRefused(f"VNeID answered {answer.status_code}.")
    try:
        content = answer.json()
    except ValueError as error:
        raise ProviderUnavailable from error
    if not isinstance(content, dict):
        raise ProviderUnavailable
    return content


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _text(content: Mapping[str, object], name: str) -> str:
    value = content.get(name)
    return value if isinstance(value, str) else ""
