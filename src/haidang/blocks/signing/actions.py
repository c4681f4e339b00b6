"""Writes of signing: sign a document, register and revoke keys, make sample keys."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import connection, transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.signing import policies, queries
from haidang.blocks.signing.errors import DocumentUnsignable, KeyReused, NoSigningKey
from haidang.blocks.signing.models import SignatureRecord, SignedContent, SigningKey
from haidang.blocks.signing.providers import (
    SigningProvider,
    find_sample_issuer,
    get_provider,
)
from haidang.blocks.signing.types import (
    ContentSigned,
    DocumentSigned,
    Holder,
    KeyRegistered,
    KeyRevoked,
    RegisteredKey,
    SignatureRecordId,
    SignedDocument,
    Signer,
)
from haidang.blocks.statements import public as statements
from haidang.engines.documents import FontSet
from haidang.engines.signatures import Credential, SigningFailed, Stamp, sign, sign_detached
from haidang.kernel import clock, watch
from haidang.kernel.actors import Actor
from haidang.kernel.files import write_whole

SAMPLE_MARK = "DỮ LIỆU MẪU"
_SIGNED: Final = statements.Prepared(
    lambda key: SignatureRecord.objects.filter(idempotency_key=key), str
)


def sign_document(
    pdf: bytes,
    *,
    holder: Holder,
    field: str,
    reason: str,
    actor: Actor,
    idempotency_key: str,
    note: str = "",
) -> SignedDocument:
    """Sign a document for a holder, once per idempotency key.

    Called again with the same key, also after a crash or beside another worker, it returns
    the bytes that were signed the first time. ``field`` is ``person``, ``officer`` or ``agency``
    where the template marked it, else the signature stands in the top right corner with
    ``note`` (the document's number). Raises NoSigningKey, DocumentUnsignable, KeyReused,
    SigningNotAllowed and the provider's faults.
    """
    before = hashlib.sha256(pdf).hexdigest()
    policies.check_can_sign(holder, actor)
    with transaction.atomic():
        _lock(idempotency_key)
        known = SignatureRecord.objects.select_related("key").filter(
            idempotency_key=idempotency_key
        )
        for record in known:
            return _repeat(record, holder=holder, field=field, before=before)
        at = clock.now().replace(microsecond=0)
        key = queries.get_usable_key(holder, at=at)
        signed = _sign(pdf, key=key, field=field, reason=reason, at=at, note=note)
        record = _record(
            pdf, signed, key=key, field=field, reason=reason,
            idempotency_key=idempotency_key, at=at, actor=actor,
        )  # fmt: skip
        SignedContent.objects.create(record=record, pdf=signed, kept_since=at)
    return SignedDocument(
        pdf=signed, sha256=record.sha256_after, record_id=SignatureRecordId(record.id)
    )


def sign_content(content: bytes, *, holder: Holder, actor: Actor) -> bytes:
    """Sign bytes that are no document for a holder; return the detached signature (CMS, DER).

    Raises NoSigningKey, SigningNotAllowed and the provider's faults.
    """
    policies.check_can_sign(holder, actor)
    key = queries.get_usable_key(holder, at=clock.now())
    signature = sign_detached(content, credential=_credential(get_provider(key.provider), key))
    event = ContentSigned(
        sha256=hashlib.sha256(content).hexdigest(),
        holder_kind=holder.kind,
        holder_code=holder.code,
        certificate_serial=key.certificate_serial,
        signed_at=clock.now(),
    )
    with transaction.atomic():
        audit.announce(event, actor=actor)
    return signature


def trust_root(root: bytes, *, actor: Actor) -> None:
    """Put a root on the trust list; one that is there already stays."""
    policies.check_can_manage_keys(actor)
    certificate = (
        x509.load_pem_x509_certificate(root)
        if root.startswith(b"-----")
        else x509.load_der_x509_certificate(root)
    )
    folder = queries.trust_folder()
    if root not in queries.list_trusted_roots():
        name = certificate.fingerprint(SHA256()).hex()[:16]
        write_whole(folder / f"root-{name}.pem", certificate.public_bytes(Encoding.PEM))


def sign_in_turn(
    pdf: bytes, signers: Sequence[Signer], *, reason: str, actor: Actor
) -> SignedDocument:
    """Let several holders sign a document one after another, all of them or none.

    Called again with the same keys it returns what they signed the first time, though it be
    given another rendering: the paper that bears the signatures is the one that counts. Raises
    what ``sign_document`` raises.
    """
    keys = [signer.idempotency_key for signer in signers]
    for signer in signers:
        policies.check_can_sign(signer.holder, actor)
    with transaction.atomic(), audit.gathering():
        _lock(keys[0])
        if any(_SIGNED.first(key) is not None for key in keys):
            known = SignatureRecord.objects.select_related("key").filter(idempotency_key__in=keys)
            return _repeat_all(signers, {record.idempotency_key: record for record in known})
        at = clock.now().replace(microsecond=0)
        for signer in signers:
            before, key = pdf, queries.get_usable_key(signer.holder, at=at)
            pdf = _sign(pdf, key=key, field=signer.field, reason=reason, at=at, note="")
            record = _record(
                before, pdf, key=key, field=signer.field, reason=reason,
                idempotency_key=signer.idempotency_key, at=at, actor=actor,
            )  # fmt: skip
        statements.write_new(SignedContent(record=record, pdf=pdf, kept_since=at))
    return SignedDocument(
        pdf=pdf, sha256=record.sha256_after, record_id=SignatureRecordId(record.id)
    )


def register_key(
    *, holder: Holder, provider: str, key_reference: str, actor: Actor
) -> RegisteredKey:
    """Let the platform sign for a holder with a key that a provider keeps; again: no change."""
    policies.check_can_manage_keys(actor)
    chain = get_provider(provider).read_certificates(key_reference=key_reference)
    certificate = x509.load_der_x509_certificate(chain[0])
    serial = f"{certificate.serial_number:x}"
    with transaction.atomic():
        _lock(f"key:{serial}")
        known = SigningKey.objects.filter(certificate_serial=serial).first()
        if known is not None:
            return queries.describe_key(known)
        key = SigningKey.objects.create(
            holder_kind=holder.kind,
            holder_code=holder.code,
            name=_common_name(certificate.subject),
            certificate_pem=certificate.public_bytes(Encoding.PEM).decode(),
            certificate_serial=serial,
            is_sample=SAMPLE_MARK in _common_name(certificate.issuer),
            provider=provider,
            key_reference=key_reference,
            valid_from=certificate.not_valid_before_utc,
            valid_until=certificate.not_valid_after_utc,
            registered_at=clock.now(),
        )
        event = KeyRegistered(
            key_id=key.id,
            holder_kind=holder.kind,
            holder_code=holder.code,
            certificate_serial=serial,
            valid_until=key.valid_until,
        )
        audit.announce(event, actor=actor)
    return queries.describe_key(key)


def revoke_key(key_id: UUID, *, reason: str, actor: Actor) -> None:
    """End the use of a key; what it signs from now on is not believed here."""
    policies.check_can_manage_keys(actor)
    with transaction.atomic():
        key = SigningKey.objects.select_for_update(of=("self",)).filter(pk=key_id).first()
        if key is None:
            raise NoSigningKey
        if key.revoked_at is not None:
            return
        at = clock.now()
        key.revoke(at=at, reason=reason)
        key.save(update_fields=["revoked_at", "revocation_reason"])
        event = KeyRevoked(
            key_id=key.id,
            certificate_serial=key.certificate_serial,
            reason=reason,
            revoked_at=at,
        )
        audit.announce(event, actor=actor)


def create_sample_authority(*, actor: Actor) -> None:
    """Make the sample root and issuing authority, and put the root on the trust list."""
    policies.check_can_make_samples(actor)
    _, issuer = find_sample_issuer()
    root = issuer.make_sample_authority(at=clock.now())
    write_whole(queries.trust_folder() / "sample-root.pem", root)


def enrol_sample_holder(
    holder: Holder, *, name: str, actor: Actor, title: str = "", organization: str = ""
) -> RegisteredKey:
    """Make a sample key for a holder and register it; again: no change."""
    policies.check_can_make_samples(actor)
    provider, issuer = find_sample_issuer()
    reference = issuer.make_sample_key(
        holder_kind=holder.kind,
        code=holder.code,
        name=name,
        title=title,
        organization=organization,
        at=clock.now(),
    )
    return register_key(holder=holder, provider=provider, key_reference=reference, actor=actor)


def discard_contents(*, older_than: timedelta) -> int:
    """Forget signed bytes that their askers stored long ago; the records stay. Return how many."""
    limit = clock.now() - older_than
    count, _ = SignedContent.objects.filter(kept_since__lt=limit).delete()
    return count


def _lock(name: str) -> None:
    """Let one transaction at a time work under a name, on any number of machines."""
    digest = hashlib.sha256(f"signing:{name}".encode()).digest()
    number = int.from_bytes(digest[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _repeat(record: SignatureRecord, *, holder: Holder, field: str, before: str) -> SignedDocument:
    is_same = (
        record.sha256_before == before
        and record.field == field
        and (record.key.holder_kind, record.key.holder_code) == (holder.kind, holder.code)
    )
    if not is_same:
        raise KeyReused
    return _signed_before(record)


def _repeat_all(
    signers: Sequence[Signer], records: Mapping[str, SignatureRecord]
) -> SignedDocument:
    for signer in signers:
        record = records.get(signer.idempotency_key)
        if record is None or (record.field, record.key.holder_kind, record.key.holder_code) != (
            signer.field, signer.holder.kind, signer.holder.code,
        ):  # fmt: skip
            raise KeyReused
    return _signed_before(records[signers[-1].idempotency_key])


def _signed_before(record: SignatureRecord) -> SignedDocument:
    content = SignedContent.objects.filter(record=record).first()
    if content is None:
        raise KeyReused("The signed bytes were handed over long ago and are not kept any more.")
    return SignedDocument(
        pdf=bytes(content.pdf),
        sha256=record.sha256_after,
        record_id=SignatureRecordId(record.id),
    )


@watch.stepped("signature", "pades")
def _sign(
    pdf: bytes, *, key: SigningKey, field: str, reason: str, at: datetime, note: str
) -> bytes:
    provider = get_provider(key.provider)
    is_agency = key.holder_kind == SigningKey.HolderKind.AGENCY
    stamp = Stamp(
        kind="agency" if is_agency else "person",
        name=key.name,
        at=at,
        note=note,
        sample=key.is_sample,
    )
    try:
        return sign(
            pdf,
            field=field,
            credential=_credential(provider, key),
            stamp=stamp,
            fonts=FontSet(paths=(settings.HAIDANG_FONTS_DIR,)),
            reason=reason,
            timestamp_url=getattr(settings, "HAIDANG_TSA_URL", ""),
        )
    except SigningFailed as error:
        raise DocumentUnsignable(str(error)) from error


def _credential(provider: SigningProvider, key: SigningKey) -> Credential:
    def sign_bytes(data: bytes) -> bytes:
        return provider.sign_bytes(data, key_reference=key.key_reference)

    certificates = provider.read_certificates(key_reference=key.key_reference)
    return Credential(certificates=certificates, sign_bytes=sign_bytes)


def _record(
    before: bytes,
    signed: bytes,
    *,
    key: SigningKey,
    field: str,
    reason: str,
    idempotency_key: str,
    at: datetime,
    actor: Actor,
) -> SignatureRecord:
    record = SignatureRecord(
        idempotency_key=idempotency_key,
        key=key,
        field=field,
        reason=reason[:300],
        sha256_before=hashlib.sha256(before).hexdigest(),
        sha256_after=hashlib.sha256(signed).hexdigest(),
        certificate_serial=key.certificate_serial,
        signed_at=at,
    )
    statements.write_new(record)
    event = DocumentSigned(
        record_id=record.id,
        sha256_before=record.sha256_before,
        sha256_after=record.sha256_after,
        holder_kind=key.holder_kind,
        holder_code=key.holder_code,
        certificate_serial=record.certificate_serial,
        field=record.field,
        signed_at=record.signed_at,
    )
    audit.announce(event, actor=actor)
    return record


def _common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()
