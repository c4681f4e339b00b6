"""What a person does about places and representatives of a case."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from haidang.blocks.identity import public as identity
from haidang.channels.portal.forms import attach
from haidang.channels.portal.presenters.places import (
    RelatedPart,
    owner_tabs,
    post_part,
    related_part,
)
from haidang.channels.portal.presenters.wording import language
from haidang.channels.portal.views.frame import actor_of, for_people
from haidang.channels.portal.views.sources import agency_name, ward_options
from haidang.domain.cases import public as cases
from haidang.kernel.actors import Actor
from haidang.kernel.events import JSON
from haidang.ui.fields import Field
from haidang.ui.parts import Link

MANDATE: Final = "mandate"
"""The key of evidence under which the paper of a mandate is kept."""


@require_POST
@for_people
def ask_delivery(request: HttpRequest, key: str) -> HttpResponse:
    """Ask to have the result by post."""
    detail = request.POST.get("post_detail", "").strip()[:200]
    ward = request.POST.get("post_ward", "")
    known = {option.value for option in ward_options(settings.HAIDANG_CITY)}
    if not detail or ward not in known:
        messages.error(request, _("Give the house, street and ward of the address."))
        return redirect("portal:case", key)
    address: dict[str, JSON] = {"ward": ward, "detail": detail}
    cases.request_delivery(key, address=address, actor=actor_of(request))
    messages.success(request, _("The result will be sent by post."), extra_tags="good")
    return redirect("portal:case", key)


@require_POST
@for_people
def mandate_paper(request: HttpRequest, key: str) -> HttpResponse:
    """Attach the paper of a mandate to a draft."""
    actor = actor_of(request)
    view = cases.get_case(key, actor=actor, purpose="own case")
    for upload in request.FILES.getlist("mandate"):
        faults = attach(view.id, key=MANDATE, upload=upload, actor=actor)
        for fault in faults:
            messages.error(request, fault.text(language()))
    return redirect("portal:review", view.id)


@require_POST
@for_people
def revoke_mandate(request: HttpRequest, key: str) -> HttpResponse:
    """End the paper mandate by which somebody acts for me in a case."""
    event = cases.revoke_paper_mandate(key, actor=actor_of(request))
    said = _("%(name)s no longer represents you in this case.") % {"name": event.representative}
    messages.info(request, said)
    return redirect("portal:case", key)


def owners_of(request: HttpRequest, *, own: str) -> tuple[UUID | None, tuple[Link, ...]]:
    """Return the organization whose things are asked for, if the person stands for it; tabs."""
    bodies = identity.list_organizations(actor_of(request))
    wanted = request.GET.get("to-chuc", "")
    found = next((body.id for body in bodies if str(body.id) == wanted), None)
    chosen = str(found) if found else ""
    return found, owner_tabs(bodies, href=request.path, own=own, chosen=chosen)


def related_of(view: cases.CaseView, *, actor: Actor) -> RelatedPart:
    """Gather what belongs to a case beside its progress."""
    abilities = cases.abilities(view.number, actor=actor)
    postage = cases.postal_fee(city=view.city)
    may_ask = abilities.get("ask_delivery") and view.answers.get("receive_by") != "post"
    return related_part(
        view,
        name_of=agency_name,
        parts=cases.parts_of(view.number, actor=actor),
        consultations=cases.consultations_of(view.number, actor=actor),
        parcels=cases.list_deliveries(view.number, actor=actor),
        post=post_part(view, fields=_address_fields(view), postage=postage) if may_ask else None,
        is_applicant=view.applicant_id == actor.person_id,
    )


def _address_fields(view: cases.CaseView) -> tuple[Field, ...]:
    known = view.applicant.get("residence")
    home = known if isinstance(known, Mapping) else {}
    return (
        Field(
            name="post_detail",
            label=_("House number, street, residential group"),
            value=str(home.get("detail") or ""),
            max_length=200,
        ),
        Field(
            name="post_ward",
            label=_("Ward, commune or special zone"),
            kind="select",
            options=ward_options(settings.HAIDANG_CITY),
            value=str(home.get("ward") or ""),
        ),
    )
