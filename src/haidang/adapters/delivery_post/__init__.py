"""The public postal service over HTTP: orders and movements of parcels."""

from haidang.adapters.delivery_post.provider import Provider

__all__ = ["Provider"]
