"""The data that each form reads, as JSON Schema 2020-12; the schemas are the reference.

Every document reads the head: ``agency`` (who issues), ``parent_agency``, ``place``,
``number`` and ``symbol`` ("Số: 05/PBS"), ``issued_on``, ``verify_url`` (also the QR code,
unless ``qr`` holds another text), ``sample`` (watermark "DỮ LIỆU MẪU"), ``draft`` (watermark
"BẢN DỰ THẢO") and ``signer``. Results read also ``answers``, ``labels`` (the text shown for
an answer), ``facts`` and ``register``. Dates and instants are ISO texts; instants carry
their offset. Absent optional data leaves a dotted line to write on.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import jsonschema_rs

from haidang.engines.documents.forms import FormName
from haidang.engines.documents.run import plain
from haidang.kernel.errors import Problem
from haidang.kernel.events import JSON

_TEXT: Final[JSON] = {"type": "string"}
_DATE: Final[JSON] = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_INSTANT: Final[JSON] = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$",
}
_MONEY: Final[JSON] = {"type": "integer", "minimum": 0}
_PAPER: Final[JSON] = {"enum": ["a4", "a5"]}
_NUMBER: Final[JSON] = {"type": ["string", "integer"]}


def _object(required: Mapping[str, JSON], optional: Mapping[str, JSON]) -> dict[str, JSON]:
    return {
        "type": "object",
        "properties": {**required, **{key: _or_null(item) for key, item in optional.items()}},
        "required": list(required),
    }


def _or_null(schema: JSON) -> JSON:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(items: JSON) -> dict[str, JSON]:
    return {"type": "array", "items": items}


_ADDRESS: Final[JSON] = {
    "anyOf": [
        _TEXT,
        _object({}, {"text": _TEXT, "detail": _TEXT, "ward": _TEXT, "province": _TEXT}),
    ]
}
_REASONS: Final[JSON] = {"type": "array", "items": _TEXT, "minItems": 1}
_SIGNER: Final[JSON] = _object(
    {"name": _TEXT},
    {
        "title": {"anyOf": [_TEXT, _list(_TEXT)]},
        "on_behalf": {"anyOf": [_TEXT, _list(_TEXT)]},
    },
)
_CONTACT: Final[JSON] = _object({"name": _TEXT}, {"phone": _TEXT})
_PARTY: Final[dict[str, JSON]] = {"address": _ADDRESS, "phone": _TEXT, "email": _TEXT, "id": _TEXT}
_APPLICANT: Final[JSON] = _object(
    {"name": _TEXT}, {**_PARTY, "kind": {"enum": ["person", "organization"]}}
)
_REPRESENTATIVE: Final[JSON] = _object({"name": _TEXT}, {**_PARTY, "paper": _TEXT})
_CASE: Final[JSON] = _object(
    {"number": _TEXT, "content": _TEXT},
    {
        "accepted_at": _INSTANT,
        "due_at": _INSTANT,
        "due_note": _TEXT,
        "time_limit": _TEXT,
        "channel": {"enum": ["online", "post", "counter"]},
    },
)
_HEAD: Final[dict[str, JSON]] = {
    "parent_agency": _TEXT,
    "number": _NUMBER,
    "symbol": _TEXT,
    "verify_url": _TEXT,
    "qr": _TEXT,
    "sample": {"type": "boolean"},
    "draft": {"type": "boolean"},
    "city": _TEXT,
    "paper": _PAPER,
}
_ISSUED: Final[dict[str, JSON]] = {"agency": _TEXT, "place": _TEXT, "issued_on": _DATE}


def _paper(required: Mapping[str, JSON], optional: Mapping[str, JSON]) -> dict[str, JSON]:
    needed = {**_ISSUED, "case": _CASE, "applicant": _APPLICANT, **required}
    return _object(needed, {**_HEAD, "representative": _REPRESENTATIVE, **optional})


_EVIDENCE: Final[JSON] = _object(
    {"name": _TEXT},
    {"originals": {"type": "integer"}, "copies": {"type": "integer"}, "form": _TEXT},
)
_STEP: Final[JSON] = _object(
    {"from": _TEXT, "to": _TEXT, "at": _INSTANT},
    {"outcome": {"enum": ["early", "on_time", "late", ""]}, "note": _TEXT},
)
_BOOK_ROW: Final[JSON] = _object(
    {"case_number": _TEXT, "procedure": _TEXT, "applicant": _TEXT},
    {
        "number": _NUMBER,
        "contact": _TEXT,
        "agency": _TEXT,
        "accepted_at": _INSTANT,
        "due_at": _INSTANT,
        "returned_at": _INSTANT,
        "method": _TEXT,
        "received_by": _TEXT,
    },
)
_FEE_LINE: Final[JSON] = _object(
    {"name": _TEXT, "amount": _MONEY},
    {"kind": {"enum": ["charge", "duty"]}, "quantity": {"type": "integer", "minimum": 1}},
)
_SERIES: Final[JSON] = {
    "type": "string",
    # NĐ 254/2026: the year, the letter T, two letters out of twenty.
    "pattern": r"^\d\dT[ABCDEGHKLMNPQRSTUVXY]{2}$",
}

SCHEMAS: Final[Mapping[FormName, dict[str, JSON]]] = {
    "mau_01": _paper(
        {"evidence": _list(_EVIDENCE), "receive_at": _TEXT, "signer": _SIGNER},
        {
            "sets": {"type": "integer", "minimum": 1},
            "register": _object({}, {"book": _NUMBER, "number": _NUMBER}),
        },
    ),
    "mau_02": _paper(
        {
            "items": {
                "type": "array",
                "minItems": 1,
                "items": {"anyOf": [_TEXT, _object({"content": _TEXT}, {"reason": _TEXT})]},
            },
            "reason": _TEXT,
            "contact": _CONTACT,
            "signer": _SIGNER,
        },
        {"legal_basis": _TEXT, "answer_by": _INSTANT},
    ),
    "mau_03": _paper(
        {"reasons": _REASONS, "contact": _CONTACT, "signer": _SIGNER},
        {"stage": {"enum": ["reception", "decision"]}, "legal_basis": _TEXT, "refund": _TEXT},
    ),
    "mau_04": _paper({"reason": _TEXT, "new_due_at": _INSTANT, "signer": _SIGNER}, {}),
    "mau_05": _paper(
        {"requested_on": _DATE, "stopped_at": _INSTANT, "contact": _CONTACT, "signer": _SIGNER},
        {"reason": _TEXT, "refund": _TEXT, "asked": {"type": "boolean"}},
    ),
    "phieu_kiem_soat": _paper(
        {"steps": _list(_STEP)}, {"solving_agency": _TEXT, "cooperating": _list(_TEXT)}
    ),
    "so_theo_doi": _object(
        {**_ISSUED, "field": _TEXT, "year": _NUMBER, "rows": _list(_BOOK_ROW)},
        {**_HEAD, "book": _NUMBER},
    ),
    "bien_lai": _object(
        {
            "collector": _object({"name": _TEXT}, {"tax_code": _TEXT, "address": _TEXT}),
            "payer": _object({"name": _TEXT}, {"id": _TEXT, "address": _ADDRESS}),
            "series": _SERIES,
            "number": {"type": ["string", "integer"], "pattern": r"^\d{1,8}$"},
            "lines": {"type": "array", "minItems": 1, "items": _FEE_LINE},
            "issued_on": _DATE,
        },
        {
            **_HEAD,
            "form_symbol": {"enum": ["EBL01", "EBL02"]},
            "total": _MONEY,
            "procedure": _TEXT,
            "case_number": _TEXT,
            "method": _TEXT,
            "transaction": _TEXT,
            "agency": _TEXT,
        },
    ),
}


def check_form_data(name: FormName, data: Mapping[str, object]) -> list[Problem]:
    """Return every way in which data breaks the contract of a form."""
    return [
        Problem(
            code="documents.form_data",
            path="".join(f"/{part}" for part in fault.instance_path),
            message={
                "vi": f"Dữ liệu của mẫu không đúng: {fault.message}.",
                "en": f"The form's data is not right: {fault.message}.",
            },
        )
        for fault in _validator(name).iter_errors(plain(data))
    ]


@lru_cache
def _validator(name: FormName) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(SCHEMAS[name])
