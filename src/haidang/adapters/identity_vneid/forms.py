"""The forms of the second factor: as allauth's, but a code is good once in all its life."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm

from haidang.blocks.identity import public as identity


class _UsedOnce:
    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form that follows
        if not identity.use_code(account_id=self.user.pk, code=code):  # type: ignore[attr-defined]  # as above
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactor(_UsedOnce, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """Ask for the second factor at sign-in."""


class SecondFactorAgain(_UsedOnce, ReauthenticateForm):  # type: ignore[misc]  # as above
    """Ask for the second factor once more."""
