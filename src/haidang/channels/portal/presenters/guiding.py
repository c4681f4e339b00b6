"""The questionnaires: one question a page, and what it ends at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.channels.portal.presenters.catalog import Prices, channel_table, paper_item
from haidang.channels.portal.presenters.pages import LifeEvent, Paper
from haidang.channels.portal.presenters.wording import said
from haidang.domain.catalog.public import Revision
from haidang.engines.guides import Guide, Need, Outcome, Question, answered, asked_questions
from haidang.ui.fields import Field
from haidang.ui.fields import Option as Choice
from haidang.ui.parts import Fault, Link, Row, Table

GUIDE, ASKED = "tu", "hoi"
"""Words of addresses: which guide the answers come from, which question was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidesPage:
    """All questionnaires."""

    guides: tuple[LifeEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    """One question; what was answered before is kept in the address."""

    title: str
    step: int
    total: int
    field: Field
    kept: tuple[tuple[str, str], ...]
    asked: str
    back_href: str
    faults: tuple[Fault, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideEndPage:
    """The procedure, the case, papers and fee that the answers lead to."""

    title: str
    procedure: str
    code: str
    case: str
    note: str
    rows: tuple[Row, ...]
    papers: tuple[Paper, ...]
    perhaps: tuple[Paper, ...]
    channels: Table | None
    also: tuple[Link, ...]
    start_href: str
    procedure_href: str
    search_href: str
    crumbs: tuple[Link, ...]


def guides_page(guides: Iterable[Guide]) -> GuidesPage:
    """Return the list of questionnaires."""
    return GuidesPage(
        guides=tuple(
            LifeEvent(
                title=said(guide.title),
                text=said(guide.text),
                icon=guide.icon,
                href=reverse("portal:guide", args=[guide.key]),
            )
            for guide in guides
        )
    )


def guide_page(
    guide: Guide, question: Question, answers: Mapping[str, str], *, is_missing: bool
) -> GuidePage:
    """Return one question of a guide."""
    counted = answered(guide, answers)
    way = asked_questions(guide, answers)
    fault = _("Choose one of the answers.")
    return GuidePage(
        title=said(guide.title),
        step=len(way),
        total=max(len(way), len(guide.questions)),
        field=Field(
            name=question.key,
            label=said(question.text),
            kind="radio",
            hint=said(question.hint),
            value="",
            faults=(fault,) if is_missing else (),
            options=tuple(
                Choice(value=one.value, label=said(one.label), hint=said(one.hint))
                for one in question.options
            ),
        ),
        kept=tuple(counted.items()),
        asked=question.key,
        back_href=_back(guide, counted),
        faults=(Fault(text=fault, href=f"#f-{question.key}-1"),) if is_missing else (),
        crumbs=_crumbs(guide),
    )


def guide_end(
    guide: Guide,
    outcome: Outcome,
    answers: Mapping[str, str],
    *,
    revision: Revision | None,
    needs: Iterable[Need],
    prices: Prices,
    others: Iterable[tuple[str, Mapping[str, str]]],
) -> GuideEndPage:
    """Return what the answers lead to; without a revision the city does not publish it."""
    counted = answered(guide, answers)
    papers = {item.key: paper_item(item) for item in revision.package.evidence} if revision else {}
    listed = list(needs)
    words = urlencode({GUIDE: guide.key, **counted})
    code = outcome.procedure
    return GuideEndPage(
        title=said(guide.title),
        procedure=said(revision.package.name) if revision else "",
        code=code,
        case=said(outcome.case),
        note=said(outcome.note),
        rows=tuple(_rows(guide, counted)),
        papers=tuple(papers[need.key] for need in listed if need.is_sure),
        perhaps=tuple(papers[need.key] for need in listed if not need.is_sure),
        channels=channel_table(revision.package, prices) if revision else None,
        also=tuple(
            Link(text=said(name), href=reverse("portal:procedure", args=[other]))
            for other, name in others
        ),
        start_href=f"{reverse('portal:start', args=[code])}?{words}" if _online(revision) else "",
        procedure_href=reverse("portal:procedure", args=[code]) if revision else "",
        search_href=f"{reverse('portal:search')}?{urlencode({'q': code})}",
        crumbs=_crumbs(guide),
    )


def _online(revision: Revision | None) -> bool:
    return revision is not None and revision.package.channel("online") is not None


def _rows(guide: Guide, counted: Mapping[str, str]) -> Iterable[Row]:
    before: dict[str, str] = {}
    for question in asked_questions(guide, counted):
        value = counted.get(question.key, "")
        chosen = next((one for one in question.options if one.value == value), None)
        yield Row(
            term=said(question.text),
            text=said(chosen.label) if chosen else "",
            href=_address(guide, before),
        )
        before[question.key] = value


def _back(guide: Guide, counted: Mapping[str, str]) -> str:
    if not counted:
        return reverse("portal:guides")
    return _address(guide, dict(list(counted.items())[:-1]))


def _address(guide: Guide, answers: Mapping[str, str]) -> str:
    address = reverse("portal:guide", args=[guide.key])
    return f"{address}?{urlencode(answers)}" if answers else address


def _crumbs(guide: Guide) -> tuple[Link, ...]:
    return (
        Link(text=_("Front page"), href=reverse("portal:home")),
        Link(text=_("What do I need?"), href=reverse("portal:guides")),
        Link(text=said(guide.title)),
    )
