"""What a waiting visitor is told: place, wait and what happens to the place."""

from datetime import timedelta
from math import ceil, floor
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from haidang.config.waiting.door import Verdict, kept_until
from haidang.engines.waiting import Rules, Wait, refresh_seconds
from haidang.kernel import clock

_AN_HOUR: Final = 60


def words_of(verdict: Verdict, rules: Rules) -> dict[str, str]:
    """Return the changing sentences of a waiting page, by name."""
    return {
        "place": number_format(verdict.place, force_grouping=True),
        "wait": words_of_wait(verdict.wait),
        "kept": _("If you close this page, your place is kept until %(time)s.")
        % {"time": f"{clock.local(kept_until(rules)):%H:%M}"},
    }


def status_of(verdict: Verdict, rules: Rules) -> dict[str, object]:
    """Return how a visitor stands, for the script of a page and for programs."""
    return {
        "standing": verdict.standing.value,
        "place": verdict.place,
        "refresh": refresh_seconds(verdict.place),
        "words": words_of(verdict, rules),
    }


def words_of_wait(wait: Wait | None) -> str:
    """Return a wait as a range of minutes that claims no more than is known."""
    if wait is None:
        return _("How long it takes is not known yet.")
    soonest, latest = floor(_minutes(wait.soonest)), ceil(_minutes(wait.latest))
    if latest <= 1:
        return _("Probably less than a minute to go.")
    if soonest >= _AN_HOUR:
        return _("Probably more than an hour to go.")
    if latest > _AN_HOUR:
        return _("Probably at least %(low)s minutes to go.") % {"low": max(soonest, 1)}
    if soonest < 1:
        return _("Probably less than %(high)s minutes to go.") % {"high": latest}
    return _("Probably %(low)s to %(high)s minutes to go.") % {"low": soonest, "high": latest}


def _minutes(span: timedelta) -> float:
    return span.total_seconds() / 60
