"""What a case is made of, each alone: a page, a signature, a commit, a statement, plain Python.

The figures are milliseconds of CPU, so that other work on the machine counts little. Those of the
database are what its own process took, where the machine tells it (Linux, the same machine).
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import psycopg

from bench.documents import AT, OPENS, SUBJECT, make_receipt
from haidang.adapters.signing_pkcs12.authority import create_sample_authority
from haidang.adapters.signing_pkcs12.client import Provider
from haidang.adapters.signing_pkcs12.settings import Pkcs12Settings
from haidang.engines.documents.testing import FONTS
from haidang.engines.signatures import Credential, Stamp, sign

ROUNDS: Final = 40
_TICKS: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100

Cost = tuple[float, float]
"""Milliseconds of CPU: of this process, and of the database's process for it."""


def database_cpu(connection: psycopg.Connection[object]) -> float:
    """Return the seconds of CPU that the database took for a connection; 0 when not known."""
    told = Path(f"/proc/{connection.info.backend_pid}/stat")
    if not told.exists():
        return 0.0
    fields = told.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def measure_all() -> dict[str, Cost]:
    """Return the cost of each primitive by its name."""
    found = {
        "page": (_own(lambda: make_receipt(1)), 0.0),
        "signature": (_signature(), 0.0),
        "python": (_own(_count_to_a_million, rounds=5), 0.0),
    }
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:  # noqa: TID251 - set by own_city
        connection.execute("CREATE TABLE IF NOT EXISTS bench_raw (id bigserial, text text)")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS bench_kept (id bigint PRIMARY KEY, text text)"
        )
        connection.execute("INSERT INTO bench_kept VALUES (1, 'x') ON CONFLICT DO NOTHING")
        one = "INSERT INTO bench_raw (text) VALUES (%s)"
        look = "SELECT id, text FROM bench_kept WHERE id = %s"
        found["commit"] = _both(connection, lambda: connection.execute(one, ["một dòng"]))
        found["statement"] = _both(connection, lambda: connection.execute(look, [1]).fetchone())
    return found


def _signature() -> float:
    with tempfile.TemporaryDirectory() as folder:
        create_sample_authority(Path(folder), password=OPENS, at=AT, subjects=[SUBJECT])
        provider = Provider(Pkcs12Settings(folder=Path(folder), password=OPENS))
        credential = Credential(
            certificates=provider.read_certificates(key_reference="hoa"),
            sign_bytes=lambda data: provider.sign_bytes(data, key_reference="hoa"),
        )
        pdf = make_receipt(0).pdf
        seconds = iter(range(1_000_000))

        def put() -> bytes:
            at = AT.replace(second=next(seconds) % 60)
            stamp = Stamp(kind="person", name="Đỗ Thị Hoa", at=at)
            return sign(pdf, field="officer", credential=credential, stamp=stamp, fonts=FONTS)

        return _own(put)


def _own(act: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    act()
    began = time.process_time()
    for _ in range(rounds):
        act()
    return (time.process_time() - began) * 1000 / rounds


def _both(connection: psycopg.Connection[object], act: Callable[[], object]) -> Cost:
    rounds = ROUNDS * 50
    act()
    began, before = time.process_time(), database_cpu(connection)
    for _ in range(rounds):
        act()
    theirs = database_cpu(connection) - before
    return (time.process_time() - began) * 1000 / rounds, theirs * 1000 / rounds


def _count_to_a_million() -> int:
    total = 0
    for number in range(1_000_000):
        total += number
    return total


def table_of(found: dict[str, Cost]) -> str:
    """Return the table of the primitives."""
    names = {
        "page": "a page of Mẫu 01 rendered (PDF/A-2b)",
        "signature": "a signature (PAdES B-B, RSA-2048, mark)",
        "commit": "a plain row inserted and committed",
        "statement": "a plain row read by its key",
        "python": "plain Python counts to a million",
    }
    lines = [f"{'primitives, ms of CPU':<42}{'Python':>9}{'database':>10}"]
    for name, words in names.items():
        ours, theirs = found[name]
        lines.append(f"{words:<42}{ours:>9.2f}{theirs:>10.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table_of(measure_all()) + "\n")
