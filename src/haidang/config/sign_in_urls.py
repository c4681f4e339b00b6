"""The pages of allauth that we need, and no other: nobody signs up or resets by e-mail.

The second factor is the officers'. Who knows only the password of an account can set up
its first factor, but neither read its recovery codes nor take a factor away.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account import views as accounts
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as others
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from haidang.blocks.identity.public import require_officer_second_factor
from haidang.kernel.errors import NotAllowed

View = Callable[..., HttpResponse]


def not_for_people(view: View) -> View:
    """Keep the people who sign in with VNeID out; whoever is not signed in goes on."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        if request.user.is_authenticated and getattr(request.user, "kind", "") != "officer":
            raise NotAllowed
        return view(request, *arguments, **named)

    return guarded


_OFFICERS: list[URLPattern | URLResolver] = [
    path("login/", accounts.login, name="account_login"),
    path("logout/", accounts.logout, name="account_logout"),
    path("inactive/", accounts.account_inactive, name="account_inactive"),
    path("reauthenticate/", accounts.reauthenticate, name="account_reauthenticate"),
]

_SECOND_FACTOR: list[URLPattern | URLResolver] = [
    path("", require_officer_second_factor(second_factor.index), name="mfa_index"),
    path("authenticate/", second_factor.authenticate, name="mfa_authenticate"),
    path(
        "reauthenticate/", not_for_people(second_factor.reauthenticate), name="mfa_reauthenticate"
    ),
    path("totp/activate/", not_for_people(totp.activate_totp), name="mfa_activate_totp"),
    path(
        "totp/deactivate/",
        require_officer_second_factor(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "recovery-codes/",
        require_officer_second_factor(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "recovery-codes/generate/",
        require_officer_second_factor(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/download/",
        require_officer_second_factor(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]

_PEOPLE: list[URLPattern | URLResolver] = [
    path("3rdparty/login/error/", others.login_error, name="socialaccount_login_error"),
    path(
        "3rdparty/login/cancelled/", others.login_cancelled, name="socialaccount_login_cancelled"
    ),
    path("", include("haidang.adapters.identity_vneid.urls")),
]

urlpatterns = [*_OFFICERS, path("2fa/", include(_SECOND_FACTOR)), *_PEOPLE]
