"""The options of VietQR."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Where the bank is, which account collects, and the secret shared with the bank."""

    url: str
    secret: str
    bank_bin: str
    account: str
    account_name: str


def read_options() -> Options:
    """Return the options from the platform's settings."""
    return Options(
        url=settings.HAIDANG_VIETQR_URL.rstrip("/"),
        secret=settings.HAIDANG_VIETQR_SECRET,
        bank_bin=settings.HAIDANG_VIETQR_BANK_BIN,
        account=settings.HAIDANG_VIETQR_ACCOUNT,
        account_name=settings.HAIDANG_VIETQR_ACCOUNT_NAME,
    )
