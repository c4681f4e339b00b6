"""Ask, decide, carry over."""

from collections.abc import Iterable, Iterator, Mapping

from haidang.engines.expressions import Unknown, Value, compile_expression
from haidang.engines.guides.model import Guide, Need, Outcome, Question


def asked_questions(guide: Guide, answers: Mapping[str, str]) -> list[Question]:
    """Return the questions on the way of some answers, up to the first without an answer."""
    return [question for question, _answer in _way(guide, answers)]


def answered(guide: Guide, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that count: of questions on the way, with a value that they offer."""
    return {question.key: answer for question, answer in _way(guide, answers) if answer}


def next_question(guide: Guide, answers: Mapping[str, str]) -> Question | None:
    """Return the question to ask now; None when all is answered."""
    return next((question for question, answer in _way(guide, answers) if not answer), None)


def decide(guide: Guide, answers: Mapping[str, str]) -> Outcome | None:
    """Return the first outcome that holds; None where none does."""
    names = {"answers": answered(guide, answers)}
    return next((each for each in guide.outcomes if each.when.is_true(names)), None)


def carried(outcome: Outcome, answers: Mapping[str, str]) -> dict[str, Value]:
    """Return answers of the procedure's form that the guide's answers already give."""
    names = {"answers": dict(answers)}
    found = {name: each.evaluate(names) for name, each in outcome.carry.items()}
    return {
        name: value
        for name, value in found.items()
        if not isinstance(value, Unknown) and value not in (None, "")
    }


def needs_of(
    evidence: Iterable[tuple[str, str]], *, answers: Mapping[str, object], on: object
) -> list[Need]:
    """Return which papers are needed, of their keys and conditions, by what is known so far."""
    names = {"answers": answers, "case": {}, "applicant": {}, "today": on}
    needs = []
    for key, required in evidence:
        is_needed = compile_expression(required).is_true(names)
        if is_needed is not False:
            needs.append(Need(key=key, is_sure=is_needed is True))
    return needs


def _way(guide: Guide, answers: Mapping[str, str]) -> Iterator[tuple[Question, str]]:
    counted: dict[str, str] = {}
    for question in guide.questions:
        if question.when is not None and not question.when.is_true({"answers": counted}):
            continue
        given = answers.get(question.key, "")
        answer = given if any(given == option.value for option in question.options) else ""
        yield question, answer
        if not answer:
            return
        counted[question.key] = answer
