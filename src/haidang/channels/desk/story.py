"""Tell what happened to a case, from its audited events, the latest first."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from haidang.channels.desk.words import action_words, exact, say
from haidang.domain.cases import public as cases
from haidang.kernel.events import JSON
from haidang.ui.parts import Moment

Facts = Mapping[str, JSON]
Teller = Callable[[Facts], tuple[str, str]]

_PAPERS: Final[Mapping[str, Mapping[str, str]]] = {
    "mau_01": {"vi": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "en": "Receipt and appointment"},
    "mau_02": {"vi": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "en": "Supplement request"},
    "mau_03": {"vi": "Phiếu từ chối tiếp nhận hồ sơ", "en": "Refusal to accept"},
    "bien_lai": {"vi": "Biên lai thu phí, lệ phí điện tử", "en": "Electronic receipt of fees"},
    "result": {"vi": "Kết quả giải quyết", "en": "Result"},
}
_OWN_EVENT: Final = frozenset({"1", "2", "3", "5", "7", "8"})
_WARNINGS: Final = frozenset(
    {"case.rejected", "case.supplement_requested", "case.stopped", "case.withdrawn"}
)


def tell(items: Iterable[cases.TimelineItem]) -> tuple[Moment, ...]:
    """Return the moments that an officer wants to see; the full record is the audit's."""
    told: dict[tuple[str, ...], Moment] = {}
    for item in items:
        if item.code in _TELLERS and not _is_said_elsewhere(item):
            told.setdefault(_identity(item), _moment(item))
    return tuple(reversed(told.values()))


def _identity(item: cases.TimelineItem) -> tuple[str, ...]:
    """Return what makes an event news: a document that is stored again is not."""
    if item.code == "case.document_issued":
        return (item.code, _text(item.facts, "kind"), _text(item.facts, "number"))
    return (item.code, item.at.isoformat(), repr(sorted(item.facts.items())))


def _is_said_elsewhere(item: cases.TimelineItem) -> bool:
    """Tell whether another event says more: of most changes of status, of an own task's end."""
    if item.code == "worklist.task_closed":
        return not item.facts.get("on_behalf_of")
    return item.code == "case.status_changed" and _text(item.facts, "after") in _OWN_EVENT


def _moment(item: cases.TimelineItem) -> Moment:
    title, text = _TELLERS[item.code](item.facts)
    who = item.actor_name if item.actor_kind != "system" else _("the system")
    return Moment(
        title=title,
        state="warn" if item.code in _WARNINGS else "done",
        when=f"{exact(item.at)} · {who}",
        text=text,
    )


def _text(facts: Facts, key: str) -> str:
    value = facts.get(key)
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _status(facts: Facts) -> tuple[str, str]:
    after = cases.NAMES[cases.Status(_text(facts, "after"))]
    return _("Status: %(status)s") % {"status": say(after)}, ""


def _step(facts: Facts) -> tuple[str, str]:
    action = str(action_words(_text(facts, "action")).label)
    return f"{_text(facts, 'name')}: {action}", _text(facts, "note")


def _paper(facts: Facts) -> tuple[str, str]:
    kind = _text(facts, "kind")
    name = say(_PAPERS.get(kind, {"vi": kind}))
    number = _text(facts, "number")
    return _("Document made: %(name)s") % {"name": name}, number


def _signed(facts: Facts) -> tuple[str, str]:
    kind = _text(facts, "kind")
    name = say(_PAPERS.get(kind, {"vi": kind}))
    if "." in _text(facts, "signer"):
        return _("Sealed by the agency: %(name)s") % {"name": name}, ""
    return _("Signed by the officer: %(name)s") % {"name": name}, ""


def _assigned(facts: Facts) -> tuple[str, str]:
    name = _text(facts, "officer_name")
    if not name:
        return _("The task was given back."), ""
    return _("In the hands of %(name)s") % {"name": name}, ""


def _for_another(facts: Facts) -> tuple[str, str]:
    name = _text(facts, "on_behalf_of")
    return _("Done on behalf of %(name)s") % {"name": name}, ""


_TELLERS: Final[Mapping[str, Teller]] = {
    "case.submitted": lambda _facts: (pgettext("case", "Handed in"), ""),
    "case.accepted": lambda _facts: (pgettext("case", "Accepted"), ""),
    "case.rejected": lambda facts: (pgettext("case", "Not accepted"), _text(facts, "reason")),
    "case.supplement_requested": lambda facts: (
        _("A supplement was requested."),
        _text(facts, "items"),
    ),
    "case.supplement_answered": lambda _facts: (_("The applicant completed the case."), ""),
    "case.status_changed": _status,
    "case.step_completed": _step,
    "case.document_issued": _paper,
    "case.document_signed": _signed,
    "case.result_deposited": lambda _facts: (_("The result lies in the applicant's vault."), ""),
    "case.withdrawn": lambda facts: (pgettext("case", "Withdrawn"), _text(facts, "reason")),
    "case.stopped": lambda facts: (pgettext("case", "Stopped"), _text(facts, "reason")),
    "case.rated": lambda facts: (
        _("Rated %(stars)s of 5") % {"stars": _text(facts, "stars")},
        _text(facts, "comment"),
    ),
    "worklist.task_assigned": _assigned,
    "worklist.task_closed": _for_another,
    "payment.fee_paid": lambda facts: (
        _("The fee was paid."),
        _text(facts, "receipt_number"),
    ),
}
