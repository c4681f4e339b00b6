"""A backup counts when it is whole; a restore comes back to the instant, table by table."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from haidang.config.backup import files, keys
from haidang.config.backup.drill import drill
from haidang.config.backup.restore import restore
from haidang.config.backup.server import BackupError
from haidang.config.backup.store import (
    Manifest,
    Store,
    choose_backup,
    digest_of,
    find_damage,
    list_backups,
    prune,
    write_manifest,
)

RIGHT = "four words of chance"
NOON = datetime(2026, 9, 15, 5, 0, tzinfo=UTC)


def keep(store: Store, *, ended_at: datetime, finished: bool = True) -> Manifest:
    label = f"{ended_at:%Y%m%dT%H%M%SZ}"
    folder = store.base(label) if finished else store.partial(label)
    folder.mkdir(parents=True)
    (folder / "base.tar.gz").write_bytes(b"cluster")
    manifest = Manifest(
        label=label, started_at=ended_at, ended_at=ended_at, server_version=180006,
        system_identifier="1", timeline=1, start_lsn="0/2000028", end_lsn="0/2000120",
        database="haidang", platform="0.1.0", migrations={"cases": "0006_lists"}, files=0,
        file_bytes=0, sizes={"base.tar.gz": 7},
        digests={"base.tar.gz": digest_of(folder / "base.tar.gz")},
    )  # fmt: skip
    write_manifest(folder, manifest)
    return manifest


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "backup")


class TestTheFolder:
    def test_a_manifest_comes_back_as_it_was(self, store: Store) -> None:
        written = keep(store, ended_at=NOON)

        assert list_backups(store) == [written]
        assert written.major == "18"

    def test_a_backup_that_was_not_finished_does_not_count(self, store: Store) -> None:
        keep(store, ended_at=NOON, finished=False)

        assert list_backups(store) == []

    def test_the_newest_backup_before_the_instant_is_chosen(self, store: Store) -> None:
        for hours in (0, 24, 48):
            keep(store, ended_at=NOON + timedelta(hours=hours))

        chosen = choose_backup(store, NOON + timedelta(hours=30))

        assert chosen.ended_at == NOON + timedelta(hours=24)

    def test_before_the_oldest_backup_nothing_can_be_restored(self, store: Store) -> None:
        keep(store, ended_at=NOON)

        with pytest.raises(BackupError, match="nothing before that"):
            choose_backup(store, NOON - timedelta(seconds=1))

    def test_pruning_keeps_the_newest_and_the_log_that_it_needs(self, store: Store) -> None:
        keep(store, ended_at=NOON)
        newest = keep(store, ended_at=NOON + timedelta(days=1))
        store.wal.mkdir()
        for name in ("000000010000000000000001", "000000010000000000000002", "00000002.history"):
            (store.wal / name).touch()

        removed = prune(store, keep=1)

        assert list_backups(store) == [newest]
        assert removed == ["20260915T050000Z", "000000010000000000000001"]

    def test_one_changed_byte_is_noticed(self, store: Store) -> None:
        manifest = keep(store, ended_at=NOON)
        (store.base(manifest.label) / "base.tar.gz").write_bytes(b"clusteR")

        assert len(find_damage(store, manifest)) == 1

    def test_a_damaged_backup_is_not_restored(self, store: Store, tmp_path: Path) -> None:
        manifest = keep(store, ended_at=NOON)
        (store.base(manifest.label) / "base.tar.gz").unlink()

        with pytest.raises(BackupError, match="damaged"):
            restore(store, tmp_path / "new", at=None, passphrase="")

        assert not (tmp_path / "new").exists()


class TestFiles:
    def test_what_is_new_follows_and_what_rests_is_left_alone(self, tmp_path: Path) -> None:
        source, target = tmp_path / "files", tmp_path / "kept"
        (source / "2026/09/15").mkdir(parents=True)
        (source / "2026/09/15/a").write_bytes(b"a")
        follower = files.Follower(source, target)
        first = follower.copy_new()
        (source / "2026/09/15/b").write_bytes(b"bb")

        second = follower.copy_new()

        assert (first, second, follower.copy_new()) == (1, 1, 0)
        assert files.measure(target) == (2, 3)

    def test_a_file_that_is_being_copied_is_not_measured_yet(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"whole")
        (tmp_path / ".b.partial").write_bytes(b"ha")

        assert files.measure(tmp_path) == (1, 5)

    def test_a_file_that_was_still_being_written_is_copied_again(self, tmp_path: Path) -> None:
        source, target = tmp_path / "files", tmp_path / "kept"
        source.mkdir()
        (source / "a").write_bytes(b"half")
        follower = files.Follower(source, target)
        follower.copy_new()
        (source / "a").write_bytes(b"the whole")

        follower.copy_new()

        assert (target / "a").read_bytes() == b"the whole"


class TestKeys:
    def test_keys_come_back_under_their_passphrase_only(self, tmp_path: Path) -> None:
        (tmp_path / "data/secrets").mkdir(parents=True)
        (tmp_path / "data/secrets/field_key").write_text("0f" * 32)

        sealed = keys.seal_keys(tmp_path / "data", passphrase=RIGHT)

        assert b"0f0f" not in sealed
        with pytest.raises(BackupError, match="do not open"):
            keys.unseal_keys(sealed, passphrase=RIGHT[1:], into=tmp_path / "new")
        keys.unseal_keys(sealed, passphrase=RIGHT, into=tmp_path / "new")
        assert (tmp_path / "new/secrets/field_key").read_text() == "0f" * 32


@pytest.mark.slow
@pytest.mark.running_clock
def test_what_was_destroyed_comes_back_to_the_instant_table_by_table() -> None:
    report = drill(seconds=1, writers=1, seeded=False, command=())

    instant, latest = report.returns
    assert (instant.wrong, latest.wrong) == ([], [])
    assert report.passed
    assert 20 < instant.expected.rows < latest.expected.rows
    assert "0 damaged" in instant.words
    assert "0 faults" in instant.words
