"""Files go in as they are, come out only to whom they belong, and are shredded."""

from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from haidang.blocks.identity import public as identity
from haidang.blocks.identity.testing import (
    make_binh,
    make_hoa,
    make_lan,
    make_minh,
    make_tuan,
)
from haidang.blocks.vault import public as vault
from haidang.blocks.vault.models import StoredFile
from haidang.blocks.vault.testing import PDF, make_file, make_png
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import now, today
from haidang.kernel.errors import InvalidInput, NotAllowed
from haidang.kernel.ids import new_code

SYSTEM = system("tests")


def id_of(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.HAIDANG_FILES_DIR = tmp_path
    return tmp_path


def problems_of(content: bytes, **options: object) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        vault.store_file(content, name="x", owner=None, actor=SYSTEM, **options)  # type: ignore[arg-type]  # options of the case at hand
    return [problem.code for problem in caught.value.problems]


@pytest.mark.django_db
class TestStoreFile:
    @pytest.mark.parametrize(
        ("content", "media_type"), [(PDF, "application/pdf"), (make_png(), "image/png")]
    )
    def test_a_file_comes_back_as_it_was_with_its_hash(
        self, content: bytes, media_type: str
    ) -> None:
        lan = make_lan()

        stored = vault.store_file(BytesIO(content), name="a.bin", owner=lan.person_id, actor=lan)

        assert (stored.media_type, stored.sha256) == (media_type, sha256(content).hexdigest())
        assert vault.read_file(stored.id, actor=lan, purpose="own") == content

    def test_nothing_readable_lies_in_the_folder(self, files: Path) -> None:
        make_file()

        (path,) = [path for path in files.rglob("*") if path.is_file()]

        assert b"%PDF" not in path.read_bytes()
        assert b"Catalog" not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0

    def test_a_large_file_of_many_chunks_comes_back(self) -> None:
        content = PDF[:-6] + b"%" * 700_000 + b"\n%%EOF\n"

        stored = make_file(content=content)

        assert vault.read_file(stored.id, actor=SYSTEM, purpose="test") == content

    def test_an_empty_file_is_refused(self) -> None:
        assert problems_of(b"") == ["vault.empty_file"]

    @pytest.mark.parametrize(
        "content",
        [b"MZ\x90\x00 a program", b"<html><script>alert(1)</script></html>", b"PK\x03\x04 zip"],
    )
    def test_the_type_is_judged_by_content_not_by_name(self, content: bytes) -> None:
        assert problems_of(content) == ["vault.wrong_file_type"]

    def test_a_type_that_the_evidence_does_not_take_is_refused(self) -> None:
        assert problems_of(make_png(), allowed=["pdf"]) == ["vault.wrong_file_type"]

    def test_a_file_whose_end_is_missing_is_refused(self) -> None:
        assert problems_of(PDF[:60]) == ["vault.file_cut_off"]

    def test_a_file_over_the_limit_is_refused(self) -> None:
        content = PDF + b"%" * 1024 * 1024 + b"%%EOF"

        assert problems_of(content, max_mb=1) == ["vault.file_too_large"]

    def test_every_fault_is_told_at_once(self) -> None:
        content = b"x" * (1024 * 1024 + 1)

        assert problems_of(content, max_mb=1) == [
            "vault.file_too_large",
            "vault.wrong_file_type",
        ]

    def test_nobody_stores_for_a_stranger(self) -> None:
        lan, binh = make_lan(), make_binh()

        with pytest.raises(NotAllowed):
            vault.store_file(PDF, name="a.pdf", owner=lan.person_id, actor=binh)

    def test_a_name_loses_its_folders_and_control_signs(self) -> None:
        stored = vault.store_file(PDF, name="C:\\giấy tờ\\../a\x00b.pdf", owner=None, actor=SYSTEM)

        assert stored.name == "ab.pdf"


@pytest.mark.django_db
class TestReadFile:
    def test_the_representative_reads_and_the_owner_sees_it(self) -> None:
        lan = make_lan()
        stored = make_file(owner=lan.person_id, actor=lan)
        minh = make_minh(represents=lan)

        vault.read_file(stored.id, actor=minh, purpose="nộp thay", matter="H24-1")

        (access,) = identity.list_accesses(id_of(lan), actor=lan)
        assert (access.actor_name, access.purpose) == (minh.name, "nộp thay")

    def test_an_officer_reads_only_what_the_agency_was_let_in_to(self) -> None:
        lan, hoa, tuan = make_lan(), make_hoa(), make_tuan()
        stored = make_file(owner=lan.person_id, actor=lan)
        with pytest.raises(NotAllowed):
            vault.read_file(stored.id, actor=hoa, purpose="case")

        vault.share_files([stored.id], agency="H24.182", matter="H24-1", actor=lan)

        assert vault.read_file(stored.id, actor=hoa, purpose="case") == PDF
        with pytest.raises(NotAllowed):
            vault.read_file(stored.id, actor=tuan, purpose="curiosity")

    def test_a_share_ends_with_its_time(self) -> None:
        lan, hoa = make_lan(), make_hoa()
        stored = make_file(owner=lan.person_id, actor=lan)

        vault.share_files(
            [stored.id], agency="H24.182", matter="x", actor=lan, until_at=now() - timedelta(1)
        )

        with pytest.raises(NotAllowed):
            vault.read_file(stored.id, actor=hoa, purpose="case")

    def test_a_stranger_does_not_even_learn_that_a_file_exists(self) -> None:
        stored = make_file(owner=make_lan().person_id)

        with pytest.raises(vault.FileUnknown):
            vault.get_file(stored.id, actor=make_binh())

    def test_a_stranger_cannot_pass_a_file_on(self) -> None:
        stored = make_file(owner=make_lan().person_id)

        with pytest.raises(NotAllowed):
            vault.share_files([stored.id], agency="H24.182", matter="x", actor=make_binh())

    def test_one_changed_byte_on_the_disk_is_noticed(self, files: Path) -> None:
        stored = make_file()
        (path,) = [path for path in files.rglob("*") if path.is_file()]
        sealed = bytearray(path.read_bytes())
        sealed[40] ^= 1
        path.write_bytes(bytes(sealed))

        with pytest.raises(vault.FileDamaged):
            vault.read_file(stored.id, actor=SYSTEM, purpose="test")

    def test_a_file_of_which_the_end_was_cut_off_is_noticed(self, files: Path) -> None:
        stored = make_file(content=PDF[:-6] + b"%" * 600_000 + b"\n%%EOF\n")
        (path,) = [path for path in files.rglob("*") if path.is_file()]
        path.write_bytes(path.read_bytes()[: 11 + 2 * (256 * 1024 + 16)])

        with pytest.raises(vault.FileDamaged):
            vault.read_file(stored.id, actor=SYSTEM, purpose="test")


class TestShred:
    @pytest.mark.django_db(transaction=True)
    def test_a_shredded_file_is_gone_from_the_disk_and_its_key_forgotten(
        self, files: Path
    ) -> None:
        stored = make_file()

        vault.shred_file(stored.id, reason="retention", actor=SYSTEM)

        assert [path for path in files.rglob("*") if path.is_file()] == []
        assert StoredFile.objects.get(pk=stored.id).sealed_key is None
        with pytest.raises(vault.FileShreddedError):
            vault.read_file(stored.id, actor=SYSTEM, purpose="test")

    @pytest.mark.django_db
    def test_only_what_need_not_be_kept_is_shredded(self) -> None:
        kept = vault.store_file(PDF, name="a.pdf", owner=None, actor=SYSTEM, retain_until=today())
        vault.store_file(
            PDF, name="b.pdf", owner=None, actor=SYSTEM, retain_until=date(2020, 1, 1)
        )

        count = vault.shred_expired(actor=SYSTEM)

        assert count == 1
        assert vault.get_file(kept.id, actor=SYSTEM).shredded_at is None

    @pytest.mark.django_db
    def test_the_owner_cannot_shred(self) -> None:
        lan = make_lan()
        stored = make_file(owner=lan.person_id, actor=lan)

        with pytest.raises(NotAllowed):
            vault.shred_file(stored.id, reason="x", actor=lan)


@pytest.mark.django_db
class TestDocuments:
    def test_a_result_becomes_the_persons_and_is_listed(self) -> None:
        lan = make_lan()

        made = put(lan)

        (listed,) = vault.list_documents(id_of(lan), actor=lan)
        assert listed == made
        assert vault.read_document(made.id, actor=lan, purpose="own") == PDF

    def test_the_same_key_deposits_once(self) -> None:
        lan = make_lan()

        first, second = put(lan), put(lan)

        assert first.id == second.id
        assert len(vault.list_documents(id_of(lan), actor=lan)) == 1

    def test_a_key_of_somebody_else_is_refused(self) -> None:
        put(make_lan())

        with pytest.raises(vault.KeyUsedTwice):
            put(make_binh())

    def test_the_code_on_the_paper_finds_it_however_it_is_typed(self) -> None:
        code = new_code(12)
        made = put(make_lan(), code=code)

        found = vault.find_by_verification_code(f"{code[:4]}-{code[4:8]} {code[8:]}".lower())

        assert found == made
        assert vault.find_by_verification_code("ABCDEFGH2345") is None

    def test_a_revoked_document_stays_and_says_so(self) -> None:
        lan = make_lan()
        made = put(lan)

        vault.revoke_document(made.id, reason="cấp sai", actor=SYSTEM)

        found = vault.get_document(made.id, actor=lan)
        assert found.revoked_reason == "cấp sai"
        assert not found.is_valid_on(today())

    def test_a_stranger_sees_no_documents_and_people_deposit_none(self) -> None:
        lan = make_lan()
        put(lan)

        with pytest.raises(NotAllowed):
            vault.list_documents(id_of(lan), actor=make_binh())
        with pytest.raises(NotAllowed):
            put(lan, actor=lan)


def put(person: Actor, *, code: str = "", actor: Actor = SYSTEM) -> vault.DocumentSummary:
    return vault.deposit(
        person_id=id_of(person),
        title={"vi": "Giấy khai sinh", "en": "Birth certificate"},
        kind="KQ.G15.000031",
        file_id=make_file().id,
        issued_at=now(),
        issued_by="H24.182",
        case_number="H24-1",
        verification_code=code,
        idempotency_key="case:1:result",
        actor=actor,
    )
