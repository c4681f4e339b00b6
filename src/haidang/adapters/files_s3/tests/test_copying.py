"""All files go from the folder to a stand-in for an S3 store, and are proved equal."""

from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pytest_django.fixtures import Settings

from haidang.blocks.identity.testing import make_lan
from haidang.blocks.vault import public as vault
from haidang.blocks.vault.models import StoredFile
from haidang.blocks.vault.testing import PDF, make_file
from haidang.kernel.actors import system
from haidang.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
SYSTEM = system("tests")
_buckets = count()
"""The stand-in remembers buckets for as long as the process lives."""


@pytest.fixture(autouse=True)
def bucket(settings: Settings, tmp_path: Path) -> "Iterator[boto3.resource]":
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings.HAIDANG_FILES_DIR = tmp_path
    settings.HAIDANG_S3_URL = f"http://{host}:{port}"
    settings.HAIDANG_S3_BUCKET = f"haidang-copies-{next(_buckets)}"
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


def copy() -> Counter[str]:
    steps = vault.copy_files(source="folder", target="s3", actor=SYSTEM)
    return Counter(step.outcome for step in steps)


def test_every_file_is_copied_and_proved(settings: Settings) -> None:
    files = [make_file() for _file in range(5)]

    assert copy() == {"copied": 5, "equal": 5}

    settings.HAIDANG_FILES_PROVIDER = "s3"
    assert vault.read_file(files[0].id, actor=SYSTEM, purpose="test") == PDF


def test_nothing_readable_leaves_the_house(bucket: "boto3.resource") -> None:
    make_file()

    copy()

    (stored,) = list(bucket.objects.all())
    assert b"%PDF" not in stored.get()["Body"].read()


def test_a_copy_that_was_broken_off_is_finished_by_the_next() -> None:
    for _file in range(5):
        make_file()
    begun = vault.copy_files(source="folder", target="s3", actor=SYSTEM)
    next(begun)
    begun.close()  # type: ignore[attr-defined]  # a generator

    found = copy()

    assert found["present"] >= 1
    assert found["present"] + found["copied"] == found["equal"] == 5


def test_a_file_that_differs_in_the_store_is_told(bucket: "boto3.resource") -> None:
    stored = make_file()
    copy()
    path = StoredFile.objects.get(pk=stored.id).path
    kept = bucket.Object(path).metadata
    bucket.put_object(Key=path, Body=b"other bytes", Metadata=kept)

    assert copy() == {"present": 1, "differs": 1}


def test_what_was_shredded_is_not_copied() -> None:
    stored = make_file()
    vault.shred_file(stored.id, reason="test", actor=SYSTEM)

    assert copy() == {}


def test_people_do_not_carry_files_about() -> None:
    with pytest.raises(NotAllowed):
        next(iter(vault.copy_files(source="folder", target="s3", actor=make_lan())))


def test_new_files_go_where_the_setting_says(
    settings: Settings, bucket: "boto3.resource", tmp_path: Path
) -> None:
    settings.HAIDANG_FILES_PROVIDER = "s3"

    stored = make_file()

    assert [each.key for each in bucket.objects.all()] == [
        StoredFile.objects.get(pk=stored.id).path
    ]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
