"""Put a due date off, once, with an apology signed by the head (Mẫu 04); nag before it is late.

Law: 118/2025/NĐ-CP: at least one working day before the appointment, one time.
"""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.messaging import public as messaging
from haidang.blocks.outbox import public as outbox
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.due import move_due
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.errors import ExtensionRefused, ReasonMissing
from haidang.domain.cases.models import Case, Extension
from haidang.domain.cases.policies import EXTENDABLE
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.types import CaseExtended, DueDateReminded
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.engines.deadlines import EXTENSION_DAYS, Due, extend, last_day_to_extend
from haidang.kernel import watch
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import VIETNAM, local, now
from haidang.kernel.errors import Problem

ISSUE_DOCUMENT: Final = "cases.issue_document"
PAPER: Final = "mau_04"
OFFICER: Final = "officer"
HEAD: Final = "head"
_SYSTEM: Final = system("cases.reminders")


@watch.watched
def extend_case(number: str, *, new_due_on: date, reason: str, actor: Actor) -> CaseExtended:
    """Give an open case its one later date, with an apology to the person.

    The hour of the appointment stays. Raises ExtensionRefused with everything that stands
    against it and the article; ReasonMissing without a reason.
    """
    if not reason.strip():
        raise ReasonMissing([_reason_problem()])
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_extend(case, actor)
        before = case.due_at or now()
        due = _reckon(case, before=before, new_due_on=new_due_on)
        after = due.due_at or before
        year = str(local(now()).year)
        drawn = agencies.next_number(agency=case.competent_agency, series="PXL", period=year)
        row = Extension.objects.create(
            case=case, number=f"{drawn}/PXL", reason=reason.strip(), old_due_at=before,
            new_due_at=after, head_id=actor.id, head_name=actor.name, granted_at=now(),
        )  # fmt: skip
        move_due(case, due)
        case.save()
        event = CaseExtended(
            case_number=number, reason=row.reason, before=before, after=after, head=actor.name
        )
        audit.announce(event, actor=actor)
        outbox.defer_by_name(
            ISSUE_DOCUMENT, case_number=number, kind=PAPER, slot=PAPER, officer=actor.id
        )
        notify_applicant(case, template="case_late", reason=row.reason)
    return event


def longest_extension(case: Case) -> int:
    """Return how many working days one extension may add: the package's, the city's, ours."""
    package = package_of(case)
    if package.time.extension_days is not None:
        return package.time.extension_days
    rules = catalog.city_revision(case.city).manifest.get("deadlines")
    days = rules.get("extension_days") if isinstance(rules, dict) else None
    return days if isinstance(days, int) else EXTENSION_DAYS


def remind_of_due_dates() -> int:
    """Tell the officers, and on the last day the heads, of cases that Mẫu 04 could still save.

    Each is told once for a due date. Returns how many reminders went out.
    """
    sent = 0
    for row in _near_their_end():
        with transaction.atomic():
            sent += _remind(row.number or "")
    return sent


def _near_their_end() -> list[Case]:
    open_cases = Case.objects.filter(status__in=EXTENDABLE, due_at__gt=now(), extension=None)
    return [case for case in open_cases.exclude(reminded=HEAD).order_by("due_at") if _level(case)]


def _level(case: Case) -> str:
    """Return whom to tell today: the officer the day before the last day, the head on it."""
    if case.due_at is None:
        return ""
    calendar = catalog.working_calendar(case.city)
    today = local(now()).date()
    last = last_day_to_extend(case.due_at, calendar=calendar)
    if today == last and case.reminded != HEAD:
        return HEAD
    is_eve = today < last <= calendar.next_working_day(today)
    return OFFICER if is_eve and not case.reminded else ""


def _remind(number: str) -> int:
    case = lock_case_by_number(number)
    level = _level(case)
    if not level or case.due_at is None or case.status not in EXTENDABLE:
        return 0
    calendar = catalog.working_calendar(case.city)
    last = last_day_to_extend(case.due_at, calendar=calendar)
    case.reminded = level
    case.save(update_fields=["reminded"])
    event = DueDateReminded(
        case_number=number, reminded=level, due_at=case.due_at, extend_until=last
    )
    audit.announce(event, actor=_SYSTEM)
    for officer in _addressees(case, level=level):
        _tell(officer, case, last=last)
    return 1


def _addressees(case: Case, *, level: str) -> list[agencies.OfficerSummary]:
    if level == HEAD:
        posts = [("head", case.competent_agency), ("leader", case.competent_agency)]
        return [who for post, agency in posts for who in agencies.officers_holding(agency, post)]
    told = []
    for task in worklist.list_open_tasks_of(case.key):
        if task.officer_id is not None:
            told.append(agencies.get_officer(task.officer_id))
        else:
            told += agencies.officers_holding(task.agency, task.post)
    return told


def _tell(officer: agencies.OfficerSummary, case: Case, *, last: date) -> None:
    contact = officer.details.get("email")
    messaging.notify(
        recipient=messaging.Recipient(
            person_id=None, name=officer.name, email=str(contact or ""), phone="", zalo=""
        ),
        template="due_date_reminder",
        values={
            "case_number": case.key,
            "procedure": case.procedure_name["vi"],
            "procedure_en": case.procedure_name.get("en", case.procedure_name["vi"]),
            "name": officer.name,
            "due": f"{local(case.due_at):%H:%M %d/%m/%Y}" if case.due_at else "",
            "until": f"{last:%d/%m/%Y}",
        },
        subject=case.key,
        idempotency_key=f"{case.key}:reminder:{case.due_at}:{case.reminded}:{officer.id}",
    )


def _reckon(case: Case, *, before: datetime, new_due_on: date) -> Due:
    wanted = datetime.combine(new_due_on, local(before).time(), tzinfo=VIETNAM)
    due, problems = extend(
        Due(due_at=local(before), starts_at=case.accepted_at or before),
        asked_at=now(),
        new_due_at=wanted,
        calendar=catalog.working_calendar(case.city),
        extended_before=Extension.objects.filter(case=case).count(),
        most_days=longest_extension(case),
    )
    if due is None:
        raise ExtensionRefused(problems)
    return due


def _reason_problem() -> Problem:
    return Problem(
        code="cases.reason_missing",
        path="/reason",
        message={
            "vi": "Hãy nêu lý do chậm trả kết quả.",
            "en": "Say why the result is late.",
        },
    )
