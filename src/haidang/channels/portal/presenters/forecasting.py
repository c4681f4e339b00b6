"""How long it really takes, as people read it."""

from django.utils.translation import gettext as _

from haidang.channels.portal.presenters.pages import ForecastPart
from haidang.channels.portal.presenters.wording import said
from haidang.domain.cases.public import ForecastView


def forecast_part(found: ForecastView | None) -> ForecastPart | None:
    """Return the part of a page that tells P50 and P90, or why there is no forecast."""
    if found is None:
        return None
    warning = _("This case takes longer than 9 of 10 others.") if found.is_past else ""
    return ForecastPart(
        title=_("When it will really be done"),
        lines=tuple(said(line) for line in found.lines),
        note=said(found.note),
        warning=warning,
    )
