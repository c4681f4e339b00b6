"""Tell what happened to a case, from its audited events, the latest first."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from haidang.channels.desk.tellers import BESIDE, Facts, Teller, text
from haidang.channels.desk.words import action_words, exact, say
from haidang.domain.cases import public as cases
from haidang.kernel.clock import local
from haidang.ui.parts import Moment

_PAPERS: Final[Mapping[str, Mapping[str, str]]] = {
    "mau_01": {"vi": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "en": "Receipt and appointment"},
    "mau_02": {"vi": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "en": "Supplement request"},
    "mau_03": {"vi": "Phiếu từ chối tiếp nhận hồ sơ", "en": "Refusal to accept"},
    "mau_04": {"vi": "Phiếu xin lỗi và hẹn lại ngày trả kết quả", "en": "Apology and new date"},
    "mau_05": {"vi": "Thông báo dừng giải quyết hồ sơ", "en": "Notice that the case is stopped"},
    "phieu_kiem_soat": {"vi": "Phiếu kiểm soát quá trình giải quyết hồ sơ", "en": "Control sheet"},
    "bien_lai": {"vi": "Biên lai thu phí, lệ phí điện tử", "en": "Electronic receipt of fees"},
    "result": {"vi": "Kết quả giải quyết", "en": "Result"},
}
_OWN_EVENT: Final = frozenset({"1", "2", "3", "5", "7", "8"})
_WARNINGS: Final = frozenset(
    {
        "case.rejected",
        "case.supplement_requested",
        "case.supplement_blocked",
        "case.stopped",
        "case.withdrawn",
        "case.extended",
    }
)


Kind = Literal["all", "dates", "papers", "places"]

KINDS: Final[Mapping[Kind, frozenset[str]]] = {
    "all": frozenset(),
    "dates": frozenset(
        {
            "case.submitted", "case.accepted", "case.forwarded", "case.extended",
            "case.due_changed", "case.due_date_reminded", "case.appointment_met",
            "case.appointment_started", "case.supplement_requested",
            "case.supplement_answered", "case.stopped", "case.withdrawn",
        }
    ),
    "papers": frozenset(
        {
            "case.document_issued", "case.document_signed", "case.paper_digitised",
            "case.result_deposited", "payment.fee_paid",
        }
    ),
    "places": frozenset(
        {
            "case.transferred", "case.consultation_requested", "case.consultation_answered",
            "case.consultation_reminded", "case.part_opened", "case.part_ended",
            "case.delivery_asked",
        }
    ),
}  # fmt: skip


def tell(
    items: Iterable[cases.TimelineItem], *, kind: Kind = "all", is_exact: bool = False
) -> tuple[Moment, ...]:
    """Return the moments that an officer wants to see; the full record is the audit's.

    ``kind`` keeps what concerns dates, papers or other agencies; ``is_exact`` tells seconds.
    """
    told: dict[tuple[str, ...], Moment] = {}
    for item in items:
        if _is_told(item, kind) and not _is_said_elsewhere(item):
            told.setdefault(_identity(item), _moment(item, is_exact=is_exact))
    return tuple(reversed(told.values()))


def _is_told(item: cases.TimelineItem, kind: Kind) -> bool:
    return item.code in _TELLERS and (kind == "all" or item.code in KINDS[kind])


def _identity(item: cases.TimelineItem) -> tuple[str, ...]:
    """Return what makes an event news: a document that is stored again is not."""
    if item.code == "case.document_issued":
        return (item.code, text(item.facts, "kind"), text(item.facts, "number"))
    return (item.code, item.at.isoformat(), repr(sorted(item.facts.items())))


def _is_said_elsewhere(item: cases.TimelineItem) -> bool:
    """Tell whether another event says more: of most changes of status, of an own task's end."""
    if item.code == "worklist.task_closed":
        return not item.facts.get("on_behalf_of")
    return item.code == "case.status_changed" and text(item.facts, "after") in _OWN_EVENT


def _moment_words(at: datetime, *, is_exact: bool) -> str:
    return f"{local(at):%H:%M:%S, %d/%m/%Y}" if is_exact else exact(at)


def _moment(item: cases.TimelineItem, *, is_exact: bool) -> Moment:
    title, words = _TELLERS[item.code](item.facts)
    who = item.actor_name if item.actor_kind != "system" else _("the system")
    return Moment(
        title=title,
        state="warn" if item.code in _WARNINGS else "done",
        when=f"{_moment_words(item.at, is_exact=is_exact)} · {who}",
        text=words,
    )


def _status(facts: Facts) -> tuple[str, str]:
    after = cases.NAMES[cases.Status(text(facts, "after"))]
    return _("Status: %(status)s") % {"status": say(after)}, ""


def _step(facts: Facts) -> tuple[str, str]:
    action = str(action_words(text(facts, "action")).label)
    return f"{text(facts, 'name')}: {action}", text(facts, "note")


def _paper(facts: Facts) -> tuple[str, str]:
    kind = text(facts, "kind")
    name = say(_PAPERS.get(kind, {"vi": kind}))
    number = text(facts, "number")
    return _("Document made: %(name)s") % {"name": name}, number


def _signed(facts: Facts) -> tuple[str, str]:
    kind = text(facts, "kind")
    name = say(_PAPERS.get(kind, {"vi": kind}))
    if "." in text(facts, "signer"):
        return _("Sealed by the agency: %(name)s") % {"name": name}, ""
    return _("Signed by the officer: %(name)s") % {"name": name}, ""


def _assigned(facts: Facts) -> tuple[str, str]:
    name = text(facts, "officer_name")
    if not name:
        return _("The task was given back."), ""
    return _("In the hands of %(name)s") % {"name": name}, ""


_TELLERS: Final[Mapping[str, Teller]] = {
    **BESIDE,
    "case.submitted": lambda _facts: (pgettext("case", "Handed in"), ""),
    "case.accepted": lambda _facts: (pgettext("case", "Accepted"), ""),
    "case.rejected": lambda facts: (pgettext("case", "Not accepted"), text(facts, "reason")),
    "case.supplement_requested": lambda facts: (
        _("A supplement was requested."),
        text(facts, "items"),
    ),
    "case.supplement_answered": lambda _facts: (_("The applicant completed the case."), ""),
    "case.status_changed": _status,
    "case.step_completed": _step,
    "case.document_issued": _paper,
    "case.document_signed": _signed,
    "case.result_deposited": lambda _facts: (_("The result lies in the applicant's vault."), ""),
    "case.withdrawn": lambda facts: (pgettext("case", "Withdrawn"), text(facts, "reason")),
    "case.stopped": lambda facts: (pgettext("case", "Stopped"), text(facts, "reason")),
    "case.rated": lambda facts: (
        _("Rated %(stars)s of 5") % {"stars": text(facts, "stars")},
        text(facts, "comment"),
    ),
    "worklist.task_assigned": _assigned,
    "payment.fee_paid": lambda facts: (
        _("The fee was paid."),
        text(facts, "receipt_number"),
    ),
}
