"""Present a year of the calendar, the form to change it, and what a change would do."""

import calendar as months
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from haidang.channels.console import forms
from haidang.channels.console.pages import CalendarPage, Day, Mark, Month, PreviewPage
from haidang.channels.console.words import crumbs, exact, say, summarize
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import DayKind, DayMark, WorkingCalendar
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Cell, Link, Row, Table, Tone

KINDS: Final = {
    DayKind.HOLIDAY: gettext_lazy("Public holiday"),
    DayKind.COMPENSATORY: gettext_lazy("Day off in lieu"),
    DayKind.SWAPPED_OFF: gettext_lazy("Swapped day off"),
    DayKind.SWAPPED_WORK: gettext_lazy("Worked in return"),
}
_TONES: Final[Mapping[DayKind, Tone]] = {
    DayKind.HOLIDAY: "bad",
    DayKind.COMPENSATORY: "warn",
    DayKind.SWAPPED_OFF: "warn",
    DayKind.SWAPPED_WORK: "info",
}
_WEEKDAYS: Final = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
_SHORT: Final = (
    gettext_lazy("Mo"),
    gettext_lazy("Tu"),
    gettext_lazy("We"),
    gettext_lazy("Th"),
    gettext_lazy("Fr"),
    gettext_lazy("Sa"),
    gettext_lazy("Su"),
)


def calendar_page(
    calendar: WorkingCalendar,
    *,
    year: int,
    years: Iterable[int],
    own: frozenset[date],
    given: forms.GivenDay,
    faults: Mapping[str, str],
) -> CalendarPage:
    """Return a year of the calendar; ``own`` are the days that officers wrote into it."""
    fields = _fields(given, faults)
    marks = sorted(
        (mark for mark in calendar.marks.values() if mark.day.year == year),
        key=lambda mark: mark.day,
    )
    announced = calendar.announced_until
    return CalendarPage(
        year=year,
        years=tuple(
            Link(text=str(each), href=f"?nam={each}", current=each == year) for each in years
        ),
        months=tuple(_month(calendar, year, month) for month in range(1, 13)),
        weekdays=tuple(str(each) for each in _SHORT),
        marks=tuple(_mark(mark, own=own) for mark in marks),
        hours=tuple(_hours(calendar)),
        version=calendar.version,
        announced=f"{announced:%d/%m/%Y}" if announced else "",
        fields=fields,
        faults=summarize(faults, fields),
        crumbs=crumbs(_("Working calendar")),
    )


def preview_page(
    given: forms.GivenDay,
    *,
    change: catalog.CalendarChange,
    effect: cases.DueChanges,
    expected: int,
    faults: Mapping[str, str],
) -> PreviewPage:
    """Return what a change would do to open cases, and the form that publishes it."""
    reason = Field(
        name="reason",
        label=_("Reason for the change"),
        hint=_("People whose dates move will read it."),
        value=given.reason,
        faults=(faults["reason"],) if "reason" in faults else (),
        max_length=forms.LONGEST,
    )
    moved = effect.later + effect.earlier
    return PreviewPage(
        changes=tuple(_change_words(change)),
        summary=_summary(effect),
        tone="warn" if moved else "good",
        table=_examples(effect) if effect.examples else None,
        hidden=tuple(forms.hidden_of(given, expected=expected).items()),
        reason=reason,
        faults=summarize(faults, (reason,)),
        crumbs=crumbs(_("See what changes"), (_("Working calendar"), reverse("console:calendar"))),
    )


def _month(calendar: WorkingCalendar, year: int, month: int) -> Month:
    weeks = months.Calendar().monthdatescalendar(year, month)
    return Month(
        name=_("Month %(number)d") % {"number": month},
        weeks=tuple(
            tuple(
                _day(calendar, day) if day.month == month else Day(number="", look="empty")
                for day in week
            )
            for week in weeks
        ),
    )


def _day(calendar: WorkingCalendar, day: date) -> Day:
    mark = calendar.marks.get(day)
    if mark is None:
        look = "plain" if calendar.is_working(day) else "weekend"
        return Day(number=str(day.day), look=look)
    look = "work" if mark.kind is DayKind.SWAPPED_WORK else "off"
    return Day(number=str(day.day), look=look, title=f"{KINDS[mark.kind]}: {say(mark.name)}")


def _mark(mark: DayMark, *, own: frozenset[date]) -> Mark:
    return Mark(
        day=f"{mark.day:%d/%m/%Y}",
        weekday=str(_WEEKDAYS[mark.day.weekday()]),
        kind=str(KINDS[mark.kind]),
        tone=_TONES[mark.kind],
        name=say(mark.name),
        law=mark.law,
        remove=mark.day.isoformat() if mark.day in own else "",
    )


def _hours(calendar: WorkingCalendar) -> Iterable[str]:
    for period in sorted(calendar.hours.periods, key=lambda each: each.valid_from):
        spans = ", ".join(f"{span.start:%H:%M}-{span.end:%H:%M}" for span in period.spans)
        yield _("From %(day)s: %(hours)s") % {"day": f"{period.valid_from:%d/%m/%Y}",
                                              "hours": spans}  # fmt: skip


def _fields(given: forms.GivenDay, faults: Mapping[str, str]) -> tuple[Field, ...]:
    def wrong(name: str) -> tuple[str, ...]:
        return (faults[name],) if name in faults else ()

    kinds = (
        Option(value=forms.SWAP, label=_("A swap: one day off, another worked in return")),
        *(Option(value=kind, label=str(name)) for kind, name in KINDS.items()),
    )
    return (
        Field(name="kind", label=_("What changes"), kind="select", value=given.kind,
              options=kinds, faults=wrong("kind")),
        Field(name="day", label=_("Day"), kind="date", value=given.day, faults=wrong("day")),
        Field(name="work_day", label=_("Day worked in return"), kind="date",
              value=given.work_day, required=False, faults=wrong("work_day"),
              hint=_("Only for a swap.")),
        Field(name="name_vi", label=_("Occasion in Vietnamese"), value=given.name_vi,
              faults=wrong("name_vi"), max_length=forms.LONGEST),
        Field(name="name_en", label=_("Occasion in English"), value=given.name_en,
              required=False, max_length=forms.LONGEST),
        Field(name="law", label=_("Paper that orders it"), value=given.law,
              faults=wrong("law"), max_length=forms.LONGEST,
              hint=_("Number, date and who issued it.")),
    )  # fmt: skip


def _change_words(change: catalog.CalendarChange) -> Iterable[str]:
    for mark in change.add:
        yield _("%(day)s: %(kind)s. %(name)s (%(law)s)") % {
            "day": f"{mark.day:%d/%m/%Y}",
            "kind": KINDS[mark.kind],
            "name": say(mark.name),
            "law": mark.law,
        }
    for day in change.remove:
        yield _("%(day)s is no longer set apart.") % {"day": f"{day:%d/%m/%Y}"}


def _summary(effect: cases.DueChanges) -> str:
    moved = effect.later + effect.earlier
    if not moved:
        return _("No open case is due otherwise.")
    words = ngettext(
        "%(count)d open case is due otherwise: %(later)d later, %(earlier)d earlier.",
        "%(count)d open cases are due otherwise: %(later)d later, %(earlier)d earlier.",
        moved,
    ) % {"count": moved, "later": effect.later, "earlier": effect.earlier}
    cut = _("Only the first %(count)d open cases were looked at.") % {"count": effect.looked_at}
    return f"{words} {cut}" if effect.is_cut else words


def _examples(effect: cases.DueChanges) -> Table:
    return Table(
        caption=_("Cases that would move"),
        columns=(_("Case"), _("Procedure"), _("Due now"), _("Due then")),
        rows=tuple(
            (
                Cell(text=each.number),
                Cell(text=say(each.procedure_name)),
                Cell(text=exact(each.before)),
                Cell(text=exact(each.after)),
            )
            for each in effect.examples
        ),
    )


def facts(rows: Iterable[tuple[str, str]]) -> tuple[Row, ...]:
    """Return terms with their texts, without the empty ones."""
    return tuple(Row(term=term, text=text) for term, text in rows if text)
