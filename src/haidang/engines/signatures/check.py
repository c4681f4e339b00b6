"""Check signatures: who, in which role, when, and whether it still holds. Fails closed."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from asn1crypto import algos, cms, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from haidang.engines.signatures.model import SignatureCheck, ValidationReport
from haidang.kernel.errors import Problem

_NO_CONTENT: Final = cms.EncapsulatedContentInfo({"content_type": "data"}).dump()
_SIGNATURE_ALGORITHMS: Final = frozenset(
    algos.SignedDigestAlgorithm({"algorithm": name}).dump()
    for name in ("sha256_rsa", "sha256_ecdsa")
)
_MESSAGES: Final = {
    "signatures.unreadable": {
        "vi": "Không đọc được tệp hoặc chữ ký số trong tệp.",
        "en": "The file or a signature in it cannot be read.",
    },
    "signatures.none": {
        "vi": "Văn bản không có chữ ký số.",
        "en": "The document carries no digital signature.",
    },
    "signatures.changed": {
        "vi": "Nội dung văn bản đã bị thay đổi sau khi ký.",
        "en": "The document was changed after it was signed.",
    },
    "signatures.untrusted": {
        "vi": "Chứng thư số không dẫn đến tổ chức chứng thực được tin cậy.",
        "en": "The certificate does not lead to a trusted authority.",
    },
    "signatures.uncovered": {
        "vi": "Chữ ký số không bao phủ toàn bộ văn bản.",
        "en": "The signature does not cover the whole document.",
    },
    "signatures.untimed": {
        "vi": "Chữ ký số không cho biết thời điểm ký.",
        "en": "The signature does not say when it was made.",
    },
}


def check_signatures(pdf: bytes, *, roots: Iterable[bytes], at: datetime) -> ValidationReport:
    """Report on every signature of a PDF against a trust list of certificates (PEM or DER).

    A certificate counts when it was valid at the signing time, which may not lie after ``at``.
    Nothing is fetched. Whatever a file provokes in the reader means that it is not valid.
    """
    trusted = [x509.Certificate.load(_der(root)) for root in roots]
    checks: list[SignatureCheck] = []
    problems: list[Problem] = []
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        embedded = list(reader.embedded_regular_signatures)
        for position, signature in enumerate(embedded):
            last = position == len(embedded) - 1
            check, faults = _check(signature, pdf=pdf, trusted=trusted, at=at, is_last=last)
            checks.append(check)
            problems.extend(_problem(code, check.field) for code in faults)
    except Exception:  # noqa: BLE001 - a forged file may provoke anything; all of it means no
        problems.append(_problem("signatures.unreadable", ""))
    if not checks and not problems:
        problems.append(_problem("signatures.none", ""))
    return ValidationReport(signatures=tuple(checks), problems=tuple(problems))


def _check(
    signature: EmbeddedPdfSignature,
    *,
    pdf: bytes,
    trusted: list[x509.Certificate],
    at: datetime,
    is_last: bool,
) -> tuple[SignatureCheck, list[str]]:
    signed_at = signature.self_reported_timestamp
    context = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=signed_at or at)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    whole = _covers_all(status, is_last=is_last) and _is_canonical(signature, pdf)
    intact = status.intact and status.valid and whole
    is_timed = signed_at is not None and signed_at <= at
    faults = {
        "signatures.changed": not (status.intact and status.valid),
        "signatures.uncovered": not whole,
        "signatures.untrusted": not status.trusted,
        "signatures.untimed": not is_timed,
    }
    path = status.validation_path
    chain = tuple(_common_name(certificate) for certificate in path) if path else ()
    certificate = signature.signer_cert
    names = certificate.subject.native
    check = SignatureCheck(
        field=signature.field_name,
        who=_common_name(certificate),
        role=str(names.get("title") or ""),
        organization=str(names.get("organization_name") or ""),
        holder_code=str(names.get("organization_identifier") or names.get("serial_number") or ""),
        serial=f"{certificate.serial_number:x}",
        signed_at=signed_at,
        timestamped_at=status.timestamp_validity.timestamp if status.timestamp_validity else None,
        intact=intact,
        trusted=status.trusted,
        valid=intact and status.trusted and is_timed,
        covers_whole_document=whole,
        chain=chain,
    )
    return check, [code for code, is_so in faults.items() if is_so]


def _covers_all(status: PdfSignatureStatus, *, is_last: bool) -> bool:
    """Tell whether nothing but later signatures was added to what was signed."""
    if is_last:
        return status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    permitted = (
        ModificationLevel.NONE,
        ModificationLevel.LTA_UPDATES,
        ModificationLevel.FORM_FILLING,
    )
    return (
        status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level in permitted
    )


def _is_canonical(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Tell whether the only bytes that no signature covers, its own, are as first written.

    They are one DER structure in hexadecimal of one case, then noughts, so that not one byte
    of the file can change unseen.
    """
    _, before, after, _ = (int(number) for number in signature.byte_range)
    content = bytes(signature.pkcs7_content)
    structure = cms.ContentInfo.load(content, strict=False)
    encoded = structure.dump()
    digits = content.hex()
    return (
        pdf[before:after].decode("latin-1") in (f"<{digits}>", f"<{digits.upper()}>")
        and content == encoded + bytes(len(content) - len(encoded))
        and _is_exact(structure)
        and _is_exact(structure["content"])
        and _is_plain(structure["content"])
    )


def _is_exact(structure: cms.ContentInfo | cms.SignedData) -> bool:
    """Tell whether a structure is as long as its parts: its own length is signed by nobody."""
    parts = b"".join(structure[position].dump() for position in range(len(structure)))
    return bool(structure.contents == parts)


def _is_plain(signed: cms.SignedData) -> bool:
    """Tell whether the parts of a signature that it does not sign itself say nothing else."""
    info = signed["signer_infos"][0]
    algorithm = info["digest_algorithm"].dump()
    certificates = [choice.chosen for choice in signed["certificates"]]
    return (
        signed["version"].native == "v1"
        and info["version"].native == "v1"
        and [item.dump() for item in signed["digest_algorithms"]] == [algorithm]
        and algorithm == algos.DigestAlgorithm({"algorithm": "sha256"}).dump()
        and signed["encap_content_info"].dump() == _NO_CONTENT
        and info["signature_algorithm"].dump() in _SIGNATURE_ALGORITHMS
        and all(_agrees(certificate) for certificate in certificates)
        and info["sid"].dump() in {_identifier_of(certificate) for certificate in certificates}
    )


def _identifier_of(certificate: x509.Certificate) -> bytes:
    """Return how a signature names its certificate, to the letter: names compare loosely."""
    named = cms.IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    )
    return bytes(cms.SignerIdentifier(name="issuer_and_serial_number", value=named).dump())


def _agrees(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate names the same algorithm inside and outside of what it signs."""
    inside = certificate["tbs_certificate"]["signature"].dump()
    whole_bytes = certificate["signature_value"].contents[:1] == b"\0"
    return bool(whole_bytes and certificate["signature_algorithm"].dump() == inside)


def _common_name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)


def _der(certificate: bytes) -> bytes:
    return pem.unarmor(certificate)[2] if pem.detect(certificate) else certificate


def _problem(code: str, field: str) -> Problem:
    return Problem(code=code, path=f"/{field}" if field else "", message=_MESSAGES[code])
