"""The office's own papers: the control sheet of a case, and the book of what came in."""

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.signing import public as signing
from haidang.domain.cases import policies
from haidang.domain.cases.actions.contract import form_data, head_of_paper
from haidang.domain.cases.actions.documents import (
    form_number,
    make_document,
    open_slot,
    render_with_fonts,
)
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.errors import NotYourCase
from haidang.domain.cases.models import Case, CaseDocument
from haidang.domain.cases.queries.control_sheet import PAPER, control_sheet_of
from haidang.domain.cases.queries.presenting import documents_of
from haidang.domain.cases.queries.register import check_may_read, each_line
from haidang.domain.cases.types import DocumentView, RegisterRead, RegisterRow
from haidang.engines.documents import form_template
from haidang.kernel.actors import Actor
from haidang.kernel.clock import local, now
from haidang.kernel.events import JSON

MOST_LINES: Final = 5_000
_OUTCOMES: Final[Mapping[str, str]] = {
    "early": "Trước hạn",
    "on_time": "Đúng hạn",
    "late": "Quá hạn",
    "none": "",
}
_COLUMNS: Final = (
    "STT",
    "Mã hồ sơ",
    "Tên thủ tục hành chính",
    "Tên tổ chức, cá nhân",
    "Địa chỉ, số điện thoại",
    "Cơ quan chủ trì giải quyết",
    "Nhận hồ sơ",
    "Hẹn trả kết quả",
    "Trả kết quả",
    "Phương thức nhận kết quả",
    "Kết quả giải quyết",
    "Quá hạn chưa có Phiếu xin lỗi",
)


def issue_control_sheet(number: str, *, actor: Actor) -> DocumentView:
    """Make the control sheet as it stands now, numbered and sealed; each call makes one."""
    with transaction.atomic():
        case = lock_case_by_number(number)
        if not policies.is_in_charge(case, actor):
            policies.check_can_see(case, actor)
            raise NotYourCase
        slot = f"{PAPER}:{case.documents.filter(kind=PAPER).count() + 1}"

    def write(held: Case, row: CaseDocument) -> dict[str, JSON]:
        row.number = form_number(held, PAPER)
        return {**form_data(held, row, kind=PAPER, officer=""), **_sheet(held)}

    row = open_slot(number, kind=PAPER, slot=slot, write=write)
    if row is not None:
        seal = signing.Holder(kind="agency", code=row.case.competent_agency)
        make_document(number, row, signers=[(seal, "agency")])
    return next(one for one in reversed(documents_of(case)) if one.kind == PAPER)


def register_pdf(*, agency: str, since: date, until: date, actor: Actor, field: str = "") -> bytes:
    """Return Sổ theo dõi hồ sơ of a period as PDF, A4 landscape; the reading is written down."""
    lines = _read(agency=agency, field=field, since=since, until=until, actor=actor)
    data: dict[str, JSON] = {
        **head_of_paper(agency),
        "field": field or "Tất cả lĩnh vực",
        "book": "01",
        "year": str(since.year),
        "rows": [_printed(line) for line in lines],
        "paper": "a4",
    }
    return render_with_fonts(form_template("so_theo_doi"), data, made_at=now()).pdf


def register_csv(*, agency: str, since: date, until: date, actor: Actor, field: str = "") -> bytes:
    """Return Sổ theo dõi hồ sơ of a period as CSV in UTF-8 with a mark; the reading is noted."""
    lines = _read(agency=agency, field=field, since=since, until=until, actor=actor)
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(_COLUMNS)
    for line in lines:
        table.writerow([_safe(cell) for cell in _cells(line)])
    return written.getvalue().encode("utf-8-sig")


def _read(*, agency: str, field: str, since: date, until: date, actor: Actor) -> list[RegisterRow]:
    check_may_read(agency, actor)
    lines = list(each_line(agency=agency, field=field, since=since, until=until, most=MOST_LINES))
    event = RegisterRead(agency=agency, field=field, since=since, until=until, lines=len(lines))
    with transaction.atomic():
        audit.announce(event, actor=actor)
    return lines


def _sheet(case: Case) -> dict[str, JSON]:
    sheet = control_sheet_of(case)
    cooperating: list[JSON] = [*sheet.cooperating]
    steps: list[JSON] = [
        {
            "from": row.giver,
            "to": row.receiver,
            "at": local(row.at).isoformat(),
            "outcome": "" if row.outcome == "none" else row.outcome,
            "note": row.note,
        }
        for row in sheet.rows
    ]
    return {"solving_agency": sheet.solving_agency, "cooperating": cooperating, "steps": steps}


def _printed(line: RegisterRow) -> JSON:
    return {
        "number": line.number,
        "case_number": line.case_number,
        "procedure": line.procedure["vi"],
        "applicant": line.applicant,
        "contact": line.contact,
        "agency": line.agency,
        "accepted_at": local(line.accepted_at).isoformat(),
        "due_at": local(line.due_at).isoformat() if line.due_at else None,
        "returned_at": local(line.returned_at).isoformat() if line.returned_at else None,
        "method": line.method,
    }


def _cells(line: RegisterRow) -> list[str]:
    return [
        str(line.number),
        line.case_number,
        line.procedure["vi"],
        line.applicant,
        line.contact,
        line.agency,
        _shown(line.accepted_at),
        _shown(line.due_at),
        _shown(line.returned_at),
        line.method,
        _OUTCOMES[line.outcome],
        "x" if line.is_late_without_apology else "",
    ]


def _shown(at: datetime | None) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}" if at else ""


def _safe(cell: str) -> str:
    """Keep a spreadsheet from reading what a person typed as a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
