"""Present the office's own pages: what is due, what other agencies ask, the book, the history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from haidang.blocks.agencies import public as agencies
from haidang.channels.desk.story import KINDS, Kind, tell
from haidang.channels.desk.words import TONES, due_words, exact, say
from haidang.channels.desk.work_page import case_crumbs
from haidang.domain.cases import public as cases
from haidang.engines.deadlines import WorkingCalendar
from haidang.kernel.clock import local, now
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Cell, Link, Moment, Table, Tone

_OUTCOMES: Final[Mapping[str, str | Promise]] = {
    "early": pgettext_lazy("register", "Early"),
    "on_time": pgettext_lazy("register", "On time"),
    "late": pgettext_lazy("register", "Late"),
    "none": "",
}
_KIND_WORDS: Final[Mapping[Kind, str | Promise]] = {
    "all": pgettext_lazy("history", "Everything"),
    "dates": pgettext_lazy("history", "Dates"),
    "papers": pgettext_lazy("history", "Papers"),
    "places": pgettext_lazy("history", "Other agencies"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """A case near its due date, and until when an apology may be sent."""

    number: str
    href: str
    procedure: str
    applicant: str
    due: str
    due_exact: str
    tone: Tone
    apology: str
    apology_tone: Tone
    extend_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePage:
    """What is due soon."""

    lines: tuple[DueLine, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """A question that another agency asks."""

    number: str
    href: str
    procedure: str
    asking: str
    question: str
    due: str
    due_exact: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPage:
    """What other agencies ask of the officer's agencies."""

    lines: tuple[AskedLine, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """Everything that happened to a case, with exact times."""

    number: str
    kinds: tuple[Link, ...]
    moments: tuple[Moment, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookAsked:
    """Which lines of the book are asked for; the period includes its last day."""

    agency: str
    field: str
    since: date
    until: date

    def query(self, **more: str) -> str:
        """Return the words of the address that asks for the same."""
        words = {
            "co-quan": self.agency,
            "linh-vuc": self.field,
            "tu": self.since.isoformat(),
            "den": self.until.isoformat(),
            **more,
        }
        return urlencode({key: word for key, word in words.items() if word})


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPage:
    """Sổ theo dõi hồ sơ of an agency for a period."""

    fields: tuple[Field, ...]
    table: Table | None
    pdf_href: str
    csv_href: str
    next_href: str
    crumbs: tuple[Link, ...]


def due_page(
    found: Sequence[cases.DueSoon], *, calendar: WorkingCalendar, can_extend: bool
) -> DuePage:
    """Return the cases near their due date, the first due first."""
    lines = tuple(_due_line(each, calendar=calendar, can_extend=can_extend) for each in found)
    return DuePage(lines=lines, crumbs=(*case_crumbs(), Link(text=_("Due soon"))))


def asked_page(found: Sequence[cases.ConsultationView], *, calendar: WorkingCalendar) -> AskedPage:
    """Return what other agencies ask, the most urgent first."""
    lines = tuple(_asked_line(each, calendar=calendar) for each in found)
    return AskedPage(lines=lines, crumbs=(*case_crumbs(), Link(text=_("Questions to us"))))


def history_page(number: str, items: Sequence[cases.TimelineItem], *, asked: str) -> HistoryPage:
    """Return what happened, of the kind that is asked for."""
    kind: Kind = next((each for each in KINDS if each == asked), "all")
    place = reverse("desk:history", args=[number])
    case = Link(text=number, href=reverse("desk:case", args=[number]))
    return HistoryPage(
        number=number,
        kinds=tuple(
            Link(text=str(words), href=f"{place}?loai={each}", current=each == kind)
            for each, words in _KIND_WORDS.items()
        ),
        moments=tell(items, kind=kind, is_exact=True),
        crumbs=(*case_crumbs(), case, Link(text=_("History"))),
    )


def book_page(
    asked: BookAsked, page: cases.RegisterPage, *, own: Sequence[str], fields: Sequence[str]
) -> BookPage:
    """Return the lines of the book, and how to take them home."""
    place = reverse("desk:register")
    return BookPage(
        fields=_book_fields(asked, own=own, fields=fields),
        table=_book_table(page) if page.rows else None,
        pdf_href=f"{reverse('desk:register-file', args=['pdf'])}?{asked.query()}",
        csv_href=f"{reverse('desk:register-file', args=['csv'])}?{asked.query()}",
        next_href=f"{place}?{asked.query(sau=page.after)}" if page.after else "",
        crumbs=(*case_crumbs(), Link(text=_("Book of cases"))),
    )


def _due_line(each: cases.DueSoon, *, calendar: WorkingCalendar, can_extend: bool) -> DueLine:
    due = due_words(each.due_at, calendar=calendar)
    is_open = not each.is_extended and local(now()).date() <= each.extend_until
    return DueLine(
        number=each.case.number,
        href=reverse("desk:case", args=[each.case.number]),
        procedure=say(each.case.procedure_name),
        applicant=each.case.applicant_name,
        due=due.relative,
        due_exact=due.exact,
        tone=TONES[each.light],
        apology=_apology(each, is_open=is_open),
        apology_tone="warn" if is_open else "idle",
        extend_href=reverse("desk:verb", args=[each.case.number, "gia-han"])
        if is_open and can_extend
        else "",
    )


def _apology(each: cases.DueSoon, *, is_open: bool) -> str:
    if each.is_extended:
        return _("Extended once already")
    day = f"{each.extend_until:%d/%m/%Y}"
    if is_open:
        return _("Apology (form 04) at the latest on %(day)s") % {"day": day}
    return _("The last day for an apology was %(day)s") % {"day": day}


def _asked_line(each: cases.ConsultationView, *, calendar: WorkingCalendar) -> AskedLine:
    due = due_words(each.due_at, calendar=calendar)
    return AskedLine(
        number=each.case_number,
        href=reverse("desk:case", args=[each.case_number]),
        procedure=say(each.procedure_name),
        asking=agencies.find_agency_name(each.asking_agency),
        question=each.question,
        due=due.relative,
        due_exact=due.exact,
        tone=due.tone,
    )


def _book_fields(
    asked: BookAsked, *, own: Sequence[str], fields: Sequence[str]
) -> tuple[Field, ...]:
    return (
        Field(
            name="co-quan",
            label=_("Agency"),
            kind="select",
            value=asked.agency,
            options=tuple(
                Option(value=code, label=agencies.find_agency_name(code)) for code in own
            ),
        ),
        Field(
            name="linh-vuc",
            label=pgettext("catalogue", "Field"),
            kind="select",
            value=asked.field,
            options=tuple(Option(value=each, label=each) for each in fields),
            required=False,
        ),
        Field(name="tu", label=_("From"), kind="date", value=asked.since.isoformat()),
        Field(name="den", label=_("Until"), kind="date", value=asked.until.isoformat()),
    )


def _book_table(page: cases.RegisterPage) -> Table:
    return Table(
        caption=_("Book of cases"),
        hide_caption=True,
        columns=(
            _("Case"),
            _("Procedure"),
            _("Applicant"),
            pgettext("case", "Accepted"),
            _("Due"),
            pgettext("register", "Returned"),
            pgettext("register", "Outcome"),
        ),
        rows=tuple(
            (
                Cell(text=row.case_number, href=reverse("desk:case", args=[row.case_number])),
                Cell(text=say(row.procedure)),
                Cell(text=row.applicant),
                Cell(text=exact(row.accepted_at)),
                Cell(text=exact(row.due_at)),
                Cell(text=exact(row.returned_at)),
                Cell(text=_outcome(row), tone="bad" if row.outcome == "late" else None),
            )
            for row in page.rows
        ),
    )


def _outcome(row: cases.RegisterRow) -> str:
    words = str(_OUTCOMES.get(row.outcome, row.outcome))
    if row.is_late_without_apology:
        return f"{words} ({_('no apology was sent')})" if words else _("no apology was sent")
    return words
