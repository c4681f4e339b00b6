"""What a person sees while filling in: the pages of the form, the review before handing in."""

from uuid import UUID

from haidang.domain.cases import policies
from haidang.domain.cases.actions.judge import examine, judge
from haidang.domain.cases.actions.names import evidence_counts, names_of
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.reads import find_row
from haidang.domain.cases.types import Review
from haidang.domain.catalog import public as catalog
from haidang.engines.forms import ShownPage, describe_pages, explain_answers
from haidang.kernel.actors import Actor
from haidang.kernel.events import JSON


def review_case(case_id: UUID, *, actor: Actor) -> Review:
    """Return everything that is wrong, what is owed and the estimated date."""
    case = _visible(case_id, actor)
    return judge(case)


def describe_form(case_id: UUID, *, actor: Actor) -> tuple[ShownPage, ...]:
    """Return the pages of the form with the fields to show now and the answers kept."""
    case = _visible(case_id, actor)
    package = catalog.get_revision(case.revision_id).package
    counts = evidence_counts(case)
    names = names_of(case, evidence=counts)
    return tuple(describe_pages(package.form, case.answers, names, evidence=counts))


def explain_case(
    case_id: UUID, *, actor: Actor, language: str
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the answers in words: page by page, label and value."""
    case = _visible(case_id, actor)
    package = catalog.get_revision(case.revision_id).package
    answers = case.answers if case.number else _asked_answers(case_id, actor=actor)
    return explain_answers(package.form, answers, language, names=names_of(case))


def _asked_answers(case_id: UUID, *, actor: Actor) -> dict[str, JSON]:
    """Return what a draft would hand in: answers to what is asked, read where they can be."""
    case = _visible(case_id, actor)
    package = catalog.get_revision(case.revision_id).package
    clean = examine(case, package).clean
    asked = {one.field.key for page in describe_form(case_id, actor=actor) for one in page.fields}
    return {key: clean.get(key, raw) for key, raw in case.answers.items() if key in asked}


def _visible(case_id: UUID, actor: Actor) -> Case:
    case = find_row(case_id)
    policies.check_can_see(case, actor)
    return case
