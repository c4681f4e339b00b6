"""The questionnaires: a few questions end at the right procedure, papers and fee."""

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from haidang.channels.portal.presenters import guiding as presenter
from haidang.channels.portal.views.frame import show
from haidang.domain.catalog import public as catalog
from haidang.engines.fees import FeeResult, compute_fees
from haidang.engines.guides import (
    Need,
    Outcome,
    answered,
    carried,
    decide,
    needs_of,
    next_question,
)
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.clock import today
from haidang.kernel.events import JSON


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """List the questionnaires."""
    return show(request, "guides", presenter.guides_page(catalog.list_guides()))


@require_safe
def guide(request: HttpRequest, key: str) -> HttpResponse:
    """Show the next question, or what the answers lead to."""
    asked = catalog.get_guide(key)
    answers = request.GET.dict()
    question = next_question(asked, answers)
    if question is not None:
        is_missing = answers.get(presenter.ASKED) == question.key
        page = presenter.guide_page(asked, question, answers, is_missing=is_missing)
        return show(request, "guide", page, status=422 if is_missing else 200)
    outcome = decide(asked, answers)
    if outcome is None:
        return show(request, "guides", presenter.guides_page(catalog.list_guides()), status=404)
    known = carried(outcome, answered(asked, answers))
    revision = _published(outcome.procedure)
    package = revision.package if revision else None
    end = presenter.guide_end(
        asked,
        outcome,
        answers,
        revision=revision,
        needs=_needs(package, known),
        prices=_prices(package, known),
        others=_others(outcome),
    )
    return show(request, "guide_end", end)


def answers_from_guide(words: Mapping[str, str], *, procedure: str) -> dict[str, JSON]:
    """Return what a guide already asked for the form of a procedure; nothing if it fits not."""
    key = words.get(presenter.GUIDE, "")
    asked = next((each for each in catalog.list_guides() if each.key == key), None)
    if asked is None:
        return {}
    outcome = decide(asked, words)
    if outcome is None or outcome.procedure != procedure or next_question(asked, words):
        return {}
    found = carried(outcome, answered(asked, words))
    return {name: value for name, value in found.items() if isinstance(value, bool | int | str)}


def _published(code: str) -> catalog.Revision | None:
    hits = catalog.find_procedures(code).hits
    return catalog.current_revision(code) if hits and hits[0].procedure.code == code else None


def _needs(package: ProcedurePackage | None, known: Mapping[str, object]) -> list[Need]:
    if package is None:
        return []
    conditions = [(item.key, item.required) for item in package.evidence]
    return needs_of(conditions, answers=known, on=today())


def _prices(package: ProcedurePackage | None, known: Mapping[str, object]) -> dict[str, FeeResult]:
    if package is None:
        return {}
    tariffs = catalog.city_revision(settings.HAIDANG_CITY).tariffs
    return {
        offer.channel: compute_fees(
            package.fees,
            names={"answers": known, "case": {"channel": offer.channel}, "today": today()},
            channel=offer.channel,
            on=today(),
            tariffs=tariffs,
        )
        for offer in package.channels
    }


def _others(outcome: Outcome) -> Iterator[tuple[str, Mapping[str, str]]]:
    for code in outcome.also:
        hits = catalog.find_procedures(code).hits
        if hits and hits[0].procedure.code == code:
            yield code, hits[0].procedure.name
