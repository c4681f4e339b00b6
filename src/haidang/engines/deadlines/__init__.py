"""Working calendars and legal time limits: when a result is due, and why.

Words: a *limit* counts working days, calendar days or working hours; the *clock*
starts at acceptance; a *calendar* knows days off, swaps and office hours; a *due*
instant carries its reasons; a *light* is derived from it. Invariants: a due instant never
falls on a day off; later acceptance is never due earlier; a printed appointment never
changes by itself.
"""

from haidang.engines.deadlines.edit import change_days
from haidang.engines.deadlines.explain import explain
from haidang.engines.deadlines.light import NEAR, classify, derive_attributes, derive_light
from haidang.engines.deadlines.model import (
    USUAL_HOURS,
    Appointments,
    Attributes,
    DayKind,
    DayMark,
    Due,
    HoursPeriod,
    Light,
    OfficeHours,
    Outcome,
    Phase,
    Reason,
    Span,
    Suggestion,
    TimeLimit,
    Unit,
)
from haidang.engines.deadlines.notices import (
    FORWARDING_CUT_OFF,
    acknowledgement_due,
    confirmation_due,
    forward_due,
    notice_due,
    supplement_due,
)
from haidang.engines.deadlines.parse import (
    CalendarRules,
    calendar_of,
    parse_calendar,
    parse_time_limit,
)
from haidang.engines.deadlines.regimes import (
    CONFIRMATION,
    EXTENSION_DAYS,
    OBLIGATION,
    SUPPLEMENT,
    extend,
    last_day_to_extend,
    pause,
    restart,
    suggest,
    suspend,
    two_appointments,
)
from haidang.engines.deadlines.run import compute_due
from haidang.engines.deadlines.words import CIVIL_STATUS
from haidang.engines.deadlines.working_calendar import WorkingCalendar, build_calendar

__all__ = [
    "CIVIL_STATUS",
    "CONFIRMATION",
    "EXTENSION_DAYS",
    "FORWARDING_CUT_OFF",
    "NEAR",
    "OBLIGATION",
    "SUPPLEMENT",
    "USUAL_HOURS",
    "Appointments",
    "Attributes",
    "CalendarRules",
    "DayKind",
    "DayMark",
    "Due",
    "HoursPeriod",
    "Light",
    "OfficeHours",
    "Outcome",
    "Phase",
    "Reason",
    "Span",
    "Suggestion",
    "TimeLimit",
    "Unit",
    "WorkingCalendar",
    "acknowledgement_due",
    "build_calendar",
    "calendar_of",
    "change_days",
    "classify",
    "compute_due",
    "confirmation_due",
    "derive_attributes",
    "derive_light",
    "explain",
    "extend",
    "forward_due",
    "last_day_to_extend",
    "notice_due",
    "parse_calendar",
    "parse_time_limit",
    "pause",
    "restart",
    "suggest",
    "supplement_due",
    "suspend",
    "two_appointments",
]
