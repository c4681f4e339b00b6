"""A restored installation is checked from within; what was shredded stays shredded."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from haidang.blocks.vault import public as vault
from haidang.blocks.vault.testing import make_file
from haidang.config.backup.settle import ACTOR, forget_shredded, settle
from haidang.config.backup.store import Store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.HAIDANG_FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "backup")
    made.prepare()
    return made


def test_what_was_shredded_since_is_shredded_again(store: Store) -> None:
    stored = make_file()
    (store.root / "shredded.txt").write_text(f"{stored.id}\n", encoding="ascii")

    settled = settle(store)

    assert (settled.shredded_again, settled.files, settled.holds) == (1, 0, True)
    with pytest.raises(vault.FileShreddedError):
        vault.read_file(stored.id, actor=ACTOR, purpose="test")


def test_a_backup_forgets_what_was_shredded(store: Store) -> None:
    stored = make_file()
    path = next(vault.list_paths(actor=ACTOR))
    (store.files / path).parent.mkdir(parents=True)
    (store.files / path).write_bytes(b"sealed")
    vault.shred_file(stored.id, reason="retention", actor=ACTOR)

    removed = forget_shredded(store)

    assert removed == 1
    assert not (store.files / path).exists()
    assert str(stored.id) in (store.root / "shredded.txt").read_text(encoding="ascii")


def test_a_file_that_does_not_open_is_told(store: Store, files: Path) -> None:
    make_file()
    path = next(vault.list_paths(actor=ACTOR))
    (files / path).write_bytes(b"something else")

    settled = settle(store)

    assert settled.damaged == (path,)
    assert not settled.holds


def test_files_of_later_acts_are_removed(store: Store, files: Path) -> None:
    make_file()
    (files / "2026").mkdir(exist_ok=True)
    (files / "2026" / "later").write_bytes(b"of a row that is not there")

    settled = settle(store)

    assert (settled.removed, settled.files) == (1, 1)
