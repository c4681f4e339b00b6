from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from haidang.blocks.audit import public as audit
from haidang.domain.catalog import public as catalog
from haidang.domain.catalog.models import CityRevision, Procedure, ProcedureRevision
from haidang.engines import packages
from haidang.kernel.actors import system

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

ACTOR = system("tests")
BIRTH = "1.001193"
Procedures = tuple[packages.ProcedurePackage, ...]


@pytest.fixture
def birth(procedures: Procedures) -> packages.ProcedurePackage:
    return next(package for package in procedures if package.code == BIRTH)


def changed(package: packages.ProcedurePackage) -> packages.ProcedurePackage:
    """Return the package with another line in its README, as an author would save it."""
    files = {**package.files, "README.md": package.files["README.md"] + b"\nMore.\n"}
    return replace(package, files=files, content_hash=packages.hash_files(files))


def city_files(city: str) -> dict[str, bytes]:
    root: Path = settings.HAIDANG_CONTENT_DIR
    return dict(packages.read_files(root / "cities" / city))


class TestPublishProcedure:
    def test_the_six_procedures_are_published_as_their_first_revision(self) -> None:
        listed = catalog.list_procedures()

        codes = [row.code for row in listed]
        assert codes == sorted(codes)
        assert set(codes) >= {BIRTH, "1.000656", "1.001612", "1.004873", "2.000635", "3.000347"}
        assert {row.revision for row in listed} == {1}

    def test_the_same_content_is_no_change(self, birth: packages.ProcedurePackage) -> None:
        before = catalog.current_revision(BIRTH)

        assert catalog.publish_procedure(birth, actor=ACTOR) == 1
        assert catalog.current_revision(BIRTH).id == before.id
        assert len(audit.list_entries(subject=BIRTH)) == 1

    def test_changed_content_is_the_next_revision(self, birth: packages.ProcedurePackage) -> None:
        before = catalog.current_revision(BIRTH)

        assert catalog.publish_procedure(changed(birth), actor=ACTOR) == 2

        after = catalog.current_revision(BIRTH)
        assert (after.number, after.content_hash) == (2, changed(birth).content_hash)
        assert catalog.get_revision(before.id).number == 1

    def test_both_revisions_can_be_read_as_they_were(
        self, birth: packages.ProcedurePackage
    ) -> None:
        before = catalog.current_revision(BIRTH)
        catalog.publish_procedure(changed(birth), actor=ACTOR)
        after = catalog.current_revision(BIRTH)

        assert before.package.files == birth.files
        assert after.package.files == changed(birth).files
        assert catalog.get_revision(before.id).package.process == before.package.process

    def test_publishing_is_written_down(self, birth: packages.ProcedurePackage) -> None:
        catalog.publish_procedure(changed(birth), actor=ACTOR)

        last = audit.list_entries(subject=BIRTH)[-1]
        assert (last.code, last.actor_id) == ("catalog.procedure_published", ACTOR.id)
        assert last.facts["number"] == 2


class TestPublishCity:
    def test_the_same_files_are_no_change(self) -> None:
        assert catalog.publish_city("haiphong", city_files("haiphong"), actor=ACTOR) == 1
        assert len(audit.list_entries(subject="haiphong")) == 1

    def test_changed_files_are_the_next_revision_and_are_read_at_once(self) -> None:
        assert catalog.short_name("haiphong") == "Hải Phòng"
        files = city_files("haiphong")
        files["manifest.yaml"] = files["manifest.yaml"].replace(
            "Hải Phòng".encode(), "Hải Phòng Mới".encode()
        )

        assert catalog.publish_city("haiphong", files, actor=ACTOR) == 2
        assert catalog.short_name("haiphong") == "Hải Phòng Mới"


class TestTheTablesRefuseChange:
    """What was published stays, whatever a programmer tries."""

    def test_a_procedures_revision_is_not_changed(self) -> None:
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            ProcedureRevision.objects.filter(procedure=BIRTH).update(content={})

    def test_a_procedures_revision_is_not_deleted(self) -> None:
        Procedure.objects.filter(pk=BIRTH).update(current=None)

        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            ProcedureRevision.objects.filter(procedure=BIRTH).delete()

    def test_a_citys_revision_is_neither_changed_nor_deleted(self) -> None:
        rows = CityRevision.objects.filter(city="haiphong")

        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            rows.update(content_hash="0")
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            rows.delete()

    def test_a_number_is_given_once(self) -> None:
        twin = ProcedureRevision(
            procedure_id=BIRTH, number=1, content={}, content_hash="0", published_by="tests"
        )

        with pytest.raises(IntegrityError, match="catalog_revision_once"), transaction.atomic():
            twin.save(force_insert=True)

    def test_rows_say_what_they_are(self) -> None:
        procedure = Procedure.objects.get(pk=BIRTH)

        assert str(procedure) == f"{BIRTH} {procedure.name_vi}"
        assert str(procedure.revisions.get()) == f"{BIRTH} r1"
        assert str(CityRevision.objects.get(city="haiphong")) == "haiphong r1"
