"""Messages of a Zalo official account."""

from haidang.adapters.messaging_zalo.provider import Provider

__all__ = ["Provider"]
