"""My cases, one case of mine, and public tracking."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.blocks.payments.public import Order
from haidang.channels.portal.presenters import wording
from haidang.channels.portal.presenters.dates import ending_part
from haidang.channels.portal.presenters.filling import Words, answers_sections, fee_table
from haidang.channels.portal.presenters.pages import (
    CaseItem,
    CasePage,
    CasesPage,
    DatesPart,
    ForecastPart,
    Paperwork,
    PaymentPart,
    ResultPart,
    SupplementPart,
    TrackPage,
)
from haidang.channels.portal.presenters.places import RelatedPart
from haidang.channels.portal.presenters.wording import said
from haidang.domain.cases.public import (
    CasePage as CaseList,
)
from haidang.domain.cases.public import (
    CaseSummary,
    CaseView,
    DocumentView,
    Progress,
    TimelineItem,
)
from haidang.engines.deadlines import Light
from haidang.ui.fields import Field
from haidang.ui.parts import Fault, Link, Moment, Row, Tone

_CLOSED: Final = frozenset({"3", "7", "8", "9", "10"})
_LIGHT_TONES: Final[Mapping[Light, Tone]] = {
    "green": "good",
    "amber": "warn",
    "red": "bad",
    "none": "idle",
}


def cases_page(
    found: CaseList,
    *,
    light_of: Callable[[datetime | None], Light],
    owners: tuple[Link, ...] = (),
    owner: str = "",
) -> CasesPage:
    """Return my cases, or an organization's; what waits for me says so."""
    kept = f"to-chuc={owner}&" if owner else ""
    following = f"?{kept}sau={found.after}" if found.after else ""
    items = tuple(_case_item(one, light_of(one.due_at)) for one in found.cases)
    return CasesPage(cases=items, following=following, owners=owners)


def case_page(
    case: CaseView,
    *,
    happened: Sequence[TimelineItem],
    words: Words,
    light: Light,
    agency: str,
    abilities: Mapping[str, bool],
    order: Order | None,
    pay_link: str,
    supplement: SupplementPart | None,
    public_url: str,
    dates: DatesPart | None = None,
    related: RelatedPart | None = None,
    forecast: ForecastPart | None = None,
) -> CasePage:
    """Return a case as its applicant sees it."""
    action = _action_of(case)
    return CasePage(
        number=case.number,
        procedure=said(case.procedure_name),
        status=said(case.status_name),
        tone=wording.STATUS_TONES.get(case.status, "idle"),
        due=_due_words(case, light),
        due_tone=_LIGHT_TONES[light],
        due_reasons=tuple(said(reason) for reason in case.due.reasons),
        facts=_facts(case, agency),
        moments=moments(happened, status=case.status),
        documents=tuple(_paperwork(case, one) for one in case.documents if one.kind != "draft"),
        sections=answers_sections(words, case.evidence),
        crumbs=_crumbs(case),
        notice=case.closing_reason,
        notice_tone="warn" if case.status in {"3", "8"} else "info",
        supplement=supplement,
        payment=_payment(case, order, pay_link) if order else None,
        result=_result(case, public_url),
        rating_action=action("portal:rate") if abilities["rate"] or case.rating else "",
        rating_given=case.rating or 0,
        ending=ending_part(
            case, abilities, withdraw=action("portal:withdraw"), stop=action("portal:stop")
        ),
        dates=dates,
        related=related,
        forecast=forecast,
    )


def supplement_part(
    case: CaseView,
    *,
    items: tuple[Link, ...],
    fields: tuple[Field, ...],
    faults: tuple[Fault, ...],
) -> SupplementPart | None:
    """Return what is asked for, all at once, with fields to answer; None when nothing is."""
    asked = next((one for one in case.supplements if one.answered_at is None), None)
    if asked is None:
        return None
    day = wording.day_words(asked.due_on)
    return SupplementPart(
        reason=asked.reason,
        until=_("Please send everything by %(day)s.") % {"day": day} if day else "",
        items=items,
        fields=fields,
        faults=faults,
        action=reverse("portal:supplement", args=[case.number]),
        change_href=reverse("portal:resume", args=[case.number]),
        contact=_("Asked for by %(officer)s, %(when)s.")
        % {"officer": asked.officer, "when": wording.instant_words(asked.requested_at)},
    )


def track_page(
    number: str, progress: Progress | None, *, forecast: ForecastPart | None = None
) -> TrackPage:
    """Return the public progress of a case: no name, no procedure."""
    if progress is None:
        return TrackPage(number=number, searched=bool(number), found=False)
    names = {
        "submitted": _("Handed in"),
        "accepted": _("Accepted"),
        "decided": _("Decided"),
        "returned": _("Result returned"),
    }
    days = {"submitted": progress.submitted_on}
    steps = [
        Moment(
            title=names.get(step, step),
            state="done" if reached else "todo",
            when=wording.day_words(days.get(step)),
        )
        for step, reached in progress.steps
    ]
    return TrackPage(
        number=progress.number,
        searched=True,
        found=True,
        status=said(progress.status_name),
        tone=wording.STATUS_TONES.get(progress.status, "idle"),
        moments=tuple(steps),
        forecast=forecast,
    )


def moments(happened: Iterable[TimelineItem], *, status: str) -> tuple[Moment, ...]:
    """Return what happened in the person's words, and what is still to come."""
    words = _event_words()
    past = [
        Moment(
            title=words.get(item.code) or _step_words(item),
            state="warn" if item.code == "case.supplement_requested" else "done",
            when=wording.instant_words(item.at),
            text=str(item.facts.get("reason", "")),
        )
        for item in happened
        if item.code in words or _is_step(item)
    ]
    if past and past[-1].state == "done" and status not in _CLOSED:
        past.append(Moment(title=_("In progress"), state="now"))
    ahead = [] if status in _CLOSED else [Moment(title=_("Result returned"))]
    return (*past, *ahead)


def _event_words() -> dict[str, str]:
    return {
        "case.draft_started": _("You began to fill in the form"),
        "case.submitted": _("You handed in the case"),
        "case.accepted": _("The case was accepted; the time runs"),
        "case.rejected": _("The case was not accepted"),
        "case.supplement_requested": _("A supplement was asked for"),
        "case.supplement_answered": _("You sent the supplement"),
        "case.due_changed": _("The due date moved with the working calendar."),
        "payment.fee_paid": _("The fee was paid"),
        "case.result_deposited": _("The signed result came to your papers"),
        "case.withdrawn": _("You withdrew the case"),
        "case.extended": _("The agency apologized and gave a later date"),
        "case.second_supplement_granted": _("The head agreed to ask you once more"),
        "case.appointment_met": _("An appointment was kept"),
        "case.appointment_started": _("The second appointment began to count"),
        "case.forwarded": _("The case was handed on to the officers in charge"),
        "case.stopped": _("The case was stopped"),
        "case.rated": _("You rated the service"),
        "case.transferred": _("The case was handed to the competent agency"),
        "case.consultation_requested": _("Another agency was asked for its opinion"),
        "case.consultation_answered": _("The opinion of the other agency is there"),
        "case.part_ended": _("A part of the form came to its end"),
        "case.delivery_asked": _("You asked for the result by post"),
        "case.mandate_revoked": _("The mandate of your representative ended"),
        "delivery.parcel_ordered": _("The post took over the result"),
        "delivery.parcel_delivered": _("The post delivered"),
        "delivery.parcel_sent_back": _("The parcel could not be delivered"),
    }


def _is_step(item: TimelineItem) -> bool:
    """Tell whether a step was done; asking for a supplement is told by its own event."""
    is_step = item.code == "case.step_completed"
    return is_step and item.facts.get("action") not in {"supplement", "accept", "reject"}


def _step_words(item: TimelineItem) -> str:
    return _("Step done: %(step)s") % {"step": item.facts.get("name", "")}


def _case_item(one: CaseSummary, light: Light) -> CaseItem:
    todo = {
        "draft": _("Go on filling in"),
        "5": _("Send the supplement"),
    }.get(one.status, _("Pay the fee") if one.finance == "awaiting" else "")
    is_open = one.status not in _CLOSED and one.due_at is not None
    due = _("Due %(when)s") % {"when": wording.instant_words(one.due_at)} if is_open else ""
    when = one.submitted_at or one.changed_at
    href = "portal:case" if one.number else "portal:resume"
    return CaseItem(
        number=one.number,
        procedure=said(one.procedure_name),
        href=reverse(href, args=[one.number or one.id]),
        status=said(one.status_name),
        tone=wording.STATUS_TONES.get(one.status, "idle"),
        when=wording.instant_words(when),
        due=due,
        due_tone=_LIGHT_TONES[light],
        todo=todo,
    )


def _action_of(case: CaseView) -> Callable[[str], str]:
    return lambda name: reverse(name, args=[case.number])


def _due_words(case: CaseView, light: Light) -> str:
    if case.status == "5":
        return _("The time stands still while you complete the case.")
    if case.due.due_at is None or case.status in _CLOSED:
        return ""
    words = {"red": _("Overdue since %(when)s"), "amber": _("Due soon: %(when)s")}
    pattern = words.get(light, _("Due %(when)s"))
    return pattern % {"when": wording.instant_words(case.due.due_at)}


def _facts(case: CaseView, agency: str) -> tuple[Row, ...]:
    rows = (
        (_("Handed in"), wording.instant_words(case.submitted_at)),
        (_("Accepted"), wording.instant_words(case.accepted_at)),
        (_("To be returned"), wording.instant_words(case.due.due_at)),
        (_("Decided by"), agency),
        (_("Handed in through"), str(wording.CHANNELS.get(case.channel, case.channel))),
        (_("Fee"), _fee_words(case)),
    )
    return tuple(Row(term=term, text=text) for term, text in rows if text)


def _fee_words(case: CaseView) -> str:
    if not case.total:
        return _("No fee")
    return (
        _("%(amount)s, paid") % {"amount": case.total}
        if case.finance == "paid"
        else str(case.total)
    )


def _crumbs(case: CaseView) -> tuple[Link, ...]:
    return (
        Link(text=_("Front page"), href=reverse("portal:home")),
        Link(text=_("My cases"), href=reverse("portal:cases")),
        Link(text=case.number),
    )


def _paperwork(case: CaseView, one: DocumentView) -> Paperwork:
    form = str(wording.DOCUMENTS.get(one.kind, ""))
    parts = (form, one.number, wording.instant_words(one.made_at), wording.size_words(one.size))
    verify = reverse("portal:verify_code", args=[one.verification_code])
    return Paperwork(
        name=said(one.title),
        note=" · ".join(part for part in parts if part),
        href=reverse("portal:document", args=[case.number, one.id]),
        verify_href=verify if one.signatures and one.verification_code else "",
    )


def _payment(case: CaseView, order: Order, pay_link: str) -> PaymentPart:
    return PaymentPart(
        amount=str(order.amount),
        amount_words=order.amount.in_words() + ".",
        lines=fee_table(case.fees, case.total),
        qr=order.qr_payload,
        transfer=(
            Row(term=_("Beneficiary"), text=order.payee.name),
            Row(term=_("Words of the transfer"), text=order.reference),
            Row(term=_("Pay before"), text=wording.instant_words(order.expires_at)),
        ),
        state=_("Waiting for the bank"),
        check_action=reverse("portal:check_payment", args=[case.number]),
        pay_href=pay_link,
    )


def _result(case: CaseView, public_url: str) -> ResultPart | None:
    results = [one for one in case.documents if one.kind == "result" and one.signatures]
    if not results or case.status not in {"9", "10"}:
        return None
    result = results[-1]
    verify = reverse("portal:verify_code", args=[result.verification_code])
    return ResultPart(
        name=said(result.title),
        number=result.number,
        note=_("Signed electronically: %(count)s signatures, %(when)s.")
        % {"count": result.signatures, "when": wording.instant_words(case.finished_at)},
        download_href=reverse("portal:document", args=[case.number, result.id]),
        verify_href=verify,
        verify_url=f"{public_url}{verify}",
        vault_href=reverse("portal:vault"),
    )
