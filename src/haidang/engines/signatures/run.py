"""Sign: append a PAdES signature (B-B, or B-T with a time stamp authority) to a PDF.

What our own templates made is signed by our own few lines (``append``), a tenth of the work;
documents of others and time stamps are the library's.
"""

import hashlib
import io
from datetime import datetime

from asn1crypto import x509
from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from haidang.engines.documents import FontSet
from haidang.engines.signatures.append import RESERVED, append_signature, find_mark
from haidang.engines.signatures.append import corner_of as plain_corner
from haidang.engines.signatures.model import Credential, FieldPlace, SigningFailed, Stamp
from haidang.engines.signatures.parse import corner_of, open_pdf, places_in
from haidang.engines.signatures.plain import PlainPdf, Unfamiliar
from haidang.engines.signatures.stamps import ANY_TIME, draw_stamp, time_of
from haidang.kernel import clock


def sign(
    pdf: bytes,
    *,
    field: str,
    credential: Credential,
    stamp: Stamp,
    fonts: FontSet,
    reason: str = "",
    timestamp_url: str = "",
) -> bytes:
    """Append a signature at a field; the bytes that were there before stay as they are.

    A document whose template marked no place for the field gets the note in its top right
    corner instead. Raises SigningFailed for a broken document or a field signed before.
    """
    if not timestamp_url:
        try:
            return _sign_plain(
                pdf, field=field, credential=credential, stamp=stamp, fonts=fonts, reason=reason
            )
        except (Unfamiliar, LookupError, ValueError, RecursionError):
            pass  # made by somebody else, perhaps broken: the library says which
    return sign_with_library(
        pdf, field=field, credential=credential, stamp=stamp, fonts=fonts, reason=reason,
        timestamp_url=timestamp_url,
    )  # fmt: skip


def _sign_plain(
    pdf: bytes, *, field: str, credential: Credential, stamp: Stamp, fonts: FontSet, reason: str
) -> bytes:
    read = PlainPdf(pdf)
    place = find_mark(read, field)
    if place is None:
        place, stamp = plain_corner(read, field), _as_note(stamp)
    return append_signature(
        read,
        place=place,
        credential=credential,
        drawing=draw_stamp(stamp, place=place, fonts=fonts, shown_at=ANY_TIME),
        shown_at=time_of(stamp),
        name=stamp.name,
        reason=reason,
        at=clock.local(stamp.at),
    )


def sign_with_library(
    pdf: bytes,
    *,
    field: str,
    credential: Credential,
    stamp: Stamp,
    fonts: FontSet,
    reason: str = "",
    timestamp_url: str = "",
) -> bytes:
    """Sign any PDF, and with a time stamp where one is asked for."""
    reader = open_pdf(pdf)
    if any(found.field_name == field for found in reader.embedded_signatures):
        raise SigningFailed("The field is signed already.")
    place = places_in(reader).get(field)
    if place is None:
        place, stamp = corner_of(reader, field), _as_note(stamp)
    drawing = draw_stamp(stamp, place=place, fonts=fonts)
    signer = _PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=reason or None,
            name=stamp.name,
        ),
        _Signer(credential),
        timestamper=HTTPTimeStamper(timestamp_url) if timestamp_url else None,
        stamp_style=_style(drawing),
        new_field_spec=_field_spec(place),
    )
    signer.at = clock.local(stamp.at)
    return _append(pdf, signer=signer)


def _as_note(stamp: Stamp) -> Stamp:
    return Stamp(kind="corner", name=stamp.name, at=stamp.at, note=stamp.note, sample=stamp.sample)


def _append(pdf: bytes, *, signer: "_PdfSigner") -> bytes:
    writer = _Writer(io.BytesIO(pdf), strict=False)
    # The new half of the document's id comes from its bytes: equal input, equal output.
    mark = generic.ByteStringObject(hashlib.sha256(pdf).digest()[:16])
    writer._document_id = generic.ArrayObject([writer._document_id[0], mark])
    output = io.BytesIO()
    try:
        signer.sign_pdf(writer, bytes_reserved=RESERVED, output=output)
    except (SigningError, PdfError) as error:
        raise SigningFailed(f"The signature could not be made: {error}") from error
    return output.getvalue()


def _field_spec(place: FieldPlace) -> fields.SigFieldSpec:
    left, bottom, right, top = (round(number) for number in place.box)
    return fields.SigFieldSpec(
        sig_field_name=place.field, on_page=place.page, box=(left, bottom, right, top)
    )


def _style(drawing: bytes) -> StaticStampStyle:
    return StaticStampStyle(
        background=_Drawing(drawing),
        background_opacity=1.0,
        border_width=0,
        background_layout=layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MID,
            y_align=layout.AxisAlignment.ALIGN_MID,
            margins=layout.Margins(),
            inner_content_scaling=layout.InnerScaling.STRETCH_FILL,
        ),
    )


class _Writer(IncrementalPdfFileWriter):
    """A writer that leaves the document's metadata as they were, and so its claim to PDF/A."""

    def _update_meta(self) -> None:
        """Add nothing: the signature itself says when the document changed."""


class _Drawing(PdfContent):
    """A drawn page as the content of a stamp."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.resources.xobject["/Drawing"] = drawn
        left, bottom, right, top = drawn.get_object()["/BBox"]
        self.box = layout.BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Drawing Do"


class _PdfSigner(signers.PdfSigner):
    """A signer whose instant is told, not read from the machine's clock."""

    at: datetime

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 - the library's signature
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


class _Signer(signers.Signer):
    """Hand the bytes to the credential; the key itself may be far away."""

    def __init__(self, credential: Credential) -> None:
        found = [x509.Certificate.load(der) for der in credential.certificates]
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library has no types here
        store.register_multiple(found[1:])
        self._credential = credential
        super().__init__(signing_cert=found[0], cert_registry=store, embed_roots=False)

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002 - the library's signature
    ) -> bytes:
        if digest_algorithm != "sha256" or dry_run:
            raise SigningFailed("Only SHA-256 is signed, and never on trial.")
        return self._credential.sign_bytes(data)
