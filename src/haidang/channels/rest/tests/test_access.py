"""Every address and every role in one table; an address without a row fails."""

from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from haidang.channels.rest.api import api
from haidang.channels.rest.tests.conftest import Scene
from haidang.domain.cases.testing import SAMPLE_PDF

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "lan", "minh", "binh", "hoa", "tuan", "machine")
WITHOUT_A_SCHEMA = {("GET", "/openapi.json"), ("GET", "/docs")}


@dataclass(frozen=True, slots=True)
class Row:
    """A request and the status for each of the ROLES."""

    method: str
    address: str
    path: str
    statuses: str
    body: object = None
    upload: str = ""


EVERYBODY = "200 200 200 200 200 200 200"
NOBODY_404 = "404 404 404 404 404 404 404"
NOBODY_401 = "401 401 401 401 401 401 401"
PARTIES = "401 200 200 404 403 404 404"
PARTIES_OF_DRAFT = "401 200 200 404 404 404 404"
PARTIES_AND_OFFICERS = "401 200 200 404 200 404 404"
OFFICER_IN_CHARGE = "401 403 403 403 200 404 403"
POST_HOLDER = "401 403 403 403 200 403 403"
PEOPLE = "401 200 200 200 403 403 403"

HEADS_ONLY = "401 403 403 403 403 404 403"

BOOK = "/register?agency={centre}&since=2026-11-01&until=2026-11-30"
REASON = {"reason": "Hồ sơ không thuộc thẩm quyền."}
ITEMS = {"items": [{"text": "Bản chụp rõ nét."}]}
CASE = "/cases/{key}"
DRAFT = "/cases/{case_id}"
TABLE = (
    Row("GET", "/openapi.json", "/openapi.json", EVERYBODY),
    Row("GET", "/docs", "/docs", EVERYBODY),
    Row("GET", "/health", "/health", EVERYBODY),
    Row("GET", "/live", "/live", EVERYBODY),
    Row("GET", "/ready", "/ready", EVERYBODY),
    Row("GET", "/procedures", "/procedures?q=khai+sinh", EVERYBODY),
    Row("GET", "/procedures/suggestions", "/procedures/suggestions?q=khai", EVERYBODY),
    Row("GET", "/life-events", "/life-events", EVERYBODY),
    Row("GET", "/procedures/{code}", "/procedures/1.001193", EVERYBODY),
    Row("GET", "/procedures/{code}/form", "/procedures/1.001193/form", EVERYBODY),
    Row("GET", "/track/{number}", "/track/{submitted}", EVERYBODY),
    Row("GET", "/track/{number}/forecast", "/track/{submitted}/forecast", EVERYBODY),
    Row("GET", "/procedures/{code}/forecast", "/procedures/1.001193/forecast", EVERYBODY),
    Row("GET", "/forecasts", "/forecasts", HEADS_ONLY.replace("404", "403")),
    Row("GET", "/verify/{code}", "/verify/{code}", EVERYBODY),
    Row("POST", "/verify", "/verify", EVERYBODY, upload="file"),
    Row(
        "POST", "/tokens/officer", "/tokens/officer", NOBODY_401,
        body={"username": "nobody", "password": "sai", "otp": "000000"},
    ),
    Row("GET", "/tokens/person/start", "/tokens/person/start?provider=none", NOBODY_404),
    Row(
        "POST", "/tokens/person", "/tokens/person", NOBODY_404,
        body={"provider": "none", "code": "c", "code_verifier": "v", "nonce": "n",
              "redirect_uri": "http://localhost/"},
    ),
    Row("POST", "/payments/{provider}/notices", "/payments/vietqr/notices", NOBODY_401, body={}),
    Row(
        "POST", "/cases", "/cases", "401 201 201 201 403 403 403",
        body={"procedure": "1.001193", "unit": "11560"},
    ),
    Row("PUT", f"{DRAFT}/answers", "/cases/{draft}/answers", PARTIES_OF_DRAFT,
        body={"answers": {"copies": 1}}),
    Row("POST", f"{DRAFT}/fetch", "/cases/{draft}/fetch", PARTIES_OF_DRAFT,
        body={"service": "health.birth_notice"}),
    Row("POST", f"{DRAFT}/evidence", "/cases/{draft}/evidence", "401 201 201 404 404 404 404",
        upload="birth_notice"),
    Row("DELETE", f"{DRAFT}/evidence/{{evidence_id}}", "/cases/{draft}/evidence/{evidence}",
        "401 204 204 404 404 404 404"),
    Row("GET", f"{DRAFT}/review", "/cases/{draft}/review", PARTIES_OF_DRAFT),
    Row("POST", f"{DRAFT}/submit", "/cases/{draft}/submit", PARTIES_OF_DRAFT),
    Row("GET", "/cases", "/cases", "401 200 200 200 200 200 200"),
    Row("GET", CASE, "/cases/{submitted}", PARTIES_AND_OFFICERS),
    Row("GET", f"{CASE}/timeline", "/cases/{submitted}/timeline", PARTIES_AND_OFFICERS),
    Row("GET", f"{CASE}/payments", "/cases/{submitted}/payments", PARTIES_AND_OFFICERS),
    Row("GET", f"{CASE}/documents/{{document_id}}", "/cases/{finished}/documents/{document}",
        PARTIES_AND_OFFICERS),
    Row("GET", f"{DRAFT}/evidence/{{evidence_id}}", "/cases/{draft}/evidence/{evidence}",
        PARTIES_OF_DRAFT),
    Row("POST", f"{CASE}/accept", "/cases/{submitted}/accept", OFFICER_IN_CHARGE),
    Row("POST", f"{CASE}/reject", "/cases/{submitted}/reject", OFFICER_IN_CHARGE, body=REASON),
    Row("POST", f"{CASE}/supplement", "/cases/{submitted}/supplement", OFFICER_IN_CHARGE,
        body=ITEMS),
    Row("POST", f"{CASE}/answer", "/cases/{waiting}/answer", PARTIES, body={}),
    Row("POST", f"{CASE}/withdraw", "/cases/{submitted}/withdraw", PARTIES, body=REASON),
    Row("GET", f"{CASE}/deficiencies", "/cases/{submitted}/deficiencies", PARTIES_AND_OFFICERS),
    Row("GET", f"{CASE}/timing", "/cases/{submitted}/timing", PARTIES_AND_OFFICERS),
    Row("POST", f"{CASE}/findings", "/cases/{submitted}/findings", "401 403 403 403 201 404 403",
        body={"path": "/child_name", "text": "Thiếu dấu."}),
    Row("DELETE", f"{CASE}/findings/{{finding_id}}", "/cases/{submitted}/findings/{finding}",
        "401 403 403 403 204 404 403"),
    Row("POST", f"{CASE}/second-supplement", "/cases/{submitted}/second-supplement", HEADS_ONLY,
        body={**ITEMS, "head_reason": "Nội dung mới."}),
    Row("POST", f"{CASE}/stop", "/cases/{accepted}/stop", PARTIES, body=REASON),
    Row("POST", f"{CASE}/extend", "/cases/{accepted}/extend", HEADS_ONLY,
        body={"new_due_on": "2026-12-02", **REASON}),
    Row("POST", f"{CASE}/forward", "/cases/{held_back}/forward", OFFICER_IN_CHARGE),
    Row("POST", f"{CASE}/appointments/{{appointment}}/meet",
        "/cases/{accepted}/appointments/first/meet", "401 403 403 403 404 404 403"),
    Row("GET", f"{CASE}/control-sheet", "/cases/{accepted}/control-sheet", OFFICER_IN_CHARGE),
    Row("POST", f"{CASE}/control-sheet", "/cases/{accepted}/control-sheet",
        "401 403 403 403 201 404 403"),
    Row("GET", "/due-soon", "/due-soon", "401 403 403 403 200 200 403"),
    Row("GET", "/register", BOOK, "401 403 403 403 200 403 403"),
    Row("GET", "/register/file", BOOK.replace("?", "/file?form=csv&"),
        "401 403 403 403 200 403 403"),
    Row("GET", "/procedures/{code}/places", "/procedures/1.001193/places?unit=11560", EVERYBODY),
    Row("GET", "/me/organizations", "/me/organizations", PEOPLE),
    Row("GET", f"{CASE}/transfers", "/cases/{submitted}/transfers", PARTIES_AND_OFFICERS),
    Row("POST", f"{CASE}/transfer", "/cases/{accepted}/transfer", OFFICER_IN_CHARGE,
        body={"to_agency": "H24.165", **REASON}),
    Row("GET", f"{CASE}/consultations", "/cases/{submitted}/consultations", PARTIES_AND_OFFICERS),
    Row("POST", f"{CASE}/consultations", "/cases/{accepted}/consultations",
        "401 403 403 403 201 404 403",
        body={"agency": "H24.165", "question": "Đã đăng ký chưa?", "working_days": 3}),
    Row("GET", "/consultations", "/consultations", "401 403 403 403 200 200 403"),
    Row("POST", "/consultations/{consultation_id}", "/consultations/{draft}",
        "401 403 403 403 404 404 403", body={"answer": "agree"}),
    Row("GET", f"{CASE}/notes", "/cases/{accepted}/notes", OFFICER_IN_CHARGE),
    Row("POST", f"{CASE}/notes", "/cases/{accepted}/notes", "401 403 403 403 201 404 403",
        body={"text": "Cần xem lại."}),
    Row("GET", f"{CASE}/parts", "/cases/{submitted}/parts", PARTIES_AND_OFFICERS),
    Row("GET", f"{CASE}/deliveries", "/cases/{submitted}/deliveries", PARTIES_AND_OFFICERS),
    Row("POST", f"{CASE}/deliveries", "/cases/{submitted}/deliveries", PARTIES,
        body={"ward": "11560", "detail": "Số 1"}),
    Row("POST", f"{CASE}/parcels", "/cases/{submitted}/parcels", "401 403 403 403 201 404 403",
        body={"tracking": "EB000000001VN"}),
    Row("POST", f"{CASE}/revoke-mandate", "/cases/{submitted}/revoke-mandate",
        "401 409 403 404 403 404 404"),
    Row("POST", f"{CASE}/rate", "/cases/{finished}/rate", PARTIES, body={"stars": 5}),
    Row("GET", "/tasks", "/tasks?scope=mine", "401 403 403 403 200 200 403"),
    Row("POST", "/tasks/{task_id}/claim", "/tasks/{task}/claim", POST_HOLDER),
    Row("POST", "/tasks/{task_id}/release", "/tasks/{task}/release", POST_HOLDER),
    Row("POST", "/tasks/{task_id}/assign", "/tasks/{task}/assign", "401 403 403 403 403 403 403",
        body={"officer_id": "{officer}"}),
    Row("POST", "/tasks/{task_id}/complete", "/tasks/{task}/complete", POST_HOLDER,
        body={"action": "accept"}),
    Row("GET", "/me", "/me", "401 200 200 200 200 200 200"),
    Row("GET", "/me/accesses", "/me/accesses", PEOPLE),
    Row("GET", "/me/notices", "/me/notices", PEOPLE),
    Row("GET", "/vault", "/vault", PEOPLE),
    Row("GET", "/vault/{document_id}", "/vault/{held}", "401 200 200 404 403 403 403"),
)  # fmt: skip
CELLS = [
    (row, role, int(status))
    for row in TABLE
    for role, status in zip(ROLES, row.statuses.split(), strict=True)
]


def _name(value: object) -> str:
    return f"{value.method} {value.address}" if isinstance(value, Row) else str(value)


@pytest.mark.parametrize(("row", "role", "status"), CELLS, ids=_name)
def test_each_role_gets_what_the_table_says(
    scene: Scene, row: Row, role: str, status: int
) -> None:
    files = {}
    if row.upload:
        files = {
            "file": SimpleUploadedFile("giay.pdf", SAMPLE_PDF, "application/pdf"),
            "key": row.upload,
        }
    if row.path == "/verify":
        files.pop("key")
    body = row.body
    if isinstance(body, dict):
        body = {key: _filled(value, scene) for key, value in body.items()}

    answer = scene.call(row.method, row.path, role=role, body=body, files=files or None)

    assert answer.status_code == status, answer.content.decode()[:600]
    if status >= 400:
        assert answer["Content-Type"] == "application/problem+json"


def test_no_address_is_missing_from_the_table() -> None:
    described = {
        (method.upper(), address.removeprefix("/api"))
        for address, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }

    assert {(row.method, row.address) for row in TABLE} == described | WITHOUT_A_SCHEMA


def _filled(value: object, scene: Scene) -> object:
    return value.format(**scene.names) if isinstance(value, str) else value
