"""Where a case is: its three places, its parts, who was asked, parcels, who represents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.blocks.delivery.public import Parcel, ParcelStatus
from haidang.blocks.identity.public import OrganizationSummary
from haidang.channels.portal.presenters import wording
from haidang.channels.portal.presenters.wording import said
from haidang.domain.cases.public import CaseView, ConsultationView, PartView
from haidang.kernel.money import Money
from haidang.ui.fields import Field
from haidang.ui.parts import Link, Moment, Row, Tone

Name = Callable[[str], str]

_PARCEL_TONES: Final[Mapping[ParcelStatus, Tone]] = {
    ParcelStatus.REQUESTED: "info",
    ParcelStatus.ORDERED: "info",
    ParcelStatus.MOVING: "info",
    ParcelStatus.DELIVERED: "good",
    ParcelStatus.SENT_BACK: "warn",
    ParcelStatus.REFUSED: "warn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartItem:
    """One part of a form for several procedures."""

    name: str
    href: str
    number: str
    status: str
    tone: Tone
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelItem:
    """A parcel with what the post told of it."""

    title: str
    tracking: str
    status: str
    tone: Tone
    rows: tuple[Row, ...]
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPart:
    """The form that asks to have the result by post."""

    action: str
    fields: tuple[Field, ...]
    postage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandatePart:
    """The paper of a mandate in a draft: whom it lets act, what is attached, where to send."""

    words: str
    action: str
    files: tuple[str, ...]
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedPart:
    """What belongs to the case beside its own progress."""

    places: tuple[Row, ...]
    parts: tuple[PartItem, ...] = ()
    asked: tuple[Row, ...] = ()
    parcels: tuple[ParcelItem, ...] = ()
    post: PostPart | None = None
    mandate: str = ""
    mandate_action: str = ""
    parent_href: str = ""
    parent_number: str = ""


def related_part(
    case: CaseView,
    *,
    name_of: Name,
    parts: Sequence[PartView],
    consultations: Sequence[ConsultationView],
    parcels: Sequence[Parcel],
    post: PostPart | None,
    is_applicant: bool,
) -> RelatedPart:
    """Return everything beside the progress, in the person's words."""
    names = {part.key: said(part.name) for part in parts}
    words = case.representative
    by_paper = words.get("mandate") == "paper" and not words.get("revoked_at")
    return RelatedPart(
        places=_places(case, name_of),
        parts=tuple(_part(part, names=names, name_of=name_of) for part in parts),
        asked=tuple(_asked(one, name_of) for one in consultations),
        parcels=tuple(_parcel(one) for one in parcels),
        post=post,
        mandate=_mandate(words),
        mandate_action=(
            reverse("portal:revoke_mandate", args=[case.number])
            if by_paper and is_applicant
            else ""
        ),
        parent_href=(
            reverse("portal:case", args=[case.parent_number]) if case.parent_number else ""
        ),
        parent_number=case.parent_number,
    )


def post_part(case: CaseView, *, fields: tuple[Field, ...], postage: Money | None) -> PostPart:
    """Return the form that asks for the post, with what the post takes."""
    told = _("The postage is %(amount)s, paid to the postman.") % {"amount": postage}
    return PostPart(
        action=reverse("portal:ask_delivery", args=[case.number]),
        fields=fields,
        postage=told if postage else "",
    )


def owner_tabs(
    bodies: Sequence[OrganizationSummary], *, href: str, own: str, chosen: str
) -> tuple[Link, ...]:
    """Return a tab for oneself and one for each organization; none without organizations."""
    if not bodies:
        return ()
    first = Link(text=own, href=href, current=not chosen)
    return (
        first,
        *(
            Link(text=body.name, href=f"{href}?to-chuc={body.id}", current=str(body.id) == chosen)
            for body in bodies
        ),
    )


def mandate_part(case: CaseView, *, key: str) -> MandatePart | None:
    """Return where the paper of a mandate is attached; None where nobody acts by paper."""
    words = case.representative
    if words.get("mandate") != "paper" or words.get("revoked_at"):
        return None
    return MandatePart(
        words=_mandate(words),
        action=reverse("portal:mandate_paper", args=[str(case.id)]),
        files=tuple(one.name for one in case.evidence if one.key == key),
        field=Field(
            name="mandate",
            label=_("Picture of the written mandate"),
            hint=_("Certified where the procedure asks for it; the officer checks it."),
            kind="file",
            accept=".pdf,.jpg,.jpeg,.png",
        ),
    )


def _places(case: CaseView, name_of: Name) -> tuple[Row, ...]:
    rows = (
        (_("Received by"), case.receiving_agency),
        (_("Result returned by"), case.return_agency),
    )
    return tuple(Row(term=term, text=name_of(code)) for term, code in rows if code)


def _part(part: PartView, *, names: Mapping[str, str], name_of: Name) -> PartItem:
    waits = ", ".join(names.get(key, key) for key in part.waits_for)
    notes = (
        name_of(part.agency) if part.agency else "",
        _("Due %(when)s") % {"when": wording.instant_words(part.due_at)}
        if part.due_at and not part.finished_at and not part.closing_reason
        else "",
        _("Waits for: %(parts)s") % {"parts": waits} if waits else "",
        part.closing_reason,
    )
    return PartItem(
        name=said(part.name),
        href=reverse("portal:case", args=[part.number]) if part.number else "",
        number=part.number,
        status=said(part.status_name) if part.status_name else _("Opened on acceptance"),
        tone=wording.STATUS_TONES.get(part.status, "idle"),
        note=" · ".join(note for note in notes if note),
    )


def _asked(one: ConsultationView, name_of: Name) -> Row:
    answers = {
        "agree": _("Answered: agreed, %(when)s."),
        "disagree": _("Answered: did not agree, %(when)s."),
        "other": _("Answered, %(when)s."),
        "silence": _("No answer by the day; by law that is agreement, %(when)s."),
        "lapsed": _("No longer needed, %(when)s."),
    }
    if one.answered_at is None:
        day = wording.day_words(wording.local_day(one.due_at))
        text = _("Asked for its opinion, answer due on %(day)s.") % {"day": day}
    else:
        day = wording.day_words(wording.local_day(one.answered_at))
        text = answers[one.answer] % {"when": day}
    return Row(term=name_of(one.asked_agency), text=text)


def _parcel(one: Parcel) -> ParcelItem:
    names = {
        ParcelStatus.REQUESTED: _("The post is being told"),
        ParcelStatus.ORDERED: _("Waiting for the postman"),
        ParcelStatus.MOVING: _("On its way"),
        ParcelStatus.DELIVERED: _("Delivered"),
        ParcelStatus.SENT_BACK: _("Could not be delivered"),
        ParcelStatus.REFUSED: _("Not taken by the post"),
    }
    title = (
        _("Result by post") if one.direction == "to_person" else _("Papers that you sent by post")
    )
    rows = (
        (_("Tracking number"), one.tracking),
        (_("Receiver"), f"{one.receiver.name}, {one.receiver.address}".strip(", ")),
    )
    return ParcelItem(
        title=title,
        tracking=one.tracking,
        status=names[one.status],
        tone=_PARCEL_TONES[one.status],
        rows=tuple(Row(term=term, text=text) for term, text in rows if text),
        moments=tuple(
            Moment(
                title=told.text,
                state="warn" if told.status is ParcelStatus.SENT_BACK else "done",
                when=wording.instant_words(told.at),
            )
            for told in one.movements
        ),
    )


def _mandate(words: Mapping[str, object]) -> str:
    if not words.get("mandate"):
        return ""
    name = words.get("full_name", "")
    if words.get("revoked_at"):
        return _("%(name)s no longer represents you in this case.") % {"name": name}
    return _("%(name)s acts for the applicant: %(paper)s.") % {
        "name": name,
        "paper": words.get("paper", ""),
    }
