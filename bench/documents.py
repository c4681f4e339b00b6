"""Measure what a document costs: a page rendered, a signature made, a document verified.

Run ``python -m bench.documents`` from the root of the checkout; figures are the median, one
core, in milliseconds.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from haidang.adapters.signing_pkcs12.authority import Subject, create_sample_authority
from haidang.adapters.signing_pkcs12.client import Provider
from haidang.adapters.signing_pkcs12.settings import Pkcs12Settings
from haidang.engines.documents import RenderedDocument, form_template, render
from haidang.engines.documents.testing import FONTS
from haidang.engines.signatures import Credential, Stamp, check_signatures, sign

AT: Final = datetime(2026, 11, 23, 8, 20, tzinfo=UTC)
OPENS: Final = "bench"
SUBJECT: Final = Subject(kind="person", code="hoa", name="Đỗ Thị Hoa", reference="hoa")


def main(rounds: int = 30) -> None:
    """Print a table of steps and their milliseconds."""
    rows = [("Mẫu 01, one page, PDF/A-2b", measure(make_receipt, rounds=rounds))]
    pages = make_book(500).pages
    rows.append(
        (f"sổ theo dõi, a page of {pages}", measure(lambda: make_book(500), rounds=5) / pages)
    )
    for algorithm in ("rsa", "ec"):
        rows.extend(_signatures(algorithm == "rsa", rounds=rounds))
    for name, milliseconds in rows:
        sys.stdout.write(f"{name:<44}{milliseconds:>9.1f} ms\n")


def _signatures(is_rsa: bool, *, rounds: int) -> list[tuple[str, float]]:  # noqa: FBT001 - one private caller
    name = "RSA-2048" if is_rsa else "P-256"
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder)
        authority = create_sample_authority(
            keys, password=OPENS, at=AT, subjects=[SUBJECT], algorithm="rsa" if is_rsa else "ec"
        )
        provider = Provider(Pkcs12Settings(folder=keys, password=OPENS))
        credential = Credential(
            certificates=provider.read_certificates(key_reference="hoa"),
            sign_bytes=lambda data: provider.sign_bytes(data, key_reference="hoa"),
        )
        roots = [authority.root_pem.read_bytes()]
        pdf = make_receipt(0).pdf
        count = iter(range(1_000_000))

        def put() -> bytes:
            at = AT.replace(microsecond=0, second=next(count) % 60)
            stamp = Stamp(kind="person", name="Đỗ Thị Hoa", at=at)
            return sign(pdf, field="officer", credential=credential, stamp=stamp, fonts=FONTS)

        signed = put()
        return [
            (f"signature {name}, stamp drawn", measure(put, rounds=rounds)),
            (
                f"verification {name}",
                measure(lambda: check_signatures(signed, roots=roots, at=AT), rounds=rounds),
            ),
        ]


def make_receipt(number: int = 1) -> RenderedDocument:
    """Render Mẫu 01 with sample data."""
    data = {
        "agency": "Trung tâm Phục vụ hành chính công",
        "place": "Hải Phòng",
        "issued_on": "2026-11-23",
        "number": number,
        "sample": True,
        "case": {"number": f"H24.182-261123-{number:04}", "content": "Đăng ký khai sinh"},
        "applicant": {"name": "Nguyễn Thị Lan", "id": "031194000001"},
        "verify_url": f"https://haidang.example/kiem-tra/{number}",
    }
    return render(form_template("mau_01"), data, fonts=FONTS, made_at=AT)


def make_book(cases: int) -> RenderedDocument:
    """Render the book of cases with many rows."""
    row = {"procedure": "Đăng ký khai sinh", "applicant": "Nguyễn Thị Lan"}
    rows = [{**row, "case_number": f"H24.182-261123-{number:04}"} for number in range(cases)]
    return render(form_template("so_theo_doi"), {"rows": rows}, fonts=FONTS, made_at=AT)


def measure(act: Callable[[], object], *, rounds: int) -> float:
    """Return the median of the milliseconds that an act takes, after one round to warm up."""
    act()
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
