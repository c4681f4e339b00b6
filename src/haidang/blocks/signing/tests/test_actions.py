"""Signing: once per key, by whom it may, and believed only while nothing speaks against it."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.db import connection

from haidang.blocks.audit.models import AuditEntry
from haidang.blocks.signing import public as signing
from haidang.blocks.signing.models import SignatureRecord, SignedContent, SigningKey
from haidang.blocks.signing.providers import get_provider
from haidang.blocks.signing.queries import trust_folder
from haidang.blocks.signing.testing import LEADER, TESTER, WARD, make_leader, make_ward
from haidang.engines.documents import FontSet, Template, render
from haidang.kernel import clock
from haidang.kernel.actors import Actor, Duty

PDFSIG: Final = shutil.which("pdfsig")
CERTUTIL: Final = shutil.which("certutil")
SOURCE: Final = b"""#import "/haidang/nd30.typ": *
#show: official.with(title: "Test")
#heading-block()
#title-block("Gi\xe1\xba\xa5y x\xc3\xa1c nh\xe1\xba\xadn")
#closing()
"""


@pytest.fixture(scope="module")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(autouse=True)
def _own_keys(keys_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "HAIDANG_KEYS_DIR", keys_folder)
    monkeypatch.setattr(settings, "HAIDANG_KEYS_PASSWORD", "sample-password")
    get_provider.cache_clear()
    yield
    get_provider.cache_clear()


def document(number: str = "5") -> bytes:
    data = {
        "agency": "Ủy ban nhân dân phường Thuỷ Nguyên",
        "number": number,
        "sample": True,
        "signer": {"name": "Phạm Quốc Khánh", "title": "Phó Chủ tịch"},
        "verify_url": "https://haidang.example/kiem-tra/ABCD2345",
    }
    fonts = FontSet(paths=(settings.HAIDANG_FONTS_DIR,))
    return render(Template(source=SOURCE), data, fonts=fonts, made_at=clock.now()).pdf


def sign(
    pdf: bytes,
    *,
    holder: signing.Holder = LEADER,
    field: str = "person",
    key: str = "case:1:person",
    actor: Actor = TESTER,
) -> signing.SignedDocument:
    return signing.sign_document(
        pdf, holder=holder, field=field, reason="Duyệt", actor=actor, idempotency_key=key
    )


def signed_twice() -> bytes:
    make_leader()
    make_ward()
    first = sign(document())
    return sign(first.pdf, holder=WARD, field="agency", key="case:1:agency").pdf


@pytest.mark.django_db
class TestSignDocument:
    def test_person_and_agency_sign_and_both_are_believed(self) -> None:
        report = signing.verify_document(signed_twice())

        assert report.is_valid
        assert [(item.field, item.who, item.holder_code) for item in report.signatures] == [
            ("person", "Phạm Quốc Khánh", "khanh"),
            ("agency", "Ủy ban nhân dân phường Thuỷ Nguyên", "H24.182"),
        ]
        assert all(item.valid and item.covers_whole_document for item in report.signatures)
        assert report.signatures[0].role == "Phó Chủ tịch"
        assert report.signatures[0].signed_at == clock.now()

    def test_the_bytes_before_stay_as_they_were(self) -> None:
        make_leader()
        pdf = document()

        assert sign(pdf).pdf.startswith(pdf)

    def test_the_same_key_signs_once_and_returns_the_same_bytes(self) -> None:
        make_leader()
        pdf = document()

        first, second = sign(pdf), sign(pdf)

        assert first == second
        assert SignatureRecord.objects.count() == 1
        assert AuditEntry.objects.filter(code="signing.document_signed").count() == 1

    def test_the_same_key_for_another_document_is_refused(self) -> None:
        make_leader()
        sign(document("5"))

        with pytest.raises(signing.KeyReused):
            sign(document("6"))

    def test_the_same_key_for_another_holder_is_refused(self) -> None:
        make_leader()
        make_ward()
        pdf = document()
        sign(pdf)

        with pytest.raises(signing.KeyReused):
            sign(pdf, holder=WARD)

    def test_a_field_is_signed_once(self) -> None:
        make_leader()
        first = sign(document())

        with pytest.raises(signing.DocumentUnsignable):
            sign(first.pdf, key="case:1:again")

    def test_what_is_no_pdf_is_refused(self) -> None:
        make_leader()

        with pytest.raises(signing.DocumentUnsignable):
            sign(b"no document")

    def test_a_holder_without_key_cannot_sign(self) -> None:
        with pytest.raises(signing.NoSigningKey):
            sign(document())

    def test_a_revoked_key_signs_nothing(self) -> None:
        key = make_leader()
        signing.revoke_key(key.id, reason="Mất thiết bị", actor=TESTER)

        with pytest.raises(signing.NoSigningKey):
            sign(document())

    def test_an_expired_key_signs_nothing(self) -> None:
        key = make_leader()

        with clock.stopped_at(key.valid_until), pytest.raises(signing.NoSigningKey):
            sign(document())

    def test_a_stranger_cannot_sign(self) -> None:
        make_leader()
        binh = Actor(kind="person", id="binh", name="Lê Văn Bình")

        with pytest.raises(signing.SigningNotAllowed):
            sign(document(), actor=binh)

    def test_the_clerk_of_the_agency_puts_its_seal(self) -> None:
        make_ward()
        duties = frozenset({Duty(agency=WARD.code, post="clerk")})
        mai = Actor(kind="officer", id="mai", name="Vũ Thị Mai", duties=duties)

        signed = sign(document(), holder=WARD, field="agency", actor=mai)

        assert signing.verify_document(signed.pdf).is_valid

    def test_an_attachment_is_signed_in_its_corner(self) -> None:
        make_ward()
        plain = Template(source=b'#set text(font: "Tinos")\nAnnex')
        fonts = FontSet(paths=(settings.HAIDANG_FONTS_DIR,))
        pdf = render(plain, {}, fonts=fonts, made_at=clock.now()).pdf

        signed = signing.sign_document(
            pdf, holder=WARD, field="agency", reason="Phụ lục", actor=TESTER,
            idempotency_key="annex", note="05/GKS",
        )  # fmt: skip

        assert signing.verify_document(signed.pdf).is_valid

    def test_old_bytes_are_forgotten_and_the_record_stays(self) -> None:
        make_leader()
        pdf = document()
        sign(pdf)
        with clock.stopped_at(clock.now() + timedelta(days=8)):
            assert signing.discard_contents(older_than=timedelta(days=7)) == 1

        assert SignedContent.objects.count() == 0
        with pytest.raises(signing.KeyReused):
            sign(pdf)


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_one_key_sign_once() -> None:
    make_leader()
    pdf = document()
    results: list[signing.SignedDocument] = []

    def work() -> None:
        results.append(sign(pdf))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len({result.sha256 for result in results}) == 1
    assert len(results) == 4
    assert SignatureRecord.objects.count() == 1


@pytest.mark.django_db
class TestVerifyDocument:
    @pytest.mark.parametrize("place", [0.0, 0.2, 0.45, 0.6, 0.7, 0.9, 0.999])
    def test_one_changed_byte_makes_it_fail(self, place: float) -> None:
        pdf = bytearray(signed_twice())
        pdf[int(place * len(pdf))] ^= 1

        assert not signing.verify_document(bytes(pdf)).is_valid

    def test_bytes_added_at_the_end_make_it_fail(self) -> None:
        assert not signing.verify_document(signed_twice() + b"\n% more").is_valid

    def test_a_document_without_signature_is_not_valid(self) -> None:
        report = signing.verify_document(document())

        assert [problem.code for problem in report.problems] == ["signatures.none"]

    @pytest.mark.parametrize("pdf", [b"", b"no document", b"%PDF-1.7\n", bytes(2000)])
    def test_what_is_no_document_is_not_valid(self, pdf: bytes) -> None:
        report = signing.verify_document(pdf)

        assert [problem.code for problem in report.problems] == ["signatures.unreadable"]

    def test_without_the_root_nothing_is_trusted(self) -> None:
        pdf = signed_twice()
        for root in trust_folder().iterdir():
            root.unlink()

        report = signing.verify_document(pdf)

        assert {problem.code for problem in report.problems} == {"signatures.untrusted"}
        assert [item.intact for item in report.signatures] == [True, True]

    def test_what_was_signed_after_the_revocation_is_not_believed(self) -> None:
        pdf = signed_twice()
        key = SigningKey.objects.get(holder_kind="person")
        key.revoke(at=clock.now() - timedelta(hours=1), reason="Mất thiết bị")
        key.save()

        report = signing.verify_document(pdf)

        assert [problem.code for problem in report.problems] == ["signing.revoked"]
        assert [item.valid for item in report.signatures] == [False, True]

    def test_what_was_signed_before_the_revocation_stays_valid(self) -> None:
        pdf = signed_twice()
        key = SigningKey.objects.get(holder_kind="person")
        key.revoke(at=clock.now() + timedelta(hours=1), reason="Nghỉ hưu")
        key.save()

        assert signing.verify_document(pdf).is_valid

    def test_a_signature_from_the_future_is_not_believed(self) -> None:
        pdf = signed_twice()

        with clock.stopped_at(clock.now() - timedelta(minutes=1)):
            report = signing.verify_document(pdf)

        assert {problem.code for problem in report.problems} == {"signatures.untimed"}


@pytest.mark.django_db
@pytest.mark.skipif(PDFSIG is None, reason="poppler-utils is not installed")
@pytest.mark.skipif(CERTUTIL is None, reason="libnss3-tools is not installed")
class TestIndependentTool:
    def test_pdfsig_lists_both_signatures_as_valid_and_trusted(self, tmp_path: Path) -> None:
        said = self.ask(signed_twice(), folder=tmp_path)

        assert said.count("Signature Validation: Signature is Valid.") == 2
        assert said.count("Certificate Validation: Certificate is Trusted.") == 2
        assert said.count("Total document signed") == 1

    def test_pdfsig_sees_one_changed_byte(self, tmp_path: Path) -> None:
        pdf = bytearray(signed_twice())
        pdf[pdf.index(b"/CreationDate") + 20] ^= 1

        said = self.ask(bytes(pdf), folder=tmp_path)

        assert "Signature is Valid" not in said
        assert said.count("Digest Mismatch") == 2

    def ask(self, pdf: bytes, *, folder: Path) -> str:
        root = trust_folder() / "sample-root.pem"
        (folder / "signed.pdf").write_bytes(pdf)
        nss = f"sql:{folder}"
        self.run("certutil", "-N", "-d", nss, "--empty-password")
        self.run("certutil", "-A", "-d", nss, "-n", "root", "-t", "CT,C,C", "-i", str(root))
        return self.run("pdfsig", "-nssdir", str(folder), str(folder / "signed.pdf"))

    def run(self, *command: str) -> str:
        found = subprocess.run(  # noqa: S603 - fixed programs on files that the test made
            command, capture_output=True, text=True, check=False
        )
        return found.stdout


@pytest.mark.django_db
def test_a_real_installation_makes_no_sample_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HAIDANG_SAMPLE", False)

    with pytest.raises(signing.SigningNotAllowed):
        make_leader()


@pytest.mark.django_db
def test_enrolling_again_changes_nothing() -> None:
    assert make_leader() == make_leader()
    assert len(signing.list_keys(LEADER)) == 1


@pytest.mark.django_db
def test_revoking_again_keeps_the_first_instant() -> None:
    key = make_leader()
    signing.revoke_key(key.id, reason="Mất thiết bị", actor=TESTER)
    with clock.stopped_at(datetime(2026, 12, 1, tzinfo=UTC)):
        signing.revoke_key(key.id, reason="Nhầm", actor=TESTER)

    assert SigningKey.objects.get().revocation_reason == "Mất thiết bị"


def in_turn(pdf: bytes, *holders: signing.Holder) -> signing.SignedDocument:
    signers = [
        signing.Signer(holder=holder, field=field, idempotency_key=f"case:1:{field}")
        for holder, field in zip(holders, ("person", "agency"), strict=False)
    ]
    return signing.sign_in_turn(pdf, signers, reason="Duyệt", actor=TESTER)


@pytest.mark.django_db
class TestSignInTurn:
    def test_both_signatures_are_believed_and_recorded(self) -> None:
        make_leader()
        make_ward()

        signed = in_turn(document(), LEADER, WARD)

        report = signing.verify_document(signed.pdf)
        assert report.is_valid
        assert [check.field for check in report.signatures] == ["person", "agency"]
        records = SignatureRecord.objects.order_by("field")
        assert [record.field for record in records] == ["agency", "person"]
        assert records[1].sha256_after == records[0].sha256_before

    def test_what_was_signed_first_is_returned_again_for_another_rendering_too(self) -> None:
        make_leader()
        make_ward()
        first = in_turn(document(), LEADER, WARD)

        again = in_turn(document("6"), LEADER, WARD)

        assert again == first
        assert SignatureRecord.objects.count() == 2

    def test_all_sign_or_nobody(self) -> None:
        make_leader()

        with pytest.raises(signing.NoSigningKey):
            in_turn(document(), LEADER, WARD)

        assert not SignatureRecord.objects.exists()

    def test_a_key_is_not_used_for_another_holder(self) -> None:
        make_leader()
        make_ward()
        in_turn(document(), LEADER, WARD)

        with pytest.raises(signing.KeyReused):
            in_turn(document(), WARD, LEADER)
