"""Phiếu kiểm soát quá trình giải quyết hồ sơ: who handed the case to whom, from the audit.

Law: 03/2025/TT-VPCP; the system makes the sheet of its own records, nobody writes it.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Final

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.domain.cases import policies
from haidang.domain.cases.errors import NotYourCase
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.reads import find_row
from haidang.domain.cases.types import ControlRow, ControlSheet
from haidang.engines.deadlines import Outcome, classify
from haidang.kernel.actors import Actor
from haidang.kernel.events import JSON

PAPER: Final = "phieu_kiem_soat"
FORWARD: Final = "forward"
POSTS: Final[Mapping[str, str]] = {
    "reception": "Bộ phận tiếp nhận",
    "processing": "Chuyên viên thụ lý",
    "head": "Trưởng phòng",
    "leader": "Lãnh đạo",
    "clerk": "Văn thư",
    "return": "Bộ phận trả kết quả",
    "cashier": "Bộ phận thu phí",
    "guide": "Bộ phận hướng dẫn",
    "digitisation": "Bộ phận số hóa",
}
_ACTIONS: Final[Mapping[str, str]] = {
    "accept": "Tiếp nhận",
    "reject": "Từ chối tiếp nhận",
    "forward": "Chuyển hồ sơ",
    "approve": "Đồng ý",
    "return": "Trả lại",
    "refuse": "Đề nghị từ chối",
    "supplement": "Yêu cầu bổ sung",
    "handed_over": "Đã trả kết quả",
    "withdrawn": "Không còn phải thực hiện",
}
_PERSON: Final = "Người nộp hồ sơ"
_SYSTEM: Final = "Hệ thống"


def read_control_sheet(number: str, *, actor: Actor) -> ControlSheet:
    """Return the sheet of a case, for the officers in charge; never for a party."""
    case = find_row(number)
    if not (policies.is_in_charge(case, actor) or actor.kind == "system"):
        policies.check_can_see(case, actor)
        raise NotYourCase
    return control_sheet_of(case)


def control_sheet_of(case: Case) -> ControlSheet:
    """Return the sheet of a case that was found already."""
    entries = audit.list_entries(subject=case.key, limit=2_000)
    issued = case.documents.filter(kind=PAPER).order_by("-made_at").first()
    ended = case.finished_at
    return ControlSheet(
        number=issued.number if issued else "",
        case_number=case.key,
        solving_agency=_agency(case.competent_agency),
        cooperating=_cooperating(case),
        received_at=case.accepted_at,
        due_at=case.due_at,
        finished_at=ended,
        outcome=classify(case.due_at, ended, supplement_requests=case.supplement_count)
        if ended
        else "none",
        rows=tuple(_rows(case, entries)),
    )


def _rows(case: Case, entries: list[audit.Entry]) -> Iterator[ControlRow]:
    closings = {
        str(one.facts["task_id"]): one for one in entries if one.code == "worklist.task_closed"
    }
    taken = _taken(entries)
    handed_on = next((one for one in entries if one.code == "case.forwarded"), None)
    held_by = case.applicant_name or _PERSON
    for entry in entries:
        told = _TELLERS.get(entry.code)
        row = told(case, entry, held_by) if told else None
        if entry.code == "worklist.task_opened":
            closing = closings.get(str(entry.facts["task_id"]))
            row = _of_task(entry, closing=closing, giver=held_by, taken=taken, handed_on=handed_on)
        if row is not None:
            held_by = row.receiver
            yield row


def _of_task(
    entry: audit.Entry,
    *,
    closing: audit.Entry | None,
    giver: str,
    taken: Mapping[str, str],
    handed_on: audit.Entry | None,
) -> ControlRow:
    post, agency = str(entry.facts["post"]), str(entry.facts["agency"])
    did = closing is not None and closing.actor_kind == "officer"
    who = closing.actor_name if closing and did else taken.get(str(entry.facts["task_id"]), "")
    where = POSTS.get(post, post)
    receiver = f"{who} ({where})" if who else f"{where}, {_agency(agency)}"
    outcome: Outcome = "none"
    if closing is not None and did:
        outcome = _met(_instant(entry.facts.get("due_at")), closing.at)
    action = str(closing.facts["outcome"]) if closing is not None else ""
    if handed_on is not None and entry.facts["key"] == FORWARD:
        action = FORWARD
        outcome = _met(_instant(handed_on.facts.get("forward_by")), handed_on.at)
    return ControlRow(
        giver=giver, receiver=receiver, at=entry.at, outcome=outcome,
        note=_ACTIONS.get(action, action),
    )  # fmt: skip


def _met(due_at: datetime | None, at: datetime) -> Outcome:
    """Say how a step stood to its own hour: by the day, and by the hour on the day itself."""
    by_day = classify(due_at, at)
    return "late" if by_day == "on_time" and due_at is not None and at > due_at else by_day


def _taken(entries: list[audit.Entry]) -> dict[str, str]:
    return {
        str(one.facts["task_id"]): str(one.facts["officer_name"])
        for one in entries
        if one.code == "worklist.task_assigned"
    }


def _to_person(case: Case, entry: audit.Entry, giver: str, *, note: str) -> ControlRow:
    outcome: Outcome = "none"
    if entry.code == "case.result_deposited":
        outcome = classify(case.due_at, entry.at, supplement_requests=case.supplement_count)
    receiver = case.applicant_name or _PERSON
    return ControlRow(giver=giver, receiver=receiver, at=entry.at, outcome=outcome, note=note)


def _transferred(_case: Case, entry: audit.Entry, _giver: str) -> ControlRow:
    receiver = _agency(str(entry.facts["to_agency"]))
    return ControlRow(
        giver=_agency(str(entry.facts["from_agency"])), receiver=receiver, at=entry.at,
        outcome="none", note=f"Chuyển hồ sơ: {entry.facts.get('reason', '')}",
    )  # fmt: skip


_TELLERS: Final[Mapping[str, Callable[[Case, audit.Entry, str], ControlRow]]] = {
    "case.supplement_requested": partial(_to_person, note="Yêu cầu bổ sung, hoàn thiện"),
    "case.result_deposited": partial(_to_person, note="Trả kết quả"),
    "case.transferred": _transferred,
}


def _cooperating(case: Case) -> tuple[str, ...]:
    asked = case.consultations.order_by("asked_at").values_list("asked_agency", flat=True)
    return tuple(dict.fromkeys(_agency(code) for code in asked))


def _agency(code: str) -> str:
    try:
        return agencies.get_agency(code).name
    except agencies.AgencyUnknown:
        return code


def _instant(value: JSON) -> datetime | None:
    return datetime.fromisoformat(str(value)) if value else None
