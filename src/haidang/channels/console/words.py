"""The console's words for instants and texts by language."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from haidang.kernel.clock import local
from haidang.ui.fields import Field
from haidang.ui.parts import Fault, Link


def say(text: Mapping[str, str]) -> str:
    """Return a text in the reader's language, else in Vietnamese."""
    language = (get_language() or "vi")[:2]
    return text.get(language) or text.get("vi", "")


def exact(at: datetime | None) -> str:
    """Return hour and day in Vietnam's time."""
    return f"{local(at):%H:%M %d/%m/%Y}" if at else ""


def summarize(faults: Mapping[str, str], fields: Iterable[Field]) -> tuple[Fault, ...]:
    """Return the lines of an error summary, in the order of the fields."""
    return tuple(
        Fault(text=faults[field.name], href=f"#{field.focus_id}")
        for field in fields
        if field.name in faults
    )


def crumbs(here: str, *between: tuple[str, str]) -> tuple[Link, ...]:
    """Return the way from the console's front page."""
    return (
        Link(text=_("Administration"), href=reverse("console:home")),
        *(Link(text=text, href=href) for text, href in between),
        Link(text=here),
    )
