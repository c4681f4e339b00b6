"""The office's own pages: what is due, what others ask, the book, history, paper to print."""

import calendar as months
from datetime import date
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from haidang.blocks.identity import public as identity
from haidang.channels.desk import office_page
from haidang.channels.desk.verbs import read_day
from haidang.channels.desk.views import inline
from haidang.channels.desk.work_page import me
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.kernel.actors import Actor
from haidang.kernel.clock import local, now

LINES: Final = 50
DIRECTING: Final = frozenset({"head", "leader"})


@require_safe
@identity.require_officer_second_factor
def show_due(request: HttpRequest) -> HttpResponse:
    """Show which cases are due soon or late, and until when an apology may be sent."""
    actor = identity.actor_for_request(request)
    page = office_page.due_page(
        cases.list_due_soon(actor=actor),
        calendar=catalog.working_calendar(settings.HAIDANG_CITY),
        can_extend=any(duty.post in DIRECTING for duty in actor.duties),
    )
    return render(request, "desk/due.html", {"page": page, "me": me(actor)})


@require_safe
@identity.require_officer_second_factor
def show_asked(request: HttpRequest) -> HttpResponse:
    """Show what other agencies ask of the officer's agencies."""
    actor = identity.actor_for_request(request)
    page = office_page.asked_page(
        cases.list_consultations(actor=actor),
        calendar=catalog.working_calendar(settings.HAIDANG_CITY),
    )
    return render(request, "desk/asked.html", {"page": page, "me": me(actor)})


@require_safe
@identity.require_officer_second_factor
def show_history(request: HttpRequest, *, number: str) -> HttpResponse:
    """Show everything that happened to a case, with exact times."""
    actor = identity.actor_for_request(request)
    items = cases.timeline(number, actor=actor)
    page = office_page.history_page(number, items, asked=request.GET.get("loai", ""))
    return render(request, "desk/history.html", {"page": page, "me": me(actor)})


@require_safe
@identity.require_officer_second_factor
def show_register(request: HttpRequest) -> HttpResponse:
    """Show Sổ theo dõi hồ sơ of an own agency for a period."""
    actor = identity.actor_for_request(request)
    asked = _read_book(request.GET, actor)
    page = cases.list_register(
        agency=asked.agency,
        field=asked.field,
        since=asked.since,
        until=asked.until,
        after=request.GET.get("sau", ""),
        limit=LINES,
        actor=actor,
    )
    fields = catalog.search_choices().fields
    shown = office_page.book_page(asked, page, own=sorted(actor.agencies), fields=fields)
    return render(request, "desk/register.html", {"page": shown, "me": me(actor)})


@require_safe
@identity.require_officer_second_factor
def read_register(request: HttpRequest, *, kind: str) -> HttpResponse:
    """Give the book as PDF or CSV; taking it home is noted."""
    actor = identity.actor_for_request(request)
    asked = _read_book(request.GET, actor)
    period = {"agency": asked.agency, "field": asked.field}
    name = f"so-theo-doi-{asked.agency}-{asked.since}-{asked.until}"
    match kind:
        case "pdf":
            content = cases.register_pdf(
                **period, since=asked.since, until=asked.until, actor=actor
            )
            return inline(f"{name}.pdf", "application/pdf", content)
        case "csv":
            content = cases.register_csv(
                **period, since=asked.since, until=asked.until, actor=actor
            )
            return inline(f"{name}.csv", "text/csv", content)
        case _:
            raise Http404


@require_POST
@identity.require_officer_second_factor
def make_control_sheet(request: HttpRequest, *, number: str) -> HttpResponse:
    """Make the control sheet of a case as it stands now."""
    actor = identity.actor_for_request(request)
    made = cases.issue_control_sheet(number, actor=actor)
    done = _("The control sheet %(number)s is made.") % {"number": made.number}
    messages.success(request, done, extra_tags="good")
    return redirect("desk:document", number, made.id)


@require_safe
@xframe_options_sameorigin
@identity.require_officer_second_factor
def print_paper(
    request: HttpRequest, *, number: str, document_id: UUID, paper: str
) -> HttpResponse:
    """Give a form of the case for A5 or A4 paper."""
    actor = identity.actor_for_request(request)
    size: cases.PaperSize = "a4" if paper == "a4" else "a5"
    name, content = cases.print_document(number, document_id=document_id, paper=size, actor=actor)
    return inline(name, "application/pdf", content)


def _read_book(query: QueryDict, actor: Actor) -> office_page.BookAsked:
    """Read which lines are asked for: the first own agency and this month at the beginning."""
    today = local(now()).date()
    own = sorted(actor.agencies)
    last = months.monthrange(today.year, today.month)[1]
    return office_page.BookAsked(
        agency=query.get("co-quan", "") or (own[0] if own else ""),
        field=query.get("linh-vuc", "")[:200],
        since=_day(query, "tu") or today.replace(day=1),
        until=_day(query, "den") or today.replace(day=last),
    )


def _day(query: QueryDict, name: str) -> date | None:
    text = query.get(name, "") or read_day(query, name)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
