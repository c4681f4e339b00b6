"""The front door of signing."""

from haidang.blocks.signing.actions import (
    create_sample_authority,
    discard_contents,
    enrol_sample_holder,
    register_key,
    revoke_key,
    sign_content,
    sign_document,
    trust_root,
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
from haidang.blocks.signing.queries import (
    find_record_by_hash,
    list_keys,
    list_trusted_roots,
    verify_content,
    verify_document,
)
from haidang.blocks.signing.types import (
    ContentSigned,
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
    "ContentSigned",
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
    "list_trusted_roots",
    "register_key",
    "revoke_key",
    "sign_content",
    "sign_document",
    "trust_root",
    "verify_content",
    "verify_document",
]
