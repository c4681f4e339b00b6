"""Sign-in: the part of Django's settings that allauth reads."""

from typing import Final

from haidang.config.env import Environment

APPS: Final = [
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "haidang.adapters.identity_vneid",
]
MIDDLEWARE: Final = ["allauth.account.middleware.AccountMiddleware"]
AUTHENTICATION_BACKENDS: Final = ["django.contrib.auth.backends.ModelBackend"]


def settings_of(env: Environment) -> dict[str, object]:
    """Return the settings of sign-in for an environment."""
    return {
        "IDENTITY_PROVIDERS": {"vneid": "haidang.adapters.identity_vneid.client.Provider"},
        **_OFFICERS,
        **_people(env),
    }


_OFFICERS: Final[dict[str, object]] = {
    "LOGIN_URL": "account_login",
    "LOGIN_REDIRECT_URL": "/",
    "ACCOUNT_ADAPTER": "haidang.adapters.identity_vneid.accounts.AccountAdapter",
    "ACCOUNT_USER_MODEL_EMAIL_FIELD": None,
    "ACCOUNT_LOGIN_METHODS": {"username"},
    "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*", "password2*"],
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_EMAIL_NOTIFICATIONS": False,
    "ACCOUNT_LOGOUT_ON_GET": False,
    "ACCOUNT_SESSION_REMEMBER": False,
    "MFA_ADAPTER": "haidang.adapters.identity_vneid.accounts.SecondFactorAdapter",
    "MFA_FORMS": {
        "authenticate": "haidang.adapters.identity_vneid.forms.SecondFactor",
        "reauthenticate": "haidang.adapters.identity_vneid.forms.SecondFactorAgain",
    },
    "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
    "MFA_TOTP_ISSUER": "Hải Đăng",
    "MFA_TOTP_TOLERANCE": 1,
}


def _people(env: Environment) -> dict[str, object]:
    app = {"name": "VNeID", "client_id": env.vneid_client_id, "secret": ""}
    return {
        "SOCIALACCOUNT_ADAPTER": "haidang.adapters.identity_vneid.accounts.PersonAdapter",
        "SOCIALACCOUNT_PROVIDERS": {"vneid": {"APPS": [app]}},
        "SOCIALACCOUNT_AUTO_SIGNUP": True,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_LOGIN_ON_GET": True,
        "SOCIALACCOUNT_EMAIL_VERIFICATION": "none",
        "SOCIALACCOUNT_EMAIL_REQUIRED": False,
    }
