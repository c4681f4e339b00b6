"""VietQR: dynamic QR codes (NAPAS, EMVCo) and a bank that tells of money that came."""

from haidang.adapters.payments_vietqr.provider import Provider

__all__ = ["Provider"]
