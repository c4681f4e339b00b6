"""How the tests of the counter sign in and send what a counter sends."""

from collections.abc import Mapping
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import resolve

from haidang.blocks.agencies.testing import WARD
from haidang.blocks.identity.testing import PASSWORD, totp_code
from haidang.domain.cases.public import EvidenceView
from haidang.domain.cases.testing import BIRTH, scenario_answers

INTAKE = "/ban-lam-viec/tiep-nhan-truc-tiep/"
CARD = "031194000001|123456789|Nguyễn Thị Lan|12051994|Nữ|Thuỷ Nguyên, Hải Phòng|01012022"
NEWCOMER = "031060000901|123456789|Trần Văn Cũ|01021960|Nam|Thuỷ Nguyên, Hải Phòng|01012022"


def signed_in(code: str) -> Client:
    """Return the browser of an officer who gave both factors."""
    client = Client()
    first = client.post("/tai-khoan/login/", {"login": code, "password": PASSWORD})
    client.post(first["Location"], {"code": totp_code()})
    return client


def begin(client: Client, *, card: str = CARD, procedure: str = BIRTH) -> UUID:
    """Begin an intake by a scanned card; return the draft."""
    answer = client.post(
        INTAKE, {"card": card, "procedure": procedure, "unit": WARD, "_do": "begin"}
    )
    assert answer.status_code == 302, answer.context["page"].faults
    found: UUID = resolve(answer["Location"]).kwargs["draft_id"]
    return found


def flat(answers: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Return answers as a browser sends them."""
    sent: dict[str, str] = {}
    for key, value in answers.items():
        name = f"{prefix}{key}"
        match value:
            case bool():
                sent[name] = "true" if value else "false"
            case dict():
                sent |= flat(value, f"{name}.")
            case list():
                for place, row in enumerate(value):
                    sent |= flat(row, f"{name}.{place}.")
            case str() if len(value) == 10 and value[4] == value[7] == "-":
                sent |= _date(name, value)
            case _:
                sent[name] = str(value)
    return sent


def filled(**more: object) -> dict[str, object]:
    """Return the whole form of a birth as a browser sends it."""
    return {**flat(scenario_answers(BIRTH, "on-time")), **more}


def upload(content: bytes, name: str = "quet.pdf") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content, "application/octet-stream")


def words_of(answer: HttpResponseBase) -> str:
    """Return the page as text."""
    return bytes(getattr(answer, "content", b"")).decode()


def paper_of(evidence: EvidenceView) -> Mapping[str, object]:
    """Return what is known of the paper behind a scan."""
    paper = evidence.content["paper"]
    assert isinstance(paper, dict)
    return paper


def _date(name: str, value: str) -> dict[str, str]:
    year, month, day = value.split("-")
    return {f"{name}.day": day, f"{name}.month": month, f"{name}.year": year}
