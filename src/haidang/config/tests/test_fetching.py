"""Files in object storage are in the backup too, sealed, and a restore opens them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pytest_django.fixtures import Settings

from haidang.blocks.vault import public as vault
from haidang.blocks.vault.models import StoredFile
from haidang.blocks.vault.testing import PDF, make_file
from haidang.config.backup.fetching import ACTOR, Fetcher
from haidang.config.backup.files import copier
from haidang.config.backup.settle import forget_shredded, settle
from haidang.config.backup.store import Store
from haidang.config.env import read_environment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bucket(settings: Settings, tmp_path: Path) -> "Iterator[boto3.resource]":
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings.HAIDANG_FILES_DIR = tmp_path / "files"
    settings.HAIDANG_FILES_PROVIDER = "s3"
    settings.HAIDANG_S3_URL = f"http://{host}:{port}"
    settings.HAIDANG_S3_BUCKET = f"haidang-{tmp_path.name.replace('_', '-')[:40]}"
    settings.HAIDANG_S3_KEY_ID = "sample"
    settings.HAIDANG_S3_SECRET = "sample-secret"  # noqa: S105 - a stand-in's
    vault.forget_stores()
    store = boto3.resource(
        "s3", endpoint_url=settings.HAIDANG_S3_URL, region_name="us-east-1",
        aws_access_key_id="sample", aws_secret_access_key="sample-secret",  # noqa: S106 - a stand-in's
    )  # fmt: skip
    yield store.create_bucket(Bucket=settings.HAIDANG_S3_BUCKET)
    server.stop()
    vault.forget_stores()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "backup")
    made.prepare()
    return made


def test_the_settings_say_where_files_are_copied_from(tmp_path: Path) -> None:
    env = replace(read_environment(), files_provider="s3")

    assert isinstance(copier(env, tmp_path), Fetcher)


def test_files_are_fetched_sealed_each_once_and_opened_after_a_restore(
    store: Store, settings: Settings
) -> None:
    make_file()
    fetcher = Fetcher(store.files)
    first = fetcher.copy_new()
    make_file()

    second = fetcher.copy_new()

    assert (first, second, fetcher.copy_new()) == (1, 1, 0)
    kept = [store.files / path for path in vault.list_paths(actor=ACTOR)]
    assert not any(PDF in path.read_bytes() for path in kept)
    settings.HAIDANG_FILES_PROVIDER, settings.HAIDANG_FILES_DIR = "folder", store.files
    settled = settle(store)
    assert (settled.files, settled.damaged, settled.holds) == (2, (), True)


def test_what_the_storage_lost_is_told_and_the_others_are_kept(
    store: Store, bucket: "boto3.resource", caplog: pytest.LogCaptureFixture
) -> None:
    lost, kept = make_file(), make_file()
    path = StoredFile.objects.get(pk=lost.id).path
    (item,) = (item for item in bucket.objects.all() if item.key.endswith(path))
    item.delete()

    fetched = Fetcher(store.files).copy_new()

    assert fetched == 1
    assert path in caplog.text
    assert (store.files / StoredFile.objects.get(pk=kept.id).path).exists()


def test_what_was_shredded_leaves_the_backup(store: Store) -> None:
    stored = make_file()
    Fetcher(store.files).copy_new()
    vault.shred_file(stored.id, reason="test", actor=ACTOR)

    assert forget_shredded(store) == 1
    assert Fetcher(store.files).copy_new() == 0
