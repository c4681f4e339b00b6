"""The same promises as the folder's, kept over HTTP by a stand-in for an S3 store (moto)."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pytest_django.fixtures import Settings

from haidang.adapters.files_s3 import Provider
from haidang.adapters.files_s3 import provider as module
from haidang.blocks.vault import public as vault
from haidang.blocks.vault.testing import FileStoreConformance
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable

BUCKET = "haidang-files"
SEALED = bytes(range(256)) * 40
_paths = count()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    standin = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    standin.start()
    host, port = standin.get_host_and_port()
    url = f"http://{host}:{port}"
    admin(url).create_bucket(Bucket=BUCKET)
    yield url
    standin.stop()


def admin(url: str) -> "boto3.client":
    return boto3.client(
        "s3", endpoint_url=url, region_name="us-east-1",
        aws_access_key_id="sample", aws_secret_access_key="sample-secret",  # noqa: S106 - a stand-in's
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _chosen(settings: Settings, server: str) -> None:
    use(settings, server)


def use(settings: Settings, url: str, *, bucket: str = BUCKET) -> None:
    settings.HAIDANG_S3_URL = url
    settings.HAIDANG_S3_BUCKET = bucket
    settings.HAIDANG_S3_REGION = "us-east-1"
    settings.HAIDANG_S3_KEY_ID = "sample"
    settings.HAIDANG_S3_SECRET = "sample-secret"  # noqa: S105 - a stand-in's
    settings.HAIDANG_S3_PREFIX = f"test-{next(_paths)}/"


class TestS3(FileStoreConformance):
    @pytest.fixture(autouse=True)
    def _with(self, server: str, settings: Settings) -> None:
        self.server, self.settings = server, settings

    def store(self) -> Provider:
        return Provider()

    def key(self, path: str) -> str:
        return f"{self.settings.HAIDANG_S3_PREFIX}{path}"

    def damage(self, path: str) -> None:
        admin(self.server).put_object(
            Bucket=BUCKET, Key=self.key(path), Body=b"changed", Metadata={"sha256": "0" * 64}
        )

    def test_bytes_that_were_changed_in_the_store_are_noticed_by_their_digest(self) -> None:
        store = self.store()
        store.write("2026/09/15/a", b"sealed")
        kept = {"sha256": store.digest("2026/09/15/a")}
        admin(self.server).put_object(
            Bucket=BUCKET, Key=self.key("2026/09/15/a"), Body=b"sealeD", Metadata=kept
        )

        with pytest.raises(vault.FileDamaged):
            store.read("2026/09/15/a")


def test_a_store_that_is_not_there_is_unavailable(settings: Settings) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        use(settings, f"http://127.0.0.1:{nobody.getsockname()[1]}")

        with pytest.raises(ProviderUnavailable):
            Provider().read("2026/09/15/a")


def test_a_silent_store_is_given_up_after_a_bounded_number_of_attempts(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "READ_SECONDS", 0.1)
    calls: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as silent:
        threading.Thread(target=_take_calls, args=(silent, calls), daemon=True).start()
        use(settings, f"http://127.0.0.1:{silent.getsockname()[1]}")

        with pytest.raises(ProviderUnavailable):
            Provider().write("2026/09/15/a", b"sealed")

    assert len(calls) == module.ATTEMPTS


class CutsOff(BaseHTTPRequestHandler):
    """A store whose first answers stop in the middle."""

    cuts = 0

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(SEALED)))
        self.send_header("x-amz-meta-sha256", vault.digest_of(SEALED))
        self.end_headers()
        type(self).cuts -= 1
        self.wfile.write(SEALED if type(self).cuts < 0 else SEALED[:100])
        self.close_connection = True

    def log_message(self, *_words: object) -> None:
        pass


@pytest.mark.parametrize(("cuts", "expected"), [(2, SEALED), (3, None)])
def test_what_broke_off_in_the_middle_is_read_again_so_many_times(
    settings: Settings, cuts: int, expected: bytes | None
) -> None:
    CutsOff.cuts = cuts
    with HTTPServer(("127.0.0.1", 0), CutsOff) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        use(settings, f"http://127.0.0.1:{server.server_port}")

        found = read_or_nothing("2026/09/15/a")

        server.shutdown()
    assert found == expected


def read_or_nothing(path: str) -> bytes | None:
    try:
        return Provider().read(path)
    except ProviderUnavailable:
        return None


def _take_calls(silent: socket.socket, calls: list[int]) -> None:
    held = []
    try:
        while True:
            held.append(silent.accept()[0])
            calls.append(1)
    except OSError:
        for one in held:
            one.close()


def test_a_bucket_that_does_not_exist_is_no_passing_fault(settings: Settings, server: str) -> None:
    use(settings, server, bucket="not-ours")

    with pytest.raises(ProviderRefused):
        Provider().write("2026/09/15/a", b"sealed")
