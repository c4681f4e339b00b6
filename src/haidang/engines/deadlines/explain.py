"""Tell how a due instant was reached, in words that a citizen reads."""

from haidang.engines.deadlines.model import Appointments, Due, Suggestion


def explain(told: Due | Suggestion | Appointments, language: str = "vi") -> list[str]:
    """Return one sentence per step, with its article of law in brackets."""
    if isinstance(told, Appointments):
        second = explain(told.second, language) if told.second else []
        return explain(told.first, language) + second
    return [
        f"{sentence} ({reason.article})" if reason.article else sentence
        for reason in told.reasons
        for sentence in [reason.text.get(language) or reason.text["vi"]]
    ]
