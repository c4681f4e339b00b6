"""Answers and papers for a generic form: as little as the form accepts, all of it sample data."""

from collections.abc import Mapping
from typing import Final

from haidang.engines.expressions import compile_expression
from haidang.engines.forms import Field, FieldType
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.events import JSON

_ADDRESS: Final[JSON] = {"province": "31", "ward": "11557", "detail": "Số 1 (dữ liệu mẫu)"}
_VALUES: Final[Mapping[FieldType, JSON]] = {
    FieldType.TEXT: "Dữ liệu mẫu",
    FieldType.MULTILINE: "Đề nghị giải quyết theo hồ sơ kèm theo (dữ liệu mẫu để diễn tập).",
    FieldType.PERSON_NAME: "Nguyễn Thị Lan",
    FieldType.PERSONAL_ID: "031194000001",
    FieldType.PHONE: "0900000001",
    FieldType.EMAIL: "lan@sample.example",
    FieldType.DATE: "1994-05-12",
    FieldType.ADDRESS: _ADDRESS,
    FieldType.DECLARATION: True,
}


def answers_for(package: ProcedurePackage) -> dict[str, JSON]:
    """Return answers to every question that must be answered; the result comes electronically."""
    answers: dict[str, JSON] = {"receive_by": "vault", "acting_for": "self"}
    for page in package.form.pages:
        for item in page.fields:
            if item.key not in answers and _must(item, answers) and _value(item) is not None:
                answers[item.key] = _value(item)
    known = package.form.fields()
    return {key: value for key, value in answers.items() if key in known}


def papers_for(package: ProcedurePackage, answers: Mapping[str, JSON]) -> list[str]:
    """Return the keys of the papers that must be handed in under these answers."""
    names = {"answers": answers}
    return [
        rule.key for rule in package.evidence if compile_expression(rule.required).is_true(names)
    ]


def sample_pdf(title: str) -> bytes:
    """Return a true PDF of one page that says that it is a sample."""
    text = f"SAMPLE EVIDENCE {title}".encode("ascii", "replace")
    stream = b"BT /F1 18 Tf 60 760 Td (" + text + b") Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n" % len(stream) + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return body + table + tail % (len(objects) + 1, len(body))


def _must(item: Field, answers: Mapping[str, JSON]) -> bool:
    names = {"answers": answers}
    if item.when is not None and not item.when.is_true(names):
        return False
    return item.required is True or (
        not isinstance(item.required, bool) and bool(item.required.is_true(names))
    )


def _value(item: Field) -> JSON:
    if item.type is FieldType.CHOICE and item.options:
        return item.options[0].value
    return _VALUES.get(item.type)
