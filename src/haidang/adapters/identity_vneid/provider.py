"""VNeID as django-allauth sees it. Nothing personal reaches allauth's own tables."""

from typing import ClassVar

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import AuthProcess, ProviderAccount, ProviderException
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from haidang.adapters.identity_vneid.client import Provider
from haidang.blocks.identity.public import VerifiedClaims
from haidang.kernel.errors import HaidangError, ProviderRefused, ProviderUnavailable


class VNeIDAccount(ProviderAccount):  # type: ignore[misc]  # allauth has no types
    """An account at VNeID."""


class VNeIDAdapter(OAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """The code flow, with our client in place of allauth's."""

    provider_id = "vneid"
    expected_nonce = ""

    def get_client(self, request: HttpRequest, app: object) -> Provider:  # noqa: ARG002 - allauth's signature
        """Return our client, which checks signature, audience, time and nonce."""
        return Provider()

    def get_access_token_data(
        self,
        request: HttpRequest,
        app: object,  # noqa: ARG002 - allauth's signature
        client: Provider,
        pkce_code_verifier: str | None = None,
    ) -> dict[str, object]:
        """Exchange the code; the token itself has done its work and is dropped."""
        try:
            claims = client.complete(
                code=request.GET.get("code", ""),
                code_verifier=pkce_code_verifier or "",
                nonce=self.expected_nonce,
                redirect_uri=callback_uri(request),
            )
        except (ProviderUnavailable, ProviderRefused) as error:
            raise ProviderException(str(error)) from error
        return {"access_token": "", "claims": claims}

    def complete_login(
        self,
        request: HttpRequest,
        app: object,  # noqa: ARG002 - allauth's signature
        token: object,  # noqa: ARG002 - allauth's signature
        **answers: dict[str, VerifiedClaims],
    ) -> object:
        """Return allauth's idea of a sign-in, with the checked claims attached."""
        claims = answers["response"]["claims"]
        sign_in = self.get_provider().sociallogin_from_response(request, claims)
        sign_in.verified_claims = claims
        return sign_in


class VNeIDProvider(OAuth2Provider):  # type: ignore[misc]  # allauth has no types
    """VNeID; the only way for people to sign in."""

    id = "vneid"
    name = "VNeID"
    account_class = VNeIDAccount
    oauth2_adapter_class = VNeIDAdapter
    supports_redirect: ClassVar = True

    def redirect(
        self,
        request: HttpRequest,
        process: str,  # noqa: ARG002 - allauth's signature
        next_url: str | None = None,
        data: object = None,
        **_options: object,
    ) -> HttpResponse:
        """Send the person to VNeID; the state is bound to the session and used once.

        Whatever the address asked for, it is a sign-in: accounts are not connected by hand.
        """
        hint = request.GET.get("login_hint", "")
        try:
            start = Provider().start(redirect_uri=callback_uri(request), login_hint=hint)
        except HaidangError as error:
            page: HttpResponse = render_authentication_error(request, self, exception=error)
            return page
        self.stash_redirect_state(
            request,
            AuthProcess.LOGIN,
            next_url,
            data,
            state_id=start.state,
            pkce_code_verifier=start.code_verifier,
            nonce=start.nonce,
        )
        return HttpResponseRedirect(start.url)

    def extract_uid(self, data: VerifiedClaims) -> str:
        """Return VNeID's key of the account, which is not the personal id."""
        return data.subject

    def extract_extra_data(self, data: VerifiedClaims) -> dict[str, object]:
        """Keep no personal data in allauth's table."""
        return {"assurance": data.assurance, "kind": data.kind}


def callback_uri(request: HttpRequest) -> str:
    """Return the address that VNeID sends people back to."""
    return request.build_absolute_uri(reverse("vneid_callback"))


provider_classes = [VNeIDProvider]
