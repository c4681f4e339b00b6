"""Our rules for django-allauth: who may open an account, and what happens at sign-in."""

import base64
from typing import Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from haidang.blocks.identity import public as identity
from haidang.kernel.errors import HaidangError, ProviderUnavailable

_SECOND_FACTOR: Final = "mfa_authenticator.secret"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Officers' accounts are opened by their agency; nobody opens one here."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": _("The password is wrong."),
        "too_many_login_attempts": _("Too many attempts. Please wait five minutes."),
        "username_password_mismatch": _("The user name or the password is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the page that an officer or a person begins with."""
        home = str(settings.LOGIN_REDIRECT_URL)
        if getattr(request.user, "kind", "") == "officer":
            home = str(getattr(settings, "HAIDANG_OFFICER_HOME", home))
        return home

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask for the password again, but not to set up the very first second factor."""
        user = self.request.user
        is_first = user.is_authenticated and not Authenticator.objects.filter(user=user).exists()
        return not (is_first and app == "allauth.mfa")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors are sealed in the database like personal ids."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is wrong or was used already."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(identity.seal(text.encode(), context=_SECOND_FACTOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return identity.unseal(sealed, context=_SECOND_FACTOR).decode()


class PersonAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """People sign in by what VNeID vouches for; the account follows the personal id."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: object) -> None:
        """Find or open the person's account before allauth looks for one."""
        claims = getattr(sociallogin, "verified_claims", None)
        if not isinstance(claims, identity.VerifiedClaims):
            raise _page(request, status=401, reason="refused")
        try:
            signed_in = identity.sign_in_with_claims(claims, is_sample=settings.HAIDANG_SAMPLE)
        except HaidangError as error:
            raise _page(request, status=403, reason="refused") from error
        account = get_user_model().objects.get(pk=signed_in.account_id)
        social_account = sociallogin.account  # type: ignore[attr-defined]  # allauth has no types
        social_account.user = account
        social_account.save()
        sociallogin.user = account  # type: ignore[attr-defined]  # allauth has no types

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,  # noqa: ARG002 - allauth's signature
        error: object = None,
        exception: Exception | None = None,
        extra_context: object = None,  # noqa: ARG002 - allauth's signature
    ) -> None:
        """Say kindly what happened; drafts are kept by the server, not by the session."""
        cause = exception.__cause__ if exception is not None else None
        if isinstance(exception, ProviderUnavailable) or isinstance(cause, ProviderUnavailable):
            raise _page(request, status=503, reason="unavailable")
        if error == "cancelled":
            raise _page(request, status=200, reason="cancelled")
        raise _page(request, status=401, reason="refused")


def _page(request: HttpRequest, *, status: int, reason: str) -> ImmediateHttpResponse:
    context = {"reason": reason, "next": request.GET.get("next", "")}
    page = render(request, "identity_vneid/not_signed_in.html", context, status=status)
    if status == 503:
        page.headers["Retry-After"] = "60"
    return ImmediateHttpResponse(page)
