"""The front page, the search and the page of a procedure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.channels.portal.presenters import wording
from haidang.channels.portal.presenters.pages import (
    ForecastPart,
    HomePage,
    LifeEvent,
    OpenPart,
    Paper,
    PaperGroup,
    ProcedureItem,
    ProcedurePage,
)
from haidang.channels.portal.presenters.wording import said
from haidang.domain.catalog.public import LifeEventChoice, ProcedureSummary, Revision
from haidang.engines.deadlines import Unit
from haidang.engines.fees import FeeResult
from haidang.engines.fees import LegalBasis as FeeBasis
from haidang.engines.packages import (
    ChannelOffer,
    Evidence,
    LegalBasis,
    ProcedurePackage,
    Result,
)
from haidang.engines.workflow import NodeKind, describe
from haidang.ui.parts import Cell, Link, Table

Prices = Mapping[str, FeeResult]
"""What is owed by channel before anything is known of the person."""


def home_page(
    procedures: Iterable[ProcedureSummary], events: Iterable[LifeEventChoice]
) -> HomePage:
    """Return the front page: search, life events, what can be handed in online."""
    return HomePage(
        events=_life_events(events),
        popular=tuple(procedure_item(one) for one in procedures),
        suggestions=tuple(
            Link(text=words, href=search_href(words))
            for words in (
                _("register my child's birth"),
                _("copy of a birth certificate"),
                _("exchange a driving licence"),
            )
        ),
    )


def procedure_item(summary: ProcedureSummary, *, is_online: bool = True) -> ProcedureItem:
    """Return a procedure for a list."""
    return ProcedureItem(
        code=summary.code,
        name=said(summary.name),
        summary=said(summary.summary),
        field=said(summary.field),
        href=reverse("portal:procedure", args=[summary.code]),
        note="" if is_online else _("Not offered online; hand it in at the counter or by post."),
    )


def procedure_page(
    revision: Revision, *, prices: Prices, on: date, forecast: ForecastPart | None = None
) -> ProcedurePage:
    """Return a procedure with all that the law wants published (NĐ 63/2010/NĐ-CP, Art. 8)."""
    package = revision.package
    name = said(package.name)
    return ProcedurePage(
        code=package.code,
        name=name,
        summary=said(package.summary),
        field=said(package.field),
        level=wording.listed(package.level, wording.LEVELS),
        audiences=wording.listed(package.audiences, wording.AUDIENCES),
        agency=wording.listed((package.agency_kind,), wording.AGENCY_KINDS),
        decision=package.decision_number,
        revision=str(revision.number),
        steps=package.steps.get(wording.language()) or package.steps["vi"],
        channels=channel_table(package, prices),
        time_note=_("The time runs from the acceptance of a complete case."),
        fees=_fees(package, prices),
        papers=tuple(paper_item(one) for one in package.evidence),
        conditions=said(package.conditions),
        results=tuple(_result(one) for one in package.results),
        legal_basis=_legal_basis(package.legal_basis, on=on),
        process=_process(package),
        retention=_retention(package),
        start_href=reverse("portal:start", args=[package.code]),
        open_part=_open_part(package),
        groups=_groups(package) if package.snapshot_on else (),
        steps_are_prose=package.snapshot_on is not None,
        crumbs=procedure_crumbs(name),
        forecast=forecast,
    )


def procedure_crumbs(name: str, *after: str, code: str = "") -> tuple[Link, ...]:
    """Return the way from the front page to a procedure, and on."""
    href = reverse("portal:procedure", args=[code]) if code else ""
    return (
        Link(text=_("Front page"), href=reverse("portal:home")),
        Link(text=_("Procedures"), href=reverse("portal:search")),
        Link(text=name, href=href),
        *(Link(text=words) for words in after),
    )


def search_href(words: str) -> str:
    """Return the address of a search."""
    return reverse("portal:search") + "?" + urlencode({"q": words})


def _life_events(events: Iterable[LifeEventChoice]) -> tuple[LifeEvent, ...]:
    address = reverse("portal:search")
    return tuple(
        LifeEvent(
            title=said(event.title),
            text=said(event.text),
            icon=event.icon,
            href=f"{address}?{urlencode({'su-kien': event.key})}",
        )
        for event in events
        if event.procedures
    )


def channel_table(package: ProcedurePackage, prices: Prices) -> Table:
    """Return how a procedure is handed in, how long it takes and what it costs."""
    return Table(
        caption=_("Ways, time and fee"),
        columns=(_("Way of handing in"), _("Time limit"), _("Fee"), _("Note")),
        rows=tuple(
            (
                Cell(text=str(wording.CHANNELS.get(one.channel, one.channel))),
                Cell(text=_limit(package, one)),
                Cell(text=_told_price(package, one.channel, prices[one.channel])),
                Cell(text=said(one.note)),
            )
            for one in package.channels
        ),
    )


def _limit(package: ProcedurePackage, one: ChannelOffer) -> str:
    if one.time_limit.unit is Unit.NONE and package.snapshot_on and not package.is_confirmed:
        return _("Not confirmed yet; no due date is promised")
    return wording.limit_words(one.time_limit)


def _told_price(package: ProcedurePackage, channel: str, result: FeeResult) -> str:
    return _("The agency tells the fee") if channel in package.told_fees else _price(result)


def _result(one: Result) -> str:
    return f"{said(one.name)} ({one.code})" if one.code else said(one.name)


def unsure_notes(revision: Revision, channel: str) -> tuple[str, ...]:
    """Return what cannot be promised of a case by a channel: the due date, the fee."""
    package = revision.package
    offer = package.channel(channel)
    notes = []
    if offer and offer.time_limit.unit is Unit.NONE and package.open_points:
        notes.append(_("No officer has confirmed the time limit yet, so no due date is promised."))
    if channel in package.told_fees:
        notes.append(_("The agency that decides tells the charge or duty, if any."))
    return tuple(notes)


def _open_part(package: ProcedurePackage) -> OpenPart | None:
    if package.snapshot_on is None:
        return None
    return OpenPart(
        source_href=package.source_url,
        taken_on=wording.day_words(package.snapshot_on),
        is_confirmed=package.is_confirmed,
        points=tuple((said(one.text), said(one.reading)) for one in package.open_points),
    )


def _groups(package: ProcedurePackage) -> tuple[PaperGroup, ...]:
    """Return the papers under the headings of their cases, in the order of the source."""
    groups: dict[str, list[Paper]] = {}
    for one in package.evidence:
        if one.key == "other":
            continue
        paper = replace(paper_item(one), case="")
        groups.setdefault(said(one.case), []).append(paper)
    return tuple(PaperGroup(title=title, papers=tuple(found)) for title, found in groups.items())


def _price(result: FeeResult) -> str:
    if result.unknown:
        return _("Depends on the case")
    return str(result.total) if result.total else _("No fee")


def _fees(package: ProcedurePackage, prices: Prices) -> tuple[str, ...]:
    if package.told_fees:
        return (_("The agency that decides tells the charge or duty, if any, with its document."),)
    lines = {
        f"{said(line.name)}: {said(line.reason)} ({_cited(line.legal_basis)})"
        for result in prices.values()
        for line in result.lines
    }
    unknown = {key for result in prices.values() for key in result.unknown}
    depends = {
        _("%(fee)s: depends on what you declare.") % {"fee": said(fee.name)}
        for fee in package.fees.fees
        if fee.key in unknown
    }
    return tuple(sorted(lines | depends)) or (_("No fee is collected."),)


def _cited(basis: FeeBasis) -> str:
    return ", ".join(filter(None, (basis.number, basis.articles)))


def paper_item(one: Evidence) -> Paper:
    """Return one paper of a procedure."""
    media = ", ".join(kind.upper() for kind in one.media)
    return Paper(
        name=said(one.name),
        amount=wording.copies_words(original=one.original, copies=one.copies),
        case=said(one.case),
        media=_("%(kinds)s, at most %(size)s MB") % {"kinds": media, "size": one.max_mb},
        instead=said(one.replaced_by.source) if one.replaced_by else "",
        law=one.replaced_by.law if one.replaced_by else "",
    )


def _legal_basis(bases: Iterable[LegalBasis], *, on: date) -> Table:
    return Table(
        caption=_("Legal basis"),
        columns=(_("Document number"), _("Title of the document"), _("Articles"), _("In force")),
        rows=tuple(
            (
                Cell(text=one.number),
                Cell(text=said(one.title)),
                Cell(text=one.articles),
                Cell(text=_validity(one)),
            )
            for one in bases
            if one.is_in_force(on)
        ),
    )


def _validity(one: LegalBasis) -> str:
    if one.valid_until:
        days = {
            "start": wording.day_words(one.valid_from) or "…",
            "end": wording.day_words(one.valid_until),
        }
        return _("from %(start)s to %(end)s") % days
    return _("from %(day)s") % {"day": wording.day_words(one.valid_from)} if one.valid_from else ""


def _process(package: ProcedurePackage) -> Table:
    steps = [one for one in describe(package.process) if one.kind is NodeKind.USER]
    return Table(
        caption=_("How it is processed"),
        columns=(_("Step"), _("Who"), _("Working time")),
        rows=tuple(
            (
                Cell(text=one.name),
                Cell(text=str(wording.POSTS.get(one.post, one.post))),
                Cell(text=wording.hours_words(one.hours)),
            )
            for one in steps
        ),
    )


def _retention(package: ProcedurePackage) -> str:
    if package.retention.get("permanent"):
        return _("For ever")
    years = package.retention.get("years")
    return _("%(count)s years") % {"count": years} if years else ""
