"""Short messages through a brand-name gateway."""

from haidang.adapters.messaging_sms.provider import Provider

__all__ = ["Provider"]
