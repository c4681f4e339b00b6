"""What every page knows: the city and whether the data are samples."""

from django.conf import settings
from django.http import HttpRequest


def city(_request: HttpRequest) -> dict[str, object]:
    """Return the city's names and the sample mark for the page frame."""
    return {"sample": settings.HAIDANG_SAMPLE, "city_code": settings.HAIDANG_CITY}
