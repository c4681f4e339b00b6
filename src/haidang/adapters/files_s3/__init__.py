"""Files in a store that speaks S3; needs the extra ``s3``."""

from haidang.adapters.files_s3.provider import Provider

__all__ = ["Provider"]
