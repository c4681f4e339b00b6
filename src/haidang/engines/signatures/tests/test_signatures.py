"""Signatures without a database: places, looks, and every way to tamper with the bytes."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pypdf import PdfReader

from haidang.engines.documents import Template, render
from haidang.engines.documents.testing import FONTS
from haidang.engines.signatures import (
    Credential,
    SigningFailed,
    Stamp,
    check_signatures,
    find_places,
    sign,
)
from haidang.engines.signatures.plain import PlainPdf, Unfamiliar
from haidang.engines.signatures.run import sign_with_library

AT = datetime(2026, 11, 23, 8, 20, tzinfo=UTC)
SOURCE = b'#import "/haidang/nd30.typ": *\n#show: official\nText\n#closing()\n'


def make_certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    *,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> bytes:
    is_root = name == issuer
    usage = x509.KeyUsage(
        digital_signature=not is_root, content_commitment=not is_root, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=is_root, crl_sign=is_root,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(7 if is_root else 8)
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=1))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.DER)


ROOT_KEY = ec.generate_private_key(ec.SECP256R1())
KEY = ec.generate_private_key(ec.SECP256R1())
ROOT = make_certificate("Sample Root", ROOT_KEY, issuer="Sample Root", issuer_key=ROOT_KEY)
SIGNER = make_certificate("Sample Signer", KEY, issuer="Sample Root", issuer_key=ROOT_KEY)
CREDENTIAL = Credential(
    certificates=(SIGNER,), sign_bytes=lambda data: KEY.sign(data, ec.ECDSA(hashes.SHA256()))
)


def document() -> bytes:
    data = {"signer": {"name": "Hoa", "title": "Chủ tịch"}, "verify_url": "https://a.example/"}
    return render(Template(source=SOURCE), data, fonts=FONTS, made_at=AT).pdf


def signed(pdf: bytes, field: str = "person", at: datetime = AT) -> bytes:
    is_agency = field == "agency"
    stamp = Stamp(kind="agency" if is_agency else "person", name="Đỗ Thị Hoa", at=at, sample=True)
    return sign(pdf, field=field, credential=CREDENTIAL, stamp=stamp, fonts=FONTS)


@pytest.fixture(scope="module")
def twice() -> bytes:
    return signed(signed(document()), "agency")


def is_valid(pdf: bytes) -> bool:
    return check_signatures(pdf, roots=[ROOT], at=AT).is_valid


def contents_of(pdf: bytes) -> tuple[int, int]:
    """Return where the digits of the last signature begin and end."""
    reader = PdfFileReader(io.BytesIO(pdf))
    _, begin, end, _ = (int(number) for number in reader.embedded_signatures[-1].byte_range)
    return begin + 1, end - 1


def test_the_seal_covers_a_third_of_the_signature_from_the_left() -> None:
    places = find_places(document())
    person, agency = places["person"], places["agency"]

    assert agency.box[0] < person.box[0]
    assert (agency.box[2] - person.box[0]) / person.width == pytest.approx(1 / 3, abs=0.01)
    assert agency.width == pytest.approx(agency.height)


def test_two_signatures_are_believed(twice: bytes) -> None:
    report = check_signatures(twice, roots=[ROOT], at=AT)

    assert report.is_valid
    assert [item.field for item in report.signatures] == ["person", "agency"]


def test_signing_only_appends() -> None:
    pdf = document()

    assert signed(pdf).startswith(pdf)


def test_the_claim_to_pdf_a_survives(twice: bytes) -> None:
    assert twice.count(b"<pdfaid:part>2</pdfaid:part>") == 1
    assert twice.count(b"/Metadata") == 3


def test_a_document_without_places_is_signed_in_its_corner() -> None:
    plain = Template(source=b'#set text(font: "Tinos")\nAnnex')
    pdf = signed(render(plain, {}, fonts=FONTS, made_at=AT).pdf, "agency")
    field = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0].sig_field

    assert [float(number) for number in field["/Rect"]][2:] == [581, 828]
    assert is_valid(pdf)


def test_a_field_is_signed_once() -> None:
    with pytest.raises(SigningFailed):
        signed(signed(document()))


@pytest.mark.parametrize("offset", [*range(8), *range(8, 64, 4)])
def test_no_byte_at_the_head_of_a_signature_changes_unseen(twice: bytes, offset: int) -> None:
    begin, _ = contents_of(twice)
    changed = bytearray(twice)
    place = begin + 2 * offset + 1
    changed[place : place + 1] = b"%X" % (int(chr(changed[place]), 16) ^ 1)

    assert not is_valid(bytes(changed))


def test_the_name_of_the_issuer_changes_not_even_its_capitals(twice: bytes) -> None:
    begin, end = contents_of(twice)
    name = b"Sample Root".hex().upper().encode()
    other = b"sample Root".hex().upper().encode()
    digits = twice[begin:end]
    place = begin + digits.rindex(name)
    changed = twice[:place] + other + twice[place + len(name) :]

    assert len(changed) == len(twice)
    assert not is_valid(changed)


def test_the_digits_change_not_even_their_case(twice: bytes) -> None:
    begin, end = contents_of(twice)
    place = next(place for place in range(begin, end) if twice[place : place + 1] in b"ABCDEF")

    changed = twice[:place] + twice[place : place + 1].lower() + twice[place + 1 :]

    assert not is_valid(changed)


def test_the_empty_room_after_a_signature_stays_empty(twice: bytes) -> None:
    _, end = contents_of(twice)

    assert not is_valid(twice[: end - 1] + b"1" + twice[end:])


def test_bytes_added_later_are_seen(twice: bytes) -> None:
    assert not is_valid(twice + b"\n")


def test_another_root_is_not_enough(twice: bytes) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    stranger = make_certificate("Stranger", key, issuer="Stranger", issuer_key=key)

    report = check_signatures(twice, roots=[stranger], at=AT)

    assert {problem.code for problem in report.problems} == {"signatures.untrusted"}


def test_a_certificate_counts_only_while_it_was_valid() -> None:
    late = AT + timedelta(days=2)

    report = check_signatures(signed(document(), at=late), roots=[ROOT], at=late)

    assert "signatures.untrusted" in {problem.code for problem in report.problems}


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.8, 0.99])
def test_a_document_cut_short_is_not_valid(twice: bytes, kept: float) -> None:
    assert not is_valid(twice[: int(len(twice) * kept)])


def by_library(pdf: bytes, field: str) -> bytes:
    kind: Literal["agency", "person"] = "agency" if field == "agency" else "person"
    stamp = Stamp(kind=kind, name="Đỗ Thị Hoa", at=AT, sample=True)
    return sign_with_library(pdf, field=field, credential=CREDENTIAL, stamp=stamp, fonts=FONTS)


@pytest.mark.parametrize("first", [signed, by_library])
@pytest.mark.parametrize("second", [signed, by_library])
def test_both_ways_of_signing_prove_the_same(
    first: Callable[[bytes, str], bytes], second: Callable[[bytes, str], bytes], twice: bytes
) -> None:
    pdf = second(first(document(), "person"), "agency")

    assert check_signatures(pdf, roots=[ROOT], at=AT) == check_signatures(
        twice, roots=[ROOT], at=AT
    )


def test_both_ways_put_the_mark_at_the_same_place_with_the_same_words() -> None:
    ours, theirs = (
        PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
        for pdf in (signed(document()), by_library(document(), "person"))
    )

    assert ours.sig_field["/Rect"] == theirs.sig_field["/Rect"]
    for entry in ("/M", "/Name", "/Filter", "/SubFilter"):
        assert ours.sig_object[entry] == theirs.sig_object[entry]
    assert (
        ours.signer_info["signed_attrs"][0].dump() == theirs.signer_info["signed_attrs"][0].dump()
    )
    assert (
        ours.signer_info["signed_attrs"][2].dump() == theirs.signer_info["signed_attrs"][2].dump()
    )


def test_a_document_of_others_is_signed_as_well() -> None:
    theirs = PdfFileReader(io.BytesIO(document()))
    output = io.BytesIO()
    copy = copy_into_new_writer(theirs, writer_kwargs={"stream_xrefs": True})
    copy.write(output)  # type: ignore[no-untyped-call]  # the library has no types here

    with pytest.raises(Unfamiliar):
        PlainPdf(output.getvalue())
    assert is_valid(signed(output.getvalue()))


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7\n", b"[" * 5000, b"\nstartxref\n0\n%%EOF"])
def test_what_is_no_document_is_not_signed(broken: bytes) -> None:
    with pytest.raises(SigningFailed):
        signed(broken)


@pytest.mark.parametrize("sign_by", [signed, by_library])
@pytest.mark.parametrize("field", ["person", "corner"])
def test_a_mark_says_who_signed_and_when(
    sign_by: Callable[[bytes, str], bytes], field: str
) -> None:
    page = PdfReader(io.BytesIO(sign_by(document(), field))).pages[0]
    look: Any = page["/Annots"]
    look = look[-1].get_object()["/AP"]["/N"]
    while "/Drawing" not in look["/Resources"].get("/XObject", {}):
        look = next(iter(look["/Resources"]["/XObject"].values())).get_object()
    text = page.extract_xform_text(look["/Resources"]["/XObject"]["/Drawing"])

    assert "Đỗ Thị Hoa" in text
    assert "23/11/2026 15:20:00 +07:00" in text
