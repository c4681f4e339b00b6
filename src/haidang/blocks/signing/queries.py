"""Reads of signing: keys, records, the trust list, and the verification of documents."""

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from haidang.blocks.signing.errors import NoSigningKey
from haidang.blocks.signing.models import SignatureRecord, SigningKey
from haidang.blocks.signing.types import (
    Holder,
    RegisteredKey,
    SignatureCheck,
    SigningKeyId,
    ValidationReport,
)
from haidang.blocks.statements import public as statements
from haidang.engines.signatures import check_detached, check_signatures
from haidang.kernel import clock
from haidang.kernel.errors import Problem

_USABLE: Final = statements.Prepared(
    lambda kind, code, at: SigningKey.objects.of_holder(Holder(kind=kind, code=code)).usable(at),
    str, str, datetime,
)  # fmt: skip


def verify_document(pdf: bytes) -> ValidationReport:
    """Report on every signature of a document against the trust list; fails closed.

    A certificate that this installation revoked counts only for what was signed before.
    """
    report = check_signatures(pdf, roots=list_trusted_roots(), at=clock.now())
    revoked = _revoked_at([check.serial for check in report.signatures])
    late = [check for check in report.signatures if _is_late(check, revoked.get(check.serial))]
    if not late:
        return report
    problems = tuple(
        Problem(
            code="signing.revoked",
            path=f"/{check.field}",
            message={
                "vi": "Chứng thư số đã bị thu hồi trước thời điểm ký.",
                "en": "The certificate was revoked before the document was signed.",
            },
        )
        for check in late
    )
    checks = tuple(_distrusted(check) if check in late else check for check in report.signatures)
    return ValidationReport(signatures=checks, problems=report.problems + problems)


def verify_content(content: bytes, signature: bytes, *, roots: Iterable[bytes]) -> str:
    """Return who signed bytes, by a detached signature that leads to a root; else nothing."""
    return check_detached(content, signature, roots=roots, at=clock.now())


def list_trusted_roots() -> list[bytes]:
    """Return the roots that count, from the folder HAIDANG_TRUST_DIR (PEM or DER files)."""
    folder = trust_folder()
    if not folder.is_dir():
        return []
    names = sorted(path for path in folder.iterdir() if path.suffix in {".pem", ".crt", ".cer"})
    return [path.read_bytes() for path in names]


def trust_folder() -> Path:
    """Return the folder of trusted roots: the setting, else ``trust`` beside the keys."""
    configured = getattr(settings, "HAIDANG_TRUST_DIR", None)
    return Path(configured) if configured else Path(settings.HAIDANG_KEYS_DIR) / "trust"


def find_record_by_hash(sha256: str) -> UUID | None:
    """Return the id of the record whose signed bytes have a hash, if this platform made them."""
    found = SignatureRecord.objects.filter(sha256_after=sha256).order_by("id").first()
    return found.id if found else None


def get_usable_key(holder: Holder, *, at: datetime) -> SigningKey:
    """Return the key that signs for a holder at an instant; raises NoSigningKey."""
    key = _USABLE.first(holder.kind, holder.code, at)
    if key is None:
        raise NoSigningKey
    return key


def list_keys(holder: Holder) -> list[RegisteredKey]:
    """Return the keys of a holder, newest first, the ended ones too."""
    keys = SigningKey.objects.of_holder(holder).order_by("-valid_until", "-id")
    return [describe_key(key) for key in keys]


def describe_key(key: SigningKey) -> RegisteredKey:
    """Return a key as it crosses the door."""
    is_agency = key.holder_kind == SigningKey.HolderKind.AGENCY
    return RegisteredKey(
        id=SigningKeyId(key.id),
        holder=Holder(kind="agency" if is_agency else "person", code=key.holder_code),
        name=key.name,
        serial=key.certificate_serial,
        provider=key.provider,
        valid_from=key.valid_from,
        valid_until=key.valid_until,
        revoked_at=key.revoked_at,
    )


def _revoked_at(serials: list[str]) -> dict[str, datetime]:
    rows = SigningKey.objects.filter(certificate_serial__in=serials, revoked_at__isnull=False)
    return {
        serial: revoked_at
        for serial, revoked_at in rows.values_list("certificate_serial", "revoked_at")
        if revoked_at is not None
    }


def _is_late(check: SignatureCheck, revoked_at: datetime | None) -> bool:
    at = check.timestamped_at or check.signed_at
    return revoked_at is not None and (at is None or at >= revoked_at)


def _distrusted(check: SignatureCheck) -> SignatureCheck:
    return dataclasses.replace(check, trusted=False, valid=False)
