"""The dates of my case: two appointments, the later date with its apology, the time waited."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haidang.channels.portal.presenters.pages import DatesPart, EndingPart
from haidang.channels.portal.presenters.wording import instant_words, said
from haidang.domain.cases.public import AppointmentView, CaseView, Timing
from haidang.kernel.money import Money
from haidang.ui.parts import Moment

_HOUR = 3600
_DAY = 24 * _HOUR


def dates_part(timing: Timing) -> DatesPart | None:
    """Return what is special about the dates of a case; nothing where there is one date."""
    extension = timing.extension
    apology: tuple[str, ...] = ()
    if extension is not None:
        apology = (
            _("The agency apologizes for the delay and asks for a later date, once."),
            _("Promised until now: %(when)s.") % {"when": instant_words(extension.old_due_at)},
            _("New date: %(when)s.") % {"when": instant_words(extension.new_due_at)},
            _("Reason: %(reason)s") % {"reason": extension.reason},
        )
    waited = _waited_words(timing.waited_seconds)
    forward = timing.forward_by
    part = DatesPart(
        appointments=tuple(
            _appointment(one, place) for place, one in enumerate(timing.appointments, start=1)
        ),
        apology=apology,
        waited=_("Waiting for you, not counted: %(time)s.") % {"time": waited} if waited else "",
        forward=_("Handed on to the officers in charge: %(when)s.")
        % {"when": instant_words(forward)}
        if forward
        else "",
    )
    return part if part.has_something else None


def ending_part(
    case: CaseView, abilities: Mapping[str, bool], *, withdraw: str, stop: str
) -> EndingPart | None:
    """Return how the person may end the case, and what follows; nothing when that is over."""
    if not (abilities["withdraw"] or abilities["stop"]):
        return None
    return EndingPart(
        withdraw_action=withdraw if abilities["withdraw"] else "",
        stop_action=stop if abilities["stop"] else "",
        money=_money_words(case),
    )


def _appointment(one: AppointmentView, place: int) -> Moment:
    title = _("Appointment %(number)s: %(name)s") % {"number": place, "name": said(one.name)}
    if one.met_at is not None:
        return Moment(
            title=title,
            state="done",
            when=_("Kept, %(when)s") % {"when": instant_words(one.met_at)},
        )
    if one.due_at is None:
        words = _("Its date is told once the financial obligation is met.")
        return Moment(title=title, state="todo", text=words)
    return Moment(
        title=title, state="now", when=_("Due %(when)s") % {"when": instant_words(one.due_at)}
    )


def _money_words(case: CaseView) -> str:
    if case.finance != "paid":
        return ""
    back = sum((fee.amount for fee in case.fees if fee.is_refundable), Money(0))
    if not back:
        return _("The fee that you paid is not given back under the rules on fees.")
    return _("%(amount)s of what you paid is given back.") % {"amount": back}


def _waited_words(seconds: int) -> str:
    days, rest = divmod(seconds, _DAY)
    hours = rest // _HOUR
    parts = []
    if days:
        parts.append(ngettext("%(count)s day", "%(count)s days", days) % {"count": days})
    if hours:
        parts.append(ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours})
    return " ".join(parts)
