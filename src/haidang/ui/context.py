"""What every page's frame needs: theme, language, brand and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from haidang.ui.parts import Brand

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The frame of a page."""

    theme: str
    language: str
    path: str
    brand: Brand
    sample: bool
    leave: str = ""
    """On a shared device: where a visit ends and everything of it is wiped."""


def ui(request: HttpRequest) -> dict[str, Frame]:
    """Put ``ui`` into every template.

    Settings: UI_BRANDS (a ``Brand`` by language) and UI_SAMPLE_DATA (show the ribbon).
    """
    return {"ui": frame_of(request, brands=getattr(settings, "UI_BRANDS", {}))}


def frame_of(request: HttpRequest, *, brands: Mapping[str, Brand]) -> Frame:
    """Return the frame of a page at an address."""
    language = (get_language() or "vi")[:2]
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return Frame(
        theme=theme if theme in THEMES else "auto",
        language=language,
        path=request.get_full_path(),
        brand=brands.get(language, Brand(name="Hải Đăng")),
        sample=getattr(settings, "UI_SAMPLE_DATA", False),
        leave=getattr(request, "leave_href", ""),
    )
