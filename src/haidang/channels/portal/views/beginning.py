"""Begin a case: for oneself, for somebody represented, or for an organization."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity import public as identity
from haidang.channels.portal.presenters.beginning import (
    ORGANIZATION,
    PAPER,
    StartChoices,
    start_page,
)
from haidang.channels.portal.presenters.wording import language
from haidang.channels.portal.views.frame import actor_of, for_people, show
from haidang.channels.portal.views.guiding import answers_from_guide
from haidang.channels.portal.views.sources import (
    home_ward_of,
    principals_of,
    ward_options,
)
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.actors import Actor
from haidang.kernel.errors import InvalidInput, Problem
from haidang.ui.fields import Option


@require_http_methods(["GET", "POST"])
@for_people
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for whom, who decides and where it is handed in, then begin a draft."""
    actor = actor_of(request)
    package = catalog.current_revision(code).package
    choices = _choices(actor, package)
    given = _given(request, home=home_ward_of(actor))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and not _asks_for_principal(request):
        problems = tuple(_faults(given, choices))
        if not problems:
            try:
                draft = _begin(actor, code=code, given=given)
                known = answers_from_guide(request.GET.dict(), procedure=code)
                if known:
                    cases.save_answers(draft, answers=known, actor=actor)
                return redirect("portal:resume", draft)
            except InvalidInput as refused:
                problems = refused.problems
    page = start_page(
        package,
        choices=choices,
        given=given,
        drafts=[
            one
            for one in cases.list_my_cases(actor=actor).cases
            if one.status == "draft" and one.procedure == code
        ],
        problems=problems,
    )
    return show(request, "start", page, status=422 if problems else 200)


def _asks_for_principal(request: HttpRequest) -> bool:
    """Tell whether a written mandate was chosen and its questions were not on the page yet."""
    return request.POST.get("applicant") == PAPER and "full_name" not in request.POST


def _choices(actor: Actor, package: ProcedurePackage) -> StartChoices:
    bodies = identity.list_organizations(actor)
    known = {str(body.id) for body in bodies}
    people = principals_of(actor)
    offer = catalog.get_offer(settings.HAIDANG_CITY, package.code)
    kinds = offer.reception if offer.nationwide else ()
    listed = [
        agency
        for kind in kinds
        for agency in agencies.list_agencies(settings.HAIDANG_CITY, kind=kind)
    ]
    may_delegate = package.delegation.get("allowed") is not False
    return StartChoices(
        wards=ward_options(settings.HAIDANG_CITY),
        principals=tuple(
            one
            for place, one in enumerate(people)
            if one.value not in known and (place == 0 or may_delegate)
        ),
        organizations=tuple(
            Option(
                value=f"{ORGANIZATION}{body.id}",
                label=_("Organization: %(name)s") % {"name": body.name},
                hint=_("Tax code %(code)s") % {"code": body.tax_code},
            )
            for body in bodies
        ),
        places=tuple(
            Option(value=one.code, label=one.name_en if _english(one) else one.name)
            for one in listed
        ),
        may_delegate=may_delegate,
    )


def _english(agency: agencies.AgencySummary) -> bool:
    return language() == "en" and bool(agency.name_en)


def _given(request: HttpRequest, *, home: str) -> dict[str, str]:
    """Return what was sent, with the home ward where nothing was."""
    sent = {key: str(value).strip()[:200] for key, value in request.POST.items()}
    day = [sent.get(f"born_on.{part}", "") for part in ("year", "month", "day")]
    born = "-".join(part.zfill(2) for part in day) if all(day) else ""
    return {**sent, "born_on": born, "unit": sent.get("unit") or home}


def _faults(given: Mapping[str, str], choices: StartChoices) -> list[Problem]:
    """Tell everything that is missing at once."""
    faults = []
    if given["unit"] not in {ward.value for ward in choices.wards}:
        faults.append(_fault("unit", "Hãy chọn phường, xã hoặc đặc khu.",
                             "Choose the ward, commune or special zone."))  # fmt: skip
    if given.get("applicant") != PAPER:
        return faults
    if not given.get("full_name"):
        faults.append(_fault("full_name", "Hãy nhập họ, chữ đệm và tên.", "Enter the full name."))
    if not given.get("personal_id"):
        faults.append(_fault("personal_id", "Hãy nhập số định danh cá nhân.",
                             "Enter the personal identification number."))  # fmt: skip
    if given["born_on"] and _day(given["born_on"]) is None:
        faults.append(_fault("born_on", "Ngày sinh không đúng.", "There is no such day."))
    return faults


def _begin(actor: Actor, *, code: str, given: Mapping[str, str]) -> cases.CaseId:
    chosen = given.get("applicant", "")
    body = chosen.removeprefix(ORGANIZATION) if chosen.startswith(ORGANIZATION) else ""
    person = chosen if chosen and not body and chosen != PAPER else ""
    return cases.start_draft(
        procedure=code,
        unit=given["unit"],
        city=settings.HAIDANG_CITY,
        channel="online",
        actor=actor,
        applicant_id=UUID(person) if person else None,
        organization_id=UUID(body) if body else None,
        principal=_principal(given) if chosen == PAPER else None,
        receiving=given.get("receiving", ""),
        return_agency=given.get("return_agency", ""),
    )


def _principal(given: Mapping[str, str]) -> cases.Principal:
    return cases.Principal(
        personal_id=given["personal_id"].replace(" ", ""),
        full_name=given["full_name"],
        relation=given.get("relation", ""),
        born_on=_day(given["born_on"]),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _fault(key: str, vietnamese: str, english: str) -> Problem:
    return Problem(
        code="portal.missing", path=f"/{key}", message={"vi": vietnamese, "en": english}
    )
