"""Find a procedure, read all about it, begin a case."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from haidang.blocks.agencies import public as agencies
from haidang.channels.portal.presenters import catalog as presenter
from haidang.channels.portal.presenters import searching
from haidang.channels.portal.presenters.forecasting import forecast_part
from haidang.channels.portal.presenters.wording import said
from haidang.channels.portal.views.frame import show
from haidang.channels.portal.views.sources import ward_options
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.engines.fees import FeeResult, compute_fees
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.clock import today


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
