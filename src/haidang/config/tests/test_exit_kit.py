"""Leave with everything: another, empty installation answers as the first one did."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import connection
from pytest_django import Settings

from haidang.blocks.agencies import public as agencies
from haidang.blocks.agencies.testing import WARD_COMMITTEE
from haidang.blocks.audit import public as audit
from haidang.blocks.exchange import public as exchange
from haidang.blocks.identity import public as identity
from haidang.blocks.identity.testing import PASSWORD, totp_code
from haidang.blocks.signing import public as signing
from haidang.blocks.vault import public as vault
from haidang.config.exit_kit.export import export_kit
from haidang.config.exit_kit.loading import check_kit, import_kit
from haidang.config.exit_kit.parts import KitFaulty, Part, read_owner
from haidang.config.exit_kit.tables import LEFT_OUT, list_tables
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    BIRTH,
    MONDAY,
    World,
    finish,
    id_of,
    install_world,
    make_draft,
    make_submitted,
    providers_in_memory,
    take_step,
)
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.kernel import clock
from haidang.kernel.actors import system
from haidang.kernel.events import JSON

ACTOR = system("tests")
OTHER_KEY = "5a" * 32
NOTICE: dict[str, JSON] = {
    "found": True,
    "record": {"number": "CS-MAU-2026-0001", "child_name": "Trần Nguyễn Hải An"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """A kit of a small city, and who may open it."""

    folder: Path
    certificate: Path
    key: Path
    parts: list[Part]
    world: World
    numbers: tuple[str, ...]
    answers: dict[str, object]

    def copied(self, to: Path) -> Path:
        """Return a copy of the kit that a test may spoil."""
        for path in self.folder.rglob("*"):
            if path.is_file():
                target = to / path.relative_to(self.folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
        return to


@pytest.fixture(scope="module")
def _kit(shared_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    folder = tmp_path_factory.mktemp("kit")
    certificate, key = _owner(folder)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in providers_in_memory(NOTICE).items():
            patch.setattr(settings, name, value)
        with clock.stopped_at(MONDAY - timedelta(hours=1)):
            world = install_world()
        with clock.stopped_at(MONDAY):
            numbers = _cases(world)
            audit.seal_entries()
            answers = _questions(world, numbers)
            parts = export_kit(
                folder / "kit",
                owner=read_owner(certificate),
                signer=signing.Holder(kind="agency", code=WARD_COMMITTEE),
                actor=ACTOR,
                progress=_silent,
            )
            yield Kit(
                folder=folder / "kit", certificate=certificate, key=key, parts=parts,
                world=world, numbers=numbers, answers=answers,
            )  # fmt: skip


@pytest.fixture
def kit(_kit: Kit, db: None) -> Iterator[Kit]:
    with clock.stopped_at(MONDAY):
        yield _kit


def test_an_empty_installation_rebuilt_from_the_kit_gives_the_same_answers(
    kit: Kit, settings: Settings, tmp_path: Path
) -> None:
    _empty_everything()
    settings.HAIDANG_FIELD_KEY = OTHER_KEY
    settings.HAIDANG_FILES_DIR = tmp_path / "files"
    _forget_what_was_read()

    rows = _import(kit.folder, kit)

    assert rows == sum(part.rows for part in kit.parts if part.kind == "rows")
    assert _questions(kit.world, kit.numbers) == kit.answers
    issued = identity.exchange_password_for_token(
        username="hoa", password=PASSWORD, otp=totp_code()
    )
    assert issued.token
    number = make_submitted(applicant=kit.world.lan)
    assert number not in kit.numbers


def test_a_flipped_byte_is_refused_with_the_name_of_its_file(kit: Kit, tmp_path: Path) -> None:
    for part in (kit.parts[0], next(one for one in kit.parts if one.kind == "documents")):
        spoiled = kit.copied(tmp_path / part.kind)
        path = spoiled / part.path
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

        with pytest.raises(KitFaulty, match=re.escape(part.path)):
            _import(spoiled, kit)


def test_a_missing_an_added_and_a_forged_file_are_refused(kit: Kit, tmp_path: Path) -> None:
    missing, added, forged = (
        kit.copied(tmp_path / name) for name in ("missing", "added", "forged")
    )
    (missing / kit.parts[-1].path).unlink()
    (added / "data" / "more.jsonl").write_text("{}\n")
    manifest = (forged / "manifest.json").read_bytes()
    (forged / "manifest.json").write_bytes(manifest.replace(b"haiphong", b"haiphonG"))

    for folder, name in (
        (missing, kit.parts[-1].path),
        (added, "data/more.jsonl"),
        (forged, "manifest.json.p7s"),
    ):
        with pytest.raises(KitFaulty, match=re.escape(name)):
            check_kit(folder, roots=signing.list_trusted_roots(), progress=_silent)
    with pytest.raises(KitFaulty, match=r"manifest\.json\.p7s"):
        check_kit(kit.folder, roots=[kit.certificate.read_bytes()], progress=_silent)


def test_an_installation_with_rows_takes_no_kit(kit: Kit) -> None:
    with pytest.raises(KitFaulty, match="not empty"):
        _import(kit.folder, kit)


def test_a_kit_is_not_opened_by_somebody_else(kit: Kit, tmp_path: Path) -> None:
    _certificate, key = _owner(tmp_path)
    _empty_everything()

    with pytest.raises(KitFaulty, match="cannot be opened"):
        import_kit(
            kit.folder,
            owner=read_owner(kit.certificate, key),
            roots=signing.list_trusted_roots(),
            actor=ACTOR,
            progress=_silent,
        )


def test_a_stranger_checks_and_opens_the_kit_with_the_tool_inside(
    kit: Kit, tmp_path: Path
) -> None:
    root = tmp_path / "root.pem"
    root.write_bytes(signing.list_trusted_roots()[0])

    checked = _tool(kit.folder, "check", ".", "--root", str(root))
    opened = _tool(kit.folder, "open", ".", "--key", str(kit.key), "--to", str(tmp_path / "out"))

    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert opened.returncode == 0, opened.stdout + opened.stderr
    persons = _opened_rows(tmp_path / "out", "identity_person")
    assert "Nguyễn Thị Lan" in {row["full_name"] for row in persons}
    files = {path.stem for path in (tmp_path / "out" / "documents").iterdir()}
    stored = _opened_rows(tmp_path / "out", "vault_storedfile")
    assert files == {row["id"] for row in stored if row["shredded_at"] is None}


def test_every_row_has_exactly_the_columns_that_its_schema_describes(
    kit: Kit, tmp_path: Path
) -> None:
    _tool(kit.folder, "open", ".", "--key", str(kit.key), "--to", str(tmp_path))

    filled = {part.table for part in kit.parts if part.kind == "rows"}
    for table in filled:
        schema = json.loads((kit.folder / "schema" / f"{table}.json").read_text())
        for row in _opened_rows(tmp_path, table):
            assert row.keys() == schema["properties"].keys(), table
    assert {"cases_case", "audit_auditseal", "catalog_procedurerevision"} <= filled


def test_no_personal_number_stands_open_in_the_kit(kit: Kit) -> None:
    known = identity.get_person(id_of(kit.world.lan), actor=kit.world.lan, purpose="")
    number = known.personal_id.encode()

    for part in kit.parts:
        assert number not in (kit.folder / part.path).read_bytes(), part.path


def test_what_is_left_out_exists_and_everything_else_is_in(kit: Kit) -> None:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    kept = {table.name for table in list_tables()}

    assert LEFT_OUT.keys() <= there
    assert not LEFT_OUT.keys() & kept
    parts_of_others = {name for name in there if name.startswith("audit_auditentry_")}
    own = {"django_migrations", *LEFT_OUT}
    caches = {name for name in there - kept - own if "cache" in name}
    assert there - kept - own - parts_of_others - caches == set()


def _questions(world: World, numbers: tuple[str, ...]) -> dict[str, object]:
    """Ask through public doors what an installation is asked every day."""
    lan, hoa = world.lan, world.hoa
    number = numbers[0]
    shown = cases.get_case(number, actor=lan)
    results = [paper for paper in shown.documents if paper.signatures > 0]
    documents = vault.list_documents(id_of(lan), actor=lan)
    pdf = vault.read_document(documents[0].id, actor=lan, purpose="")
    known = identity.get_person(id_of(lan), actor=lan, purpose="")
    day = MONDAY.date()
    begin = date(day.year, day.month, 1)
    return {
        "my cases": cases.list_my_cases(actor=lan),
        "case": shown,
        "timeline": cases.timeline(number, actor=lan),
        "tracking": [cases.track(one) for one in numbers],
        "work": worklist.list_tasks(actor=hoa),
        "counts": worklist.count_tasks(actor=hoa),
        "found": cases.find_cases(actor=hoa, query="nguyen lan"),
        "register": cases.list_register(agency=WARD_COMMITTEE, actor=hoa, since=begin, until=day),
        "results": [cases.verify_result(one.verification_code) for one in results],
        "file": signing.verify_document(pdf),
        "bytes": pdf,
        "documents": documents,
        "revision": catalog.current_revision(BIRTH),
        "calendar": catalog.city_revision(settings.HAIDANG_CITY),
        "person": identity.find_person_by_personal_id(
            known.personal_id, actor=ACTOR, purpose="tests"
        ),
        "asked about": exchange.list_requests_about(personal_id=known.personal_id),
        "accesses": len(identity.list_accesses(id_of(lan), actor=lan)),
        "record": audit.list_entries(subject=number),
        "unbroken": audit.verify().faults,
        "seal": audit.find_last_seal(),
        "agency": agencies.get_agency(WARD_COMMITTEE),
        "next number": _next_number(),
    }


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency, series, period FROM agencies_numberbook ORDER BY id")
        agency, series, period = cursor.fetchone()
        cursor.execute("SAVEPOINT before_number")
        number = agencies.next_number(agency=agency, series=series, period=period)
        cursor.execute("ROLLBACK TO SAVEPOINT before_number")
    return number


def _cases(world: World) -> tuple[str, ...]:
    """Make a finished case, an accepted one, one just handed in and a draft."""
    done, begun, new = (make_submitted(applicant=world.lan) for _ in range(3))
    for number in (done, begun):
        take_step(number, action="accept", by=world.hoa)
    finish(done, world)
    make_draft(applicant=world.lan)
    return done, begun, new


def _import(folder: Path, kit: Kit) -> int:
    return import_kit(
        folder,
        owner=read_owner(kit.certificate, kit.key),
        roots=signing.list_trusted_roots(),
        actor=ACTOR,
        progress=_silent,
    )


def _empty_everything() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        names = [*(table.name for table in list_tables()), "cases_casename"]
        cursor.execute(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE")


def _forget_what_was_read() -> None:
    catalog.forget_cities()


def _tool(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "open_kit.py", *words]
    return subprocess.run(  # noqa: S603 - our own tool
        command, cwd=folder, capture_output=True, text=True, check=False
    )


def _opened_rows(folder: Path, table: str) -> list[dict[str, object]]:
    return [
        json.loads(line)
        for path in sorted((folder / "data" / table).iterdir())
        for line in path.read_text().split("\n")[:-1]
    ]


def _owner(folder: Path) -> tuple[Path, Path]:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Chủ sở hữu dữ liệu")])
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=3_650))
        .sign(key, hashes.SHA256())
    )
    (folder / "owner.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "owner-key.pem").write_bytes(plain)
    return folder / "owner.pem", folder / "owner-key.pem"


def _silent(_what: str, _number: int) -> None:
    return None
