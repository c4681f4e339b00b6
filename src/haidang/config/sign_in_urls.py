"""The pages of allauth that we need, and no other: nobody signs up or resets by e-mail."""

from allauth.account import views as accounts
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as others
from django.urls import URLPattern, URLResolver, include, path

_OFFICERS: list[URLPattern | URLResolver] = [
    path("login/", accounts.login, name="account_login"),
    path("logout/", accounts.logout, name="account_logout"),
    path("inactive/", accounts.account_inactive, name="account_inactive"),
    path("reauthenticate/", accounts.reauthenticate, name="account_reauthenticate"),
]

_SECOND_FACTOR: list[URLPattern | URLResolver] = [
    path("", second_factor.index, name="mfa_index"),
    path("authenticate/", second_factor.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/download/",
        recovery_codes.download_recovery_codes,
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
