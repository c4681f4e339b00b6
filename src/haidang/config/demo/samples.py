"""What the check types and uploads: sample data, labelled so."""

from datetime import date, timedelta
from typing import Final

from haidang.config.demo.visitors import JSON

WARD: Final = "11560"
HOME: Final[dict[str, JSON]] = {"province": "31", "ward": WARD, "detail": "Số 12, tổ dân phố 3"}


def birth_answers(today: date) -> dict[str, JSON]:
    """Return right answers of 1.001193: a child born two weeks ago, no copies, no fee."""
    return {
        "declarant_name": "Nguyễn Thị Lan",
        "declarant_personal_id": "031194000001",
        "declarant_residence": HOME,
        "declarant_phone": "0900000001",
        "declarant_relation": "mother",
        "birth_case": "ordinary",
        "birth_proof": "notice_data",
        "birth_notice_number": "CS-MAU-2026-0001",
        "child_name": "Trần Nguyễn Hải An",
        "child_born_on": (today - timedelta(days=14)).isoformat(),
        "child_sex": "female",
        "child_ethnicity": "01",
        "child_nationality": "VN",
        "child_hometown": {"province": "31", "ward": WARD},
        "child_birth_place": "Bệnh viện Phụ sản Hải Phòng (dữ liệu mẫu)",
        "child_birth_address": {"province": "31", "ward": "11383"},
        "mother_known": True,
        "mother_name": "Nguyễn Thị Lan",
        "mother_personal_id": "031194000001",
        "mother_born_on": "1994-05-12",
        "mother_ethnicity": "01",
        "mother_nationality": "VN",
        "mother_residence": HOME,
        "father_known": True,
        "father_name": "Trần Văn Minh",
        "father_personal_id": "031090000002",
        "father_born_on": "1990-09-03",
        "father_ethnicity": "01",
        "father_nationality": "VN",
        "father_residence": HOME,
        "parents_married": True,
        "copies": 0,
        "receive_by": "vault",
        "truth": True,
    }


def two_mistakes(today: date) -> dict[str, JSON]:
    """Return what makes the answers wrong twice: born in the future, no mother's name."""
    return {"child_born_on": (today + timedelta(days=14)).isoformat(), "mother_name": None}


EXTRACT_ANSWERS: Final[dict[str, JSON]] = {
    "requester_name": "Nguyễn Thị Lan",
    "requester_personal_id": "031194000001",
    "requester_residence": HOME,
    "requester_phone": "0900000001",
    "requester_relation": "self",
    "extract_kind": "birth",
    "subject_name": "Nguyễn Thị Lan",
    "subject_personal_id": "031194000001",
    "subject_born_on": "1994-05-12",
    "copies": 0,
    "receive_by": "vault",
    "truth": True,
}


def business_answers(name: str) -> dict[str, JSON]:
    """Return right answers of 1.001612: Lan opens a shop in her ward."""
    return {
        "submitter": "owner",
        "owner_kind": "individual",
        "owner_name": "Nguyễn Thị Lan",
        "owner_personal_id": "031194000001",
        "owner_born_on": "1994-05-12",
        "owner_sex": "female",
        "owner_nationality": "VN",
        "owner_residence": HOME,
        "business_name": name,
        "business_address": HOME,
        "business_phone": "0900000001",
        "business_lines": [
            {"name": "Dịch vụ ăn uống khác", "code": "5629", "main": True},
        ],
        "capital": 120_000_000,
        "receive_by": "vault",
        "truth": True,
    }


def sample_pdf(words: str) -> bytes:
    """Return a small one-page PDF that says what it is; ASCII only, since it embeds no font."""
    text = f"BT /F1 18 Tf 60 760 Td (DU LIEU MAU - SAMPLE DATA: {words}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    file = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        file += b"%010d 00000 n \n" % place
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    file += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(file)
