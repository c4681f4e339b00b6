"""Mail by SMTP."""

from haidang.adapters.messaging_smtp.provider import Provider

__all__ = ["Provider"]
