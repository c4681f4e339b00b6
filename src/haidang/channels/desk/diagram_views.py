"""The drawing of a case's process, with a mark where the case stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haidang.blocks.identity import public as identity
from haidang.channels.desk.pages import DiagramPage
from haidang.channels.desk.process import step_lines
from haidang.channels.desk.words import say
from haidang.channels.desk.work_page import case_crumbs, me
from haidang.domain.cases import public as cases
from haidang.ui.parts import Link


@require_safe
@identity.require_officer_second_factor
def show_diagram(request: HttpRequest, *, number: str) -> HttpResponse:
    """Show the process as a drawing, and as the list of its steps."""
    actor = identity.actor_for_request(request)
    drawing = cases.process_drawing(number, actor=actor)
    case = Link(text=number, href=reverse("desk:case", args=[number]))
    page = DiagramPage(
        number=number,
        procedure=say(drawing.procedure_name),
        source=reverse("desk:bpmn", args=[number]),
        done=" ".join(drawing.done),
        now=" ".join(drawing.now),
        process=step_lines(
            cases.process_position(number, actor=actor),
            timeline=cases.timeline(number, actor=actor),
        ),
        crumbs=(*case_crumbs(), case, Link(text=_("Process"))),
    )
    return render(request, "desk/diagram.html", {"page": page, "me": me(actor)})


@require_safe
@identity.require_officer_second_factor
def read_bpmn(request: HttpRequest, *, number: str) -> HttpResponse:
    """Give the BPMN file that the drawing is made from."""
    actor = identity.actor_for_request(request)
    drawing = cases.process_drawing(number, actor=actor)
    response = HttpResponse(drawing.bpmn, content_type="application/xml; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    return response
