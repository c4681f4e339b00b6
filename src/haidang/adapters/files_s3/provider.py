"""Encrypted bytes as objects: patient within limits, never overwritten, checked when read."""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha256
from typing import Any, Final, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's own
    HTTPClientError,
    IncompleteReadError,
    ResponseStreamingError,
)
from django.conf import settings

from haidang.blocks.vault import public as vault
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable

ATTEMPTS: Final = 3
CONNECT_SECONDS: Final = 3
READ_SECONDS: Final = 10
_DIGEST: Final = "sha256"
_ABSENT: Final = frozenset({"404", "NoSuchKey", "NotFound"})
_TAKEN: Final = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict"})
_PASSING: Final = frozenset({"SlowDown", "RequestTimeout", "ServiceUnavailable", "InternalError"})
_BREAKS: Final = (HTTPClientError, IncompleteReadError, ResponseStreamingError)
_SERVER_FAULT: Final = 500
_Found = TypeVar("_Found")


class Provider:
    """Satisfies vault.FileStore in one bucket; the content is encrypted before it comes here."""

    def write(self, path: str, sealed: bytes) -> None:
        """Put an object unless its key is taken; an answer that was lost does no harm."""
        digest = sha256(sealed)
        try:
            with _told():
                self._client.put_object(
                    Bucket=settings.HAIDANG_S3_BUCKET,
                    Key=_key(path),
                    Body=sealed,
                    ContentType="application/octet-stream",
                    ChecksumSHA256=base64.b64encode(digest.digest()).decode(),
                    Metadata={_DIGEST: digest.hexdigest()},
                    IfNoneMatch="*",
                )
        except _Taken:
            if self.digest(path) != digest.hexdigest():
                raise ProviderRefused(f"Other bytes lie at {path} already.") from None

    def read(self, path: str) -> bytes:
        """Get an object whole, and compare it with the digest that was written with it."""
        sealed, digest = _again(lambda: self._get(path))
        if sha256(sealed).hexdigest() != digest:
            raise vault.FileDamaged
        return sealed

    def remove(self, path: str) -> None:
        """Delete an object."""
        with _told():
            self._client.delete_object(Bucket=settings.HAIDANG_S3_BUCKET, Key=_key(path))

    def digest(self, path: str) -> str:
        """Return the digest that was written with an object."""
        try:
            with _told():
                head = self._client.head_object(Bucket=settings.HAIDANG_S3_BUCKET, Key=_key(path))
        except vault.FileDamaged:
            return ""
        return str(head["Metadata"].get(_DIGEST, ""))

    def _get(self, path: str) -> tuple[bytes, str]:
        with _told():
            answer = self._client.get_object(Bucket=settings.HAIDANG_S3_BUCKET, Key=_key(path))
        try:
            return answer["Body"].read(), answer["Metadata"].get(_DIGEST, "")
        except _BREAKS as fault:
            raise _BrokenOff from fault

    @cached_property
    def _client(self) -> Any:  # noqa: ANN401 - boto3 makes its classes as it runs
        limits = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            s3={"addressing_style": "path"},
            max_pool_connections=16,
        )
        return boto3.client(
            "s3",
            endpoint_url=settings.HAIDANG_S3_URL or None,
            region_name=settings.HAIDANG_S3_REGION,
            aws_access_key_id=settings.HAIDANG_S3_KEY_ID,
            aws_secret_access_key=settings.HAIDANG_S3_SECRET,
            config=limits,
        )


class _BrokenOff(ProviderUnavailable):
    """An object stopped coming in the middle."""


class _Taken(Exception):
    """Something lies under the key already."""


@contextmanager
def _told() -> Iterator[None]:
    """Say in the platform's words what the store or the way to it did wrong."""
    try:
        yield
    except ClientError as fault:
        code = fault.response.get("Error", {}).get("Code", "")
        status = fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if code in _TAKEN:
            raise _Taken from fault
        if code in _ABSENT:
            raise vault.FileDamaged from fault
        if code in _PASSING or status >= _SERVER_FAULT:
            raise ProviderUnavailable from fault
        raise ProviderRefused(f"The store of files answered {code}.") from fault
    except (ConnectionError, HTTPClientError) as fault:
        raise ProviderUnavailable from fault
    except BotoCoreError as fault:
        raise ProviderRefused(f"The store of files is not set up: {fault}") from fault


def _again(read: Callable[[], _Found]) -> _Found:
    """Read again what broke off in the middle, which the client itself does not."""
    for _attempt in range(ATTEMPTS - 1):
        try:
            return read()
        except _BrokenOff:
            continue
    return read()


def _key(path: str) -> str:
    return f"{settings.HAIDANG_S3_PREFIX}{path}"
