"""QR codes by zxing-cpp, with patience for photos."""

from haidang.adapters.scanning_zxing.provider import Provider

__all__ = ["Provider"]
