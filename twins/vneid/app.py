"""The VNeID twin over HTTP: OpenID Connect Core 1.0, code flow with PKCE (RFC 7636)."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from twins.page import page
from twins.sandbox import SANDBOX_SECRET, Twin, make_app
from twins.vneid.people import Person, find_person

CLIENT_ID: Final = "haidang"
CODE_SECONDS: Final = 60
TOKEN_SECONDS: Final = 3600
_KEY_BITS: Final = 2048
_ASKED: Final = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A code that waits to be exchanged, once."""

    person: Person
    redirect_uri: str
    nonce: str
    challenge: str
    expires_at: float


class VNeID:
    """What the twin keeps: its key, its codes and its tokens."""

    def __init__(
        self, twin: Twin, *, people: Sequence[Person], client_id: str, secret: str
    ) -> None:
        self.twin = twin
        self.people = list(people)
        self.client_id = client_id
        self.secret = secret
        self.grants: dict[str, Grant] = {}
        self.tokens: dict[str, Person] = {}
        self.key = RSAKey.generate_key(
            _KEY_BITS, {"use": "sig", "alg": "RS256", "kid": secrets.token_hex(8)}, private=True
        )

    def forget(self) -> None:
        """Forget codes and tokens."""
        self.grants.clear()
        self.tokens.clear()

    async def configuration(self, request: Request) -> Response:
        """Say where everything is."""
        issuer = _issuer(request)
        return JSONResponse(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "userinfo_endpoint": f"{issuer}/userinfo",
                "end_session_endpoint": f"{issuer}/logout",
                "jwks_uri": f"{issuer}/jwks",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["public"],
                "scopes_supported": ["openid", "profile"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": [
                    "client_secret_post",
                    "client_secret_basic",
                ],
            }
        )

    async def keys(self, _request: Request) -> Response:
        """Show the public key that tokens are signed with."""
        return JSONResponse(KeySet([self.key]).as_dict(private=False))

    async def authorize(self, request: Request) -> Response:
        """Let one of the sample people sign in, by a page or at once by ``login_hint``."""
        asked = dict(request.query_params)
        fault = self._fault_of(asked)
        if fault:
            return page(title="Yêu cầu không hợp lệ", body=f"<p>{escape(fault)}</p>", status=400)
        if "login_hint" not in asked:
            return page(title="Đăng nhập VNeID (mô phỏng)", body=self._choice(asked))
        return self._answer(asked, hint=asked["login_hint"])

    async def choose(self, request: Request) -> Response:
        """Take the choice made on the page."""
        form = await request.form()
        asked = {key: value for key, value in form.items() if isinstance(value, str)}
        fault = self._fault_of(asked)
        if fault:
            return page(title="Yêu cầu không hợp lệ", body=f"<p>{escape(fault)}</p>", status=400)
        if "cancel" in asked:
            return _send_back(asked, error="access_denied")
        return self._answer(asked, hint=asked.get("person", ""))

    async def token(self, request: Request) -> Response:
        """Exchange a code, once, for an identity token and an access token."""
        form = await request.form()
        asked = {key: value for key, value in form.items() if isinstance(value, str)}
        if not self._is_client(request, asked):
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        grant = self.grants.pop(asked.get("code", ""), None)
        if grant is None or not _holds(grant, asked):
            self.twin.note("code refused")
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        access_token = secrets.token_urlsafe(32)
        self.tokens[access_token] = grant.person
        self.twin.note("token issued", person=grant.person.key)
        return JSONResponse(
            {
                "access_token": access_token,
                "token_type": "Bearer",
                "expires_in": TOKEN_SECONDS,
                "scope": "openid profile",
                "id_token": self._identity_token(grant, issuer=_issuer(request)),
            },
            headers={"Cache-Control": "no-store"},
        )

    async def person(self, request: Request) -> Response:
        """Tell the claims of whom an access token belongs to."""
        scheme, _space, token = request.headers.get("authorization", "").partition(" ")
        person = self.tokens.get(token) if scheme.lower() == "bearer" else None
        if person is None:
            return JSONResponse({"error": "invalid_token"}, status_code=401)
        return JSONResponse(person.claims())

    async def logout(self, request: Request) -> Response:
        """End the sign-in; the twin keeps no session, so this is a farewell."""
        back = request.query_params.get("post_logout_redirect_uri", "")
        if _is_address(back):
            return RedirectResponse(back, status_code=303)
        return page(title="Đã đăng xuất", body="<p>Bạn đã đăng xuất khỏi VNeID mô phỏng.</p>")

    async def start(self, _request: Request) -> Response:
        """Say what this is and who can sign in."""
        rows = "".join(
            f"<tr><td><code>{escape(one.key)}</code></td><td>{escape(one.name)}</td>"
            f"<td>{escape(one.personal_id)}</td><td>{one.level}</td></tr>"
            for one in self.people
        )
        return page(
            title="VNeID (mô phỏng)",
            body="<p>Hệ thống này thay cho VNeID khi thử nghiệm. "
            "<span lang='en'>This stands in for VNeID in tests and demonstrations.</span></p>"
            "<table><thead><tr><th scope='col'>login_hint</th><th scope='col'>Họ và tên</th>"
            "<th scope='col'>Số định danh</th><th scope='col'>Mức độ</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>",
        )

    def _fault_of(self, asked: Mapping[str, str]) -> str:
        checks = (
            (asked.get("client_id") == self.client_id, "client_id lạ / unknown client_id."),
            (asked.get("response_type") == "code", "response_type phải là / must be code."),
            ("openid" in asked.get("scope", "").split(), "Thiếu scope openid / is missing."),
            (asked.get("code_challenge_method") == "S256", "Cần PKCE S256 / is needed."),
            (bool(asked.get("code_challenge")), "Thiếu code_challenge / is missing."),
            (_is_address(asked.get("redirect_uri", "")), "redirect_uri sai / is wrong."),
        )
        return next((message for is_right, message in checks if not is_right), "")

    def _choice(self, asked: Mapping[str, str]) -> str:
        hidden = "".join(
            f"<input type='hidden' name='{name}' value='{escape(asked[name], quote=True)}'>"
            for name in _ASKED
            if name in asked
        )
        people = "".join(
            f"<p><button name='person' value='{escape(one.key, quote=True)}'>"
            f"{escape(one.name)} · {escape(one.personal_id)}</button></p>"
            for one in self.people
        )
        host = escape(urlsplit(asked["redirect_uri"]).netloc)
        return (
            f"<p>Trang <strong>{host}</strong> muốn biết bạn là ai: họ tên, số định danh, ngày "
            "sinh, giới tính, số điện thoại, thư điện tử. Hãy chọn một người mẫu.</p>"
            "<p lang='en'>Choose a sample person to sign in as.</p>"
            f"<form method='post' action='/authorize'>{hidden}{people}"
            "<p><button name='cancel' value='1'>Không đăng nhập / Do not sign in</button></p>"
            "</form>"
        )

    def _answer(self, asked: Mapping[str, str], *, hint: str) -> Response:
        person = find_person(self.people, hint)
        if person is None:
            return _send_back(asked, error="access_denied")
        code = secrets.token_urlsafe(32)
        self.grants[code] = Grant(
            person=person,
            redirect_uri=asked["redirect_uri"],
            nonce=asked.get("nonce", ""),
            challenge=asked["code_challenge"],
            expires_at=time.time() + CODE_SECONDS,
        )
        self.twin.note("signed in", person=person.key)
        return _send_back(asked, code=code)

    def _is_client(self, request: Request, asked: Mapping[str, str]) -> bool:
        name, secret = asked.get("client_id", ""), asked.get("client_secret", "")
        scheme, _space, packed = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            name, _colon, secret = base64.b64decode(packed).decode().partition(":")
        is_secret = hmac.compare_digest(secret.encode(), self.secret.encode())
        return name == self.client_id and is_secret

    def _identity_token(self, grant: Grant, *, issuer: str) -> str:
        instant = int(time.time())
        # The fault "wrong" shows that the platform checks what it is told.
        nonce = "wrong" if self.twin.take("wrong") else grant.nonce
        claims = {
            **grant.person.claims(),
            "iss": issuer,
            "aud": self.client_id,
            "iat": instant,
            "exp": instant + TOKEN_SECONDS,
            "nonce": nonce,
        }
        header = {"alg": "RS256", "kid": self.key.kid}
        return jwt.encode(header, claims, self.key)


def make_vneid(
    *, people: Sequence[Person], client_id: str = CLIENT_ID, secret: str = SANDBOX_SECRET
) -> Starlette:
    """Build the twin."""
    twin = Twin("vneid", "VNeID mô phỏng: OpenID Connect, luồng mã có PKCE.")
    vneid = VNeID(twin, people=people, client_id=client_id, secret=secret)
    twin.on_reset.append(vneid.forget)
    return make_app(
        twin,
        [
            Route("/", vneid.start),
            Route("/.well-known/openid-configuration", vneid.configuration),
            Route("/jwks", vneid.keys),
            Route("/authorize", vneid.authorize),
            Route("/authorize", vneid.choose, methods=["POST"]),
            Route("/token", vneid.token, methods=["POST"]),
            Route("/userinfo", vneid.person),
            Route("/logout", vneid.logout),
        ],
    )


def _holds(grant: Grant, asked: Mapping[str, str]) -> bool:
    digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return (
        grant.expires_at > time.time()
        and asked.get("grant_type") == "authorization_code"
        and asked.get("redirect_uri") == grant.redirect_uri
        and hmac.compare_digest(challenge, grant.challenge)
    )


def _send_back(asked: Mapping[str, str], **answer: str) -> Response:
    parts = urlsplit(asked["redirect_uri"])
    query = [*parse_qsl(parts.query), *answer.items(), ("state", asked.get("state", ""))]
    return RedirectResponse(urlunsplit(parts._replace(query=urlencode(query))), status_code=303)


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _issuer(request: Request) -> str:
    return str(request.base_url).rstrip("/")
