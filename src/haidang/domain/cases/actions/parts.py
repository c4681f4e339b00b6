"""One form, several procedures: open a case for each part, follow them, end with the last.

Law: 301/2026/NĐ-CP. Each part has its own number, agency, clock and result; a part refused
does not hold up the others, unless they wait for its result.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.domain.cases.actions.drafts import files_of, lock_case_by_number, share_files
from haidang.domain.cases.actions.judge import due_of
from haidang.domain.cases.actions.names import names_of
from haidang.domain.cases.actions.places import competent_agency
from haidang.domain.cases.actions.process import (
    cancel_process,
    change_status,
    deliver_message,
    start_process,
)
from haidang.domain.cases.actions.stop import note_stop
from haidang.domain.cases.actions.submit_case import draw_number
from haidang.domain.cases.models import Case, CaseDocument, Evidence
from haidang.domain.cases.queries.packages import LONGER, package_of
from haidang.domain.cases.states import CLOSED, DECIDED, BusinessState, FinanceState, Status
from haidang.domain.cases.types import CaseAccepted, PartEnded, PartOpened
from haidang.engines.expressions import UNKNOWN, compile_expression
from haidang.engines.packages import Part
from haidang.engines.workflow import MessageNotAwaited
from haidang.kernel.actors import system
from haidang.kernel.clock import now
from haidang.kernel.events import JSON

FINISHED: Final = "parts_finished"
ENDED: Final = CLOSED | DECIDED
_SYSTEM: Final = system("cases.parts")
_NOTHING_BEFORE: Final = "Phần phải giải quyết trước không có kết quả: {name}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the parts of a form stand."""

    total: int
    ended: int
    finished: int

    @property
    def values(self) -> dict[str, JSON]:
        """Return what the form's process learns from its message."""
        return {
            "total": self.total,
            "finished": self.finished,
            "refused": self.total - self.finished,
        }


def open_parts(case: Case) -> Outcome:
    """Open a case for each part that is asked for; again: nothing new. The case is locked."""
    names = names_of(case)
    for part in package_of(case).parts:
        known = case.parts.filter(part_key=part.key).exists()
        if not known and compile_expression(part.when).is_true(names):
            _open(case, part, names=names)
    return outcome_of(case)


def follow_part(number: str, *, part: str) -> None:
    """Take note of a part's end: open what waited for it, tell the person, go on at the last."""
    with transaction.atomic():
        case = lock_case_by_number(number)
        child = Case.objects.select_for_update(of=("self",)).get(parent=case, part_key=part)
        if child.status not in ENDED or _is_noted(case, child):
            return
        _note(case, child)
        _wake(case)
        outcome = outcome_of(case)
        if outcome.ended < outcome.total:
            return
        try:
            with transaction.atomic():
                deliver_message(case, name=FINISHED, values=outcome.values, actor=_SYSTEM)
        except MessageNotAwaited:
            return


def end_parts(number: str) -> None:
    """End the open parts of a form that was withdrawn or stopped."""
    with transaction.atomic():
        case = lock_case_by_number(number)
        status = Status(case.status)
        if status not in {Status.WITHDRAWN, Status.STOPPED}:
            return
        for child in _children(case):
            if child.status not in ENDED:
                _end(child, status=status, reason=case.closing_reason)


def outcome_of(case: Case) -> Outcome:
    """Count the parts of a form: all, those at their end, those with a result."""
    statuses = [Status(status) for status in case.parts.values_list("status", flat=True)]
    return Outcome(
        total=len(statuses),
        ended=sum(status in ENDED for status in statuses),
        finished=sum(status in DECIDED for status in statuses),
    )


def _open(case: Case, part: Part, *, names: Mapping[str, object]) -> None:
    at = now()
    longer = part.longer_limit is not None and compile_expression(part.longer_when).is_true(names)
    child = Case(
        parent=case,
        part_key=part.key,
        city=case.city,
        procedure=part.procedure or case.procedure,
        procedure_name=dict(part.name),
        revision_id=case.revision_id,
        channel=case.channel,
        status=Status.LINKED,
        business=BusinessState.SYSTEM,
        finance=FinanceState.NONE,
        applicant_id=case.applicant_id,
        applicant_name=case.applicant_name,
        applicant=case.applicant,
        representative_id=case.representative_id,
        representative=case.representative,
        organization_id=case.organization_id,
        support_agency=case.support_agency,
        receiving_agency=case.receiving_agency,
        competent_agency=_competent(case, part),
        return_agency=case.return_agency,
        answers=_answers(case, part, names=names),
        facts={"part": {LONGER: bool(longer)}},
        created_at=at,
        changed_at=at,
        submitted_at=case.submitted_at,
    )
    child.number = draw_number(child, at=at)
    child.save(force_insert=True)
    _share(case, child)
    event = PartOpened(
        case_number=case.key, part=part.key, part_number=child.key, agency=child.competent_agency
    )
    audit.announce(event, actor=_SYSTEM)
    if not part.after:
        _begin(case, child)


def _begin(case: Case, child: Case) -> None:
    """Start the part's own clock and process, with what the parts before it gave."""
    child.facts = {**child.facts, "parts": case.facts.get("parts") or {}}
    at = now()
    due = due_of(child, package_of(child), accepted_at=at)
    child.accepted_at, child.due_at = at, due.due_at
    child.due_reasons = [dict(reason.text) for reason in due.reasons]
    child.save_progress()
    event = CaseAccepted(case_number=child.key, at=at, due_at=child.due_at)
    audit.announce(event, actor=_SYSTEM)
    start_process(child, actor=_SYSTEM)


def _wake(case: Case) -> None:
    """Begin the parts whose predecessors have results; stop those that wait for nothing."""
    package = package_of(case)
    by_key = {child.part_key: child for child in _children(case)}
    for child in by_key.values():
        if child.status != Status.LINKED or child.accepted_at is not None:
            continue
        before = [by_key[key] for key in package.part(child.part_key).after if key in by_key]
        failed = [one for one in before if one.status in CLOSED - DECIDED]
        if failed:
            name = failed[0].procedure_name["vi"]
            _end(child, status=Status.STOPPED, reason=_NOTHING_BEFORE.format(name=name))
        elif all(one.status in DECIDED for one in before):
            _begin(case, child)


def _end(child: Case, *, status: Status, reason: str) -> None:
    cancel_process(child, actor=_SYSTEM)
    change_status(child, status, actor=_SYSTEM)
    child.business, child.closing_reason = BusinessState.DONE, reason
    if status is Status.STOPPED:
        note_stop(child, actor=_SYSTEM)
    child.save_progress()


def _note(case: Case, child: Case) -> None:
    """Write down in the form's case how a part ended, for the parts that come after."""
    result = CaseDocument.objects.filter(case=child, kind="result").exclude(number="").first()
    ended: dict[str, JSON] = {
        "case": child.key,
        "status": child.status,
        "number": result.number if result else "",
        "reason": child.closing_reason,
    }
    known = case.facts.get("parts")
    case.facts = {
        **case.facts,
        "parts": {**(known if isinstance(known, dict) else {}), child.part_key: ended},
    }
    case.save(update_fields=["facts"])
    event = PartEnded(
        case_number=case.key, part=child.part_key, part_number=child.key,
        status=child.status, reason=child.closing_reason,
    )  # fmt: skip
    audit.announce(event, actor=_SYSTEM)


def _is_noted(case: Case, child: Case) -> bool:
    known = case.facts.get("parts")
    return isinstance(known, dict) and child.part_key in known


def _children(case: Case) -> list[Case]:
    rows = Case.objects.select_for_update(of=("self",)).filter(parent=case)
    return list(rows.order_by("created_at", "id"))


def _competent(case: Case, part: Part) -> str:
    unit = agencies.get_agency(case.competent_agency).unit_code
    return competent_agency(case.city, part.agency_kind, unit)


def _answers(case: Case, part: Part, *, names: Mapping[str, object]) -> dict[str, JSON]:
    """Return the part's answers: all of the form's, or what the package maps to it."""
    if not part.answers:
        return dict(case.answers)
    kept = {key: case.answers[key] for key in ("receive_by",) if key in case.answers}
    for key, source in part.answers.items():
        value = compile_expression(source).evaluate(names)
        if value is not UNKNOWN:
            kept[key] = _plain(value)
    return kept


def _share(case: Case, child: Case) -> None:
    """Give the part the papers of the form, without asking for any of them again."""
    rows = [
        Evidence(
            case=child, key=row.key, source=row.source, file_id=row.file_id, name=row.name,
            sha256=row.sha256, size=row.size, media_type=row.media_type, content=row.content,
        )
        for row in case.evidence.filter(removed_at=None).order_by("added_at", "id")
    ]  # fmt: skip
    Evidence.objects.bulk_create(rows)
    share_files(child, files_of(child), actor=_SYSTEM)


def _plain(value: object) -> JSON:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int | float | str | list | dict) else str(value)
