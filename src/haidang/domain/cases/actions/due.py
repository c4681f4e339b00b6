"""The due date of a case as it moves: the limit that runs now, the appointment under way."""

from haidang.domain.cases.models import Case
from haidang.engines.deadlines import Due, TimeLimit
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.clock import local
from haidang.kernel.events import JSON

FIRST = "first"
SECOND = "second"


def channel_limit(case: Case, package: ProcedurePackage) -> TimeLimit:
    """Return the whole time limit of the case's channel."""
    offer = package.channel(case.channel)
    return offer.time_limit if offer else package.channels[0].time_limit


def appointment_limit(case: Case, package: ProcedurePackage, key: str) -> TimeLimit | None:
    """Return the limit of an appointment by the case's channel, if the procedure has it."""
    appointment = package.time.appointment(key)
    if appointment is None:
        return None
    return appointment.limits.get(case.channel) or next(iter(appointment.limits.values()))


def current_limit(case: Case, package: ProcedurePackage) -> TimeLimit:
    """Return the limit that runs now: that of the appointment under way, else the channel's."""
    under_way = current_appointment(case)
    key = str(under_way["key"]) if under_way else FIRST
    return appointment_limit(case, package, key) or channel_limit(case, package)


def current_appointment(case: Case) -> dict[str, JSON] | None:
    """Return the appointment that runs now: started and not met."""
    rows = [row for row in case.appointments if row.get("due_at") and not row.get("met_at")]
    return rows[0] if rows else None


def move_due(case: Case, due: Due) -> None:
    """Give the case another due instant, its appointment too; reminders begin anew."""
    texts = [dict(reason.text) for reason in due.reasons]
    under_way = current_appointment(case)
    if under_way is not None and due.due_at is not None:
        case.appointments = [
            {**row, "due_at": local(due.due_at).isoformat(), "reasons": [*row["reasons"], *texts]}
            if row["key"] == under_way["key"]
            else row
            for row in case.appointments
        ]
    case.due_at, case.reminded = due.due_at, ""
    case.due_reasons = [*case.due_reasons, *texts]
