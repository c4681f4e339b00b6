"""How what happened beside the straight way is told: other places, other dates, the counter."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext, pgettext_lazy

from haidang.blocks.agencies import public as agencies
from haidang.channels.desk.words import exact
from haidang.kernel.events import JSON

Facts = Mapping[str, JSON]
Told = tuple[str, str]
Teller = Callable[[Facts], Told]

_REPLIES: Final[Mapping[str, str | Promise]] = {
    "agree": pgettext_lazy("consultation", "Agrees"),
    "disagree": pgettext_lazy("consultation", "Disagrees"),
    "other": pgettext_lazy("consultation", "Another answer"),
    "silence": pgettext_lazy("consultation", "Agreement by silence"),
    "lapsed": pgettext_lazy("consultation", "The case ended first"),
}
_REMINDED: Final[Mapping[str, str | Promise]] = {
    "officer": lazy("The officer was reminded of the due date."),
    "head": lazy("The head was reminded of the due date."),
}


def text(facts: Facts, key: str) -> str:
    """Return a fact as words; several are joined."""
    value = facts.get(key)
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def when(facts: Facts, key: str) -> str:
    """Return an instant among the facts as offices write it."""
    try:
        return exact(datetime.fromisoformat(text(facts, key)))
    except ValueError:
        return ""


def _agency(facts: Facts, key: str) -> str:
    return agencies.find_agency_name(text(facts, key)) or text(facts, key)


def _asked(facts: Facts) -> Told:
    title = _("Asked: %(agency)s") % {"agency": _agency(facts, "asked_agency")}
    return title, _("until %(day)s") % {"day": when(facts, "due_at")}


def _answered(facts: Facts) -> Told:
    reply = str(_REPLIES.get(text(facts, "answer"), text(facts, "answer")))
    return _("Answer of %(agency)s") % {"agency": _agency(facts, "asked_agency")}, reply


def _urged(facts: Facts) -> Told:
    return _("Reminded: %(agency)s") % {"agency": _agency(facts, "asked_agency")}, ""


def _transferred(facts: Facts) -> Told:
    title = _("Transferred to %(agency)s") % {"agency": _agency(facts, "to_agency")}
    return title, text(facts, "reason")


def _extended(facts: Facts) -> Told:
    title = _("Extended to %(day)s with an apology") % {"day": when(facts, "after")}
    return title, text(facts, "reason")


def _due_moved(facts: Facts) -> Told:
    return _("The due date was changed."), when(facts, "after")


def _reminded(facts: Facts) -> Told:
    words = _REMINDED.get(text(facts, "reminded"), _("Reminded of the due date."))
    return str(words), when(facts, "due_at")


def _met(_facts: Facts) -> Told:
    return _("The appointment was kept."), ""


def _second_runs(facts: Facts) -> Told:
    return _("The second appointment runs."), when(facts, "due_at")


def _forwarded(_facts: Facts) -> Told:
    return _("Forwarded to the officers who decide"), ""


def _found(facts: Facts) -> Told:
    return _("An officer found something wrong."), text(facts, "text")


def _unfound(facts: Facts) -> Told:
    return _("A finding was taken back."), text(facts, "text")


def _blocked(facts: Facts) -> Told:
    return _("A second supplement request was blocked."), text(facts, "items")


def _granted(facts: Facts) -> Told:
    return _("The head allowed a second supplement request."), text(facts, "reason")


def _part_opened(facts: Facts) -> Told:
    return _("A part was opened as a case of its own."), text(facts, "part_number")


def _part_ended(facts: Facts) -> Told:
    return _("A part has ended."), f"{text(facts, 'part_number')} {text(facts, 'reason')}".strip()


def _noted(facts: Facts) -> Told:
    kind = text(facts, "kind")
    return (_("An opinion was written.") if kind == "opinion" else _("A note was written.")), ""


def _at_counter(facts: Facts) -> Told:
    return _("Taken in at the counter"), _agency(facts, "agency")


def _digitised(_facts: Facts) -> Told:
    return _("A scanned paper was digitised and signed."), ""


def _for_post(_facts: Facts) -> Told:
    return _("The applicant asked to have the result by post."), ""


def _mandate_ended(facts: Facts) -> Told:
    return pgettext("case", "The mandate was ended."), text(facts, "representative")


def _for_another(facts: Facts) -> Told:
    return _("Done on behalf of %(name)s") % {"name": text(facts, "on_behalf_of")}, ""


BESIDE: Final[Mapping[str, Teller]] = {
    "case.consultation_requested": _asked,
    "case.consultation_answered": _answered,
    "case.consultation_reminded": _urged,
    "case.transferred": _transferred,
    "case.extended": _extended,
    "case.due_changed": _due_moved,
    "case.due_date_reminded": _reminded,
    "case.appointment_met": _met,
    "case.appointment_started": _second_runs,
    "case.forwarded": _forwarded,
    "case.finding_recorded": _found,
    "case.finding_withdrawn": _unfound,
    "case.supplement_blocked": _blocked,
    "case.second_supplement_granted": _granted,
    "case.part_opened": _part_opened,
    "case.part_ended": _part_ended,
    "case.note_written": _noted,
    "case.taken_at_counter": _at_counter,
    "case.paper_digitised": _digitised,
    "case.delivery_asked": _for_post,
    "case.mandate_revoked": _mandate_ended,
    "worklist.task_closed": _for_another,
}
