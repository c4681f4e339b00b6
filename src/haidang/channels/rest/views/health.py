"""For whoever keeps the platform running: does it answer, is it ready."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from haidang.channels.rest.problems import problem_response
from haidang.channels.rest.readiness import check_readiness
from haidang.channels.rest.schemas.public import HealthOut, LiveOut, ReadyOut
from haidang.domain.catalog import public as catalog
from haidang.kernel.clock import now

router = Router()


@router.get("/health", response=HealthOut)
def health(request: HttpRequest) -> HealthOut:
    """Tell that the platform answers, reaches its database and knows its city."""
    city = catalog.city_revision(settings.HAIDANG_CITY)
    return HealthOut(status="ok", city=city.code, sample=settings.HAIDANG_SAMPLE, at=now())


@router.get("/live", response=LiveOut)
def live(request: HttpRequest) -> LiveOut:
    """Tell that this process answers. No database is asked: a sick one must kill no process."""
    return LiveOut(status="ok")


@router.get("/ready", response=ReadyOut)
def ready(request: HttpRequest) -> ReadyOut | HttpResponse:
    """Tell whether this process should be given visitors: database, schema, content."""
    found = check_readiness()
    if found.is_ready:
        return ReadyOut(status="ok")
    return problem_response(
        request,
        status=503,
        code="rest.not_ready",
        detail="This process is not ready for visitors.",
        errors=[{"pointer": f"/{key}", "detail": told} for key, told in found.missing.items()],
    )
