"""Find a procedure, read all about it, begin a case."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.blocks.agencies import public as agencies
from haidang.channels.portal.presenters import catalog as presenter
from haidang.channels.portal.presenters import searching
from haidang.channels.portal.presenters.filling import start_page
from haidang.channels.portal.presenters.forecasting import forecast_part
from haidang.channels.portal.presenters.wording import said
from haidang.channels.portal.views.frame import actor_of, for_people, show
from haidang.channels.portal.views.sources import home_ward_of, principals_of, ward_options
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.engines.fees import FeeResult, compute_fees
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.clock import today
from haidang.ui.parts import Fault


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page."""
    popular = catalog.browse_procedures("", limit=8, filters=catalog.Filters(online=True))
    page = presenter.home_page([hit.procedure for hit in popular.hits], catalog.list_life_events())
    return show(request, "home", page)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search in plain words; without words show every procedure, page by page."""
    query = " ".join(request.GET.get("q", "")[:200].replace("\x00", " ").split())
    filters = searching.filters_of(request.GET.dict())
    found = catalog.browse_procedures(
        query, limit=20, after=request.GET.get("sau", ""), filters=filters
    )
    page = searching.search_page(
        query,
        found,
        filters=filters,
        choices=catalog.search_choices(),
        events=catalog.list_life_events(),
    )
    return show(request, "search", page)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Return procedures to offer while a person types."""
    typed = request.GET.get("q", "")[:200].replace("\x00", " ")
    offered = [
        {"name": said(each.name), "href": reverse("portal:procedure", args=[each.code])}
        for each in catalog.suggest_procedures(typed)
    ]
    return JsonResponse(offered, safe=False)


@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show a procedure with all its legal parts."""
    revision = catalog.current_revision(code)
    prices = _prices(revision.package)
    told = forecast_part(cases.forecast_for(code, city=settings.HAIDANG_CITY))
    page = presenter.procedure_page(revision, prices=prices, on=today(), forecast=told)
    return show(request, "procedure", page)


@require_http_methods(["GET", "POST"])
@for_people
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Ask who applies and which ward's agency decides, then begin a draft."""
    actor = actor_of(request)
    wards = ward_options(settings.HAIDANG_CITY)
    unit = request.POST.get("unit", "") or home_ward_of(actor)
    if request.method == "POST" and unit in {ward.value for ward in wards}:
        applicant = request.POST.get("applicant") or str(actor.person_id)
        draft = cases.start_draft(
            procedure=code,
            unit=unit,
            city=settings.HAIDANG_CITY,
            channel="online",
            actor=actor,
            applicant_id=UUID(applicant),
        )
        return redirect("portal:resume", draft)
    missing = Fault(text=_("Choose the ward, commune or special zone."), href="#f-unit")
    page = start_page(
        catalog.current_revision(code).package,
        wards=wards,
        home_ward=unit,
        principals=principals_of(actor),
        drafts=[
            one
            for one in cases.list_my_cases(actor=actor).cases
            if one.status == "draft" and one.procedure == code
        ],
        faults=(missing,) if request.method == "POST" else (),
    )
    return show(request, "start", page, status=422 if request.method == "POST" else 200)


@require_safe
def wards(request: HttpRequest) -> JsonResponse:
    """Return the wards of a province, for forms whose reader changes the province."""
    wanted = request.GET.get("province", "")
    cities = [city for city in agencies.list_cities() if city.province_code == wanted]
    found = [option for city in cities for option in ward_options(city.code)]
    listed = [{"value": option.value, "label": option.label} for option in found]
    return JsonResponse(listed, safe=False)


def _prices(package: ProcedurePackage) -> dict[str, FeeResult]:
    tariffs = catalog.city_revision(settings.HAIDANG_CITY).tariffs
    return {
        offer.channel: compute_fees(
            package.fees,
            names={"answers": {}, "case": {"channel": offer.channel}, "today": today()},
            channel=offer.channel,
            on=today(),
            tariffs=tariffs,
        )
        for offer in package.channels
    }
