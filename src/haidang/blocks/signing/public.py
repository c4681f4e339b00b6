"""The front door of signing."""

from haidang.blocks.signing.actions import (
    create_sample_authority,
    discard_contents,
    enrol_sample_holder,
    register_key,
    revoke_key,
    sign_document,
)
from haidang.blocks.signing.errors import (
    DocumentUnsignable,
    KeyReused,
    NoSigningKey,
    SigningError,
    SigningNotAllowed,
)
from haidang.blocks.signing.policies import can_sign, check_can_sign
from haidang.blocks.signing.providers import SampleIssuer, SigningProvider
from haidang.blocks.signing.queries import find_record_by_hash, list_keys, verify_document
from haidang.blocks.signing.types import (
    DocumentSigned,
    Holder,
    KeyRegistered,
    KeyRevoked,
    RegisteredKey,
    SignatureCheck,
    SignatureRecordId,
    SignedDocument,
    SigningKeyId,
    ValidationReport,
)

__all__ = [
    "DocumentSigned",
    "DocumentUnsignable",
    "Holder",
    "KeyRegistered",
    "KeyReused",
    "KeyRevoked",
    "NoSigningKey",
    "RegisteredKey",
    "SampleIssuer",
    "SignatureCheck",
    "SignatureRecordId",
    "SignedDocument",
    "SigningError",
    "SigningKeyId",
    "SigningNotAllowed",
    "SigningProvider",
    "ValidationReport",
    "can_sign",
    "check_can_sign",
    "create_sample_authority",
    "discard_contents",
    "enrol_sample_holder",
    "find_record_by_hash",
    "list_keys",
    "register_key",
    "revoke_key",
    "sign_document",
    "verify_document",
]
