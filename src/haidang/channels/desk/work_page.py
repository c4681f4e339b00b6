"""Present my work: counts, filters and the list."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.blocks.agencies import public as agencies
from haidang.channels.desk.pages import AssignPage, FindPage, Found, Me
from haidang.channels.desk.words import (
    STATUS_TONES,
    post_words,
    say,
)
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.kernel.actors import Actor
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Fault, Link

_COUNTER: Final = {
    "reception": "/ban-lam-viec/tiep-nhan-truc-tiep/",
    "cashier": "/ban-lam-viec/thu-tien/",
}
"""Where an officer of a post serves people who are present."""


def me(actor: Actor) -> Me:
    """Return who is signed in, with the posts held."""
    posts = {post_words(duty.post) for duty in actor.duties}
    held = {duty.post for duty in actor.duties}
    counter = next((href for post, href in _COUNTER.items() if post in held), "")
    catalogue = "/bien-tap/" if catalog.can_steward(actor) else ""
    return Me(name=actor.name, posts=tuple(sorted(posts)), counter=counter, catalogue=catalogue)


def assign_page(
    task: worklist.TaskView, officers: list[agencies.OfficerSummary], *, is_missing: bool
) -> AssignPage:
    """Return the choice of officers who hold the task's post."""
    case = reverse("desk:case", args=[task.subject])
    fault = _("Choose an officer who holds the post.") if is_missing else ""
    field = Field(
        name="officer",
        label=_("Officer in charge"),
        kind="radio",
        value=str(task.officer_id or ""),
        options=tuple(Option(value=str(each.id), label=each.name) for each in officers),
        faults=(fault,) if fault else (),
    )
    return AssignPage(
        task=task.name,
        number=task.subject,
        back=case,
        crumbs=(*case_crumbs(), Link(text=task.subject, href=case), Link(text=_("Assign"))),
        field=field,
        faults=(Fault(text=fault, href=f"#{field.focus_id}"),) if fault else (),
    )


def find_page(query: str, found: list[cases.CaseSummary], *, limit: int) -> FindPage:
    """Return the results of a search."""
    return FindPage(
        query=query,
        found=tuple(_found(case) for case in found[:limit]),
        is_cut=len(found) > limit,
    )


def case_crumbs() -> tuple[Link, ...]:
    """Return the way to every page of the desk."""
    return (Link(text=_("My work"), href=reverse("desk:work")),)


def _found(case: cases.CaseSummary) -> Found:
    return Found(
        number=case.number,
        href=reverse("desk:case", args=[case.number]),
        procedure=say(case.procedure_name),
        applicant=case.applicant_name,
        status=say(case.status_name),
        tone=STATUS_TONES.get(case.status, "idle"),
    )
