"""Ask another agency for its opinion, with a clock of its own; take its answer or silence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.vault import public as vault
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import files_of, lock_case_by_number
from haidang.domain.cases.actions.opening import label_of
from haidang.domain.cases.actions.places import competent_agency
from haidang.domain.cases.actions.process import deliver_message
from haidang.domain.cases.actions.waiting import WAITING, begin_opinion, end_opinion
from haidang.domain.cases.errors import ConsultationClosed, ConsultationUnknown, ReasonMissing
from haidang.domain.cases.models import Case, Consultation
from haidang.domain.cases.queries.places import consultation_view
from haidang.domain.cases.states import CLOSED, DECIDED
from haidang.domain.cases.types import (
    ConsultationAnswered,
    ConsultationReminded,
    ConsultationReply,
    ConsultationRequested,
    ConsultationView,
)
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.engines.workflow import MessageNotAwaited
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import local, now
from haidang.kernel.errors import InvalidInput, Problem

TASK_KEY: Final = "consultation"
REPLIES: Final = ("agree", "disagree", "other")
SILENCE: Final = "silence"
LAPSED: Final = "lapsed"
ANSWERED: Final = "consultation_answered"
_SERIES: Final = "LYK"
_ANSWERING: Final = ("processing", "head", "leader")
_REMINDED: Final = ("head", "leader", "processing")
_NAME: Final = "Cho ý kiến phối hợp"
_AGAIN: Final = "Đôn đốc: cho ý kiến phối hợp"
_SYSTEM: Final = system("cases.consultations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of whom until when; ``token`` names the step of the process that asks."""

    agency: str
    text: str
    due_at: datetime
    silence_agrees: bool = False
    stops_clock: bool = False
    token: str = ""


def request_consultation(
    number: str,
    *,
    agency: str,
    question: str,
    actor: Actor,
    due_on: date | None = None,
    working_days: int | None = None,
    silence_agrees: bool = False,
    stops_clock: bool = False,
) -> ConsultationView:
    """Ask another agency; give its last day or the working days that it has.

    ``silence_agrees`` makes silence an agreement when the day passes, where a law says so;
    ``stops_clock`` lets the case's own clock wait. Raises ReasonMissing (no question),
    InvalidInput (no day, or one that is not after today), AgencyUnknown, NotYourCase.
    """
    if not question.strip():
        raise ReasonMissing([_no_question()])
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_consult(case, actor)
        agencies.get_agency(agency)
        asked = Question(
            agency=agency,
            text=question.strip(),
            due_at=_due(case, due_on=due_on, working_days=working_days),
            silence_agrees=silence_agrees,
            stops_clock=stops_clock,
        )
        row = ask(case, asked, actor=actor)
    return consultation_view(row)


def answer_consultation(
    consultation_id: UUID, *, answer: ConsultationReply, text: str, actor: Actor
) -> ConsultationView:
    """Answer for the asked agency; disagreement and other answers need their words.

    Raises ConsultationUnknown, ConsultationClosed, ReasonMissing.
    """
    if answer != "agree" and not text.strip():
        raise ReasonMissing([_no_words()])
    with transaction.atomic():
        case, row = _locked(consultation_id)
        if not any(actor.holds(post, agency=row.asked_agency) for post in _ANSWERING):
            raise ConsultationUnknown
        if row.answered_at is not None:
            raise ConsultationClosed
        _close_task(row, action=answer, text=text, actor=actor)
        _conclude(case, row, answer=answer, text=text.strip(), actor=actor)
    return consultation_view(row)


def conclude_silent_consultations() -> int:
    """Record agreement by silence where the day passed; let those of ended cases lapse.

    Returns how many were concluded. Law for 1.010736: no answer within 15 days is agreement.
    """
    concluded = 0
    for pk in sorted(_silent_and_due()):
        with transaction.atomic():
            case, row = _locked(pk)
            if row.answered_at is not None:
                continue
            ended = case.status in CLOSED | DECIDED
            answer = LAPSED if ended else SILENCE
            _conclude(case, row, answer=answer, text="", actor=_SYSTEM)
            concluded += 1
    return concluded


def remind_consulted() -> int:
    """Remind heads of asked agencies one working day before an answer is due; once each."""
    reminded = 0
    until = now() + timedelta(days=4)
    rows = Consultation.objects.filter(answered_at=None, reminded_at=None, due_at__lte=until)
    for pk in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            case, row = _locked(pk)
            if row.answered_at is None and row.reminded_at is None and _is_near(case, row):
                _remind(case, row)
                reminded += 1
    return reminded


def ask(case: Case, asked: Question, *, actor: Actor) -> Consultation:
    """Write the question down, let the other agency read and answer; the caller holds the lock."""
    at = now()
    year = str(local(at).year)
    drawn = agencies.next_number(agency=case.competent_agency, series=_SERIES, period=year)
    row = Consultation.objects.create(
        case=case,
        number=f"{drawn}/{_SERIES}",
        asking_agency=case.competent_agency,
        asked_agency=asked.agency,
        question=asked.text,
        asked_at=at,
        asked_by=actor.name,
        due_at=asked.due_at,
        silence_agrees=asked.silence_agrees,
        stops_clock=asked.stops_clock,
        token=asked.token,
    )
    _let_read(case, row, until_at=None, actor=actor)
    _open_task(case, row, token=_token(row), posts=_ANSWERING, name=_NAME)
    if row.stops_clock:
        begin_opinion(case, at=at)
        case.save(update_fields=["waiting_since"])
    event = ConsultationRequested(
        case_number=case.key, number=row.number, asking_agency=row.asking_agency,
        asked_agency=row.asked_agency, due_at=row.due_at,
        silence_agrees=row.silence_agrees, stops_clock=row.stops_clock,
    )  # fmt: skip
    audit.announce(event, actor=actor)
    return row


def question_of(case: Case, parameters: Mapping[str, str], *, token: str) -> Question:
    """Read what a step of the process asks: ``agency`` (kind or code), days, silence, words.

    ``days`` are calendar days, ``working_days`` working days; ``silence="agrees"`` makes
    silence an agreement, ``clock="waits"`` stops the case's own clock.
    """
    calendar = catalog.working_calendar(case.city)
    today = local(now()).date()
    working = int(parameters.get("working_days") or 0)
    last = (
        calendar.add_working_days(today, working)
        if working
        else calendar.working_day_from(today + timedelta(days=int(parameters["days"])))
    )
    return Question(
        agency=_asked(case, parameters["agency"]),
        text=parameters.get("question") or case.procedure_name["vi"],
        due_at=calendar.closing(last),
        silence_agrees=parameters.get("silence") == "agrees",
        stops_clock=parameters.get("clock") == "waits",
        token=token,
    )


def _asked(case: Case, named: str) -> str:
    """Return the agency of a code, or of a kind for the case's unit; raises AgencyUnknown."""
    unit = agencies.get_agency(case.competent_agency).unit_code
    found = competent_agency(case.city, named, unit)
    return found or agencies.get_agency(named).code


def _conclude(case: Case, row: Consultation, *, answer: str, text: str, actor: Actor) -> None:
    """Write the answer down, end the other agency's sight, let the case go on."""
    row.answer, row.answer_text, row.answered_at = answer, text, now()
    row.answered_by = actor.name if actor.is_officer else ""
    row.save(update_fields=["answer", "answer_text", "answered_at", "answered_by"])
    worklist.withdraw_tasks(case.key, tokens=_tokens(row), actor=_SYSTEM)
    _let_read(case, row, until_at=row.answered_at, actor=_SYSTEM)
    event = ConsultationAnswered(
        case_number=case.key, number=row.number, asked_agency=row.asked_agency,
        answer=answer, at=row.answered_at,
    )  # fmt: skip
    audit.announce(event, actor=actor)
    if answer == LAPSED:
        return
    if row.stops_clock:
        _run_clock_again(case)
    if row.token:
        _tell_process(case, row, actor=actor)


def _run_clock_again(case: Case) -> None:
    """Let the clock run once no opinion is owed, unless the applicant has it."""
    still = case.consultations.filter(answered_at=None, stops_clock=True).exists()
    if still or case.status in WAITING:
        return
    end_opinion(case, at=now())
    case.save(
        update_fields=[
            "due_at", "due_reasons", "appointments", "reminded", "waited_seconds",
            "waiting_since",
        ]
    )  # fmt: skip


def _tell_process(case: Case, row: Consultation, *, actor: Actor) -> None:
    values = {
        "answer": row.answer,
        "agreed": row.answer in {"agree", SILENCE},
        "silent": row.answer == SILENCE,
        "agency": row.asked_agency,
        "text": row.answer_text,
    }
    try:
        with transaction.atomic():
            deliver_message(case, name=ANSWERED, token=row.token, values=values, actor=actor)
    except MessageNotAwaited:
        return


def _close_task(row: Consultation, *, action: str, text: str, actor: Actor) -> None:
    """Close the asked agency's task in the officer's name, if the officer's post has it."""
    for task in worklist.list_open_tasks_of(row.case.key):
        if task.token == _token(row) and actor.holds(task.post, agency=task.agency):
            worklist.close_task(task.id, action=action, note=text, actor=actor)


def _open_task(
    case: Case, row: Consultation, *, token: str, posts: tuple[str, ...], name: str
) -> None:
    """Let the first of the posts that somebody holds at the asked agency answer."""
    held = (post for post in posts if agencies.officers_holding(row.asked_agency, post))
    worklist.open_task(
        worklist.NewTask(
            subject=case.key,
            token=token,
            key=TASK_KEY,
            name=name,
            agency=row.asked_agency,
            post=next(held, posts[0]),
            actions=REPLIES,
            due_at=row.due_at,
            label=label_of(case),
        ),
        actor=_SYSTEM,
    )


def _remind(case: Case, row: Consultation) -> None:
    row.reminded_at = now()
    row.save(update_fields=["reminded_at"])
    _open_task(case, row, token=f"{_token(row)}#again", posts=_REMINDED, name=_AGAIN)
    event = ConsultationReminded(
        case_number=case.key, number=row.number,
        asked_agency=row.asked_agency, due_at=row.due_at,
    )  # fmt: skip
    audit.announce(event, actor=_SYSTEM)


def _let_read(case: Case, row: Consultation, *, until_at: datetime | None, actor: Actor) -> None:
    if row.asked_agency in {case.receiving_agency, case.competent_agency}:
        return
    ids = files_of(case)
    if ids:
        vault.share_files_with(
            ids, agencies=[row.asked_agency], matter=case.key, until_at=until_at, actor=actor
        )


def _locked(consultation_id: UUID) -> tuple[Case, Consultation]:
    """Lock the case first, then its consultation: the order of every other act."""
    known = Consultation.objects.select_related("case").filter(pk=consultation_id).first()
    if known is None:
        raise ConsultationUnknown
    case = lock_case_by_number(known.case.key)
    row = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation_id)
    row.case = case
    return case, row


def _silent_and_due() -> set[UUID]:
    rows = Consultation.objects.filter(answered_at=None)
    due = rows.filter(silence_agrees=True, due_at__lte=now())
    ended = rows.filter(case__status__in=[*CLOSED, *DECIDED])
    return {*due.values_list("pk", flat=True), *ended.values_list("pk", flat=True)}


def _is_near(case: Case, row: Consultation) -> bool:
    """Tell whether the answer is due today, on the next working day, or was due before."""
    calendar = catalog.working_calendar(case.city)
    return local(row.due_at).date() <= calendar.next_working_day(local(now()).date())


def _due(case: Case, *, due_on: date | None, working_days: int | None) -> datetime:
    """Return the end of the last day to answer."""
    calendar = catalog.working_calendar(case.city)
    if due_on is not None and due_on > local(now()).date():
        return calendar.closing(calendar.working_day_from(due_on))
    if due_on is None and working_days is not None and working_days > 0:
        last = calendar.add_working_days(local(now()).date(), working_days)
        return calendar.closing(last)
    raise InvalidInput([_no_day()])


def _token(row: Consultation) -> str:
    return f"{TASK_KEY}#{row.id}"


def _tokens(row: Consultation) -> frozenset[str]:
    return frozenset({_token(row), f"{_token(row)}#again"})


def _no_question() -> Problem:
    return Problem(
        code="cases.reason_missing",
        path="/question",
        message={"vi": "Hãy nêu nội dung cần lấy ý kiến.", "en": "Say what is asked."},
    )


def _no_words() -> Problem:
    return Problem(
        code="cases.reason_missing",
        path="/text",
        message={"vi": "Hãy nêu rõ ý kiến.", "en": "Say what the opinion is."},
    )


def _no_day() -> Problem:
    return Problem(
        code="cases.no_day_to_answer",
        path="/due_on",
        message={
            "vi": "Hãy chọn ngày trả lời sau ngày hôm nay.",
            "en": "Choose a day after today.",
        },
    )
