"""What stands around a case: deficiencies, notes and opinions, other agencies."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from haidang.blocks.agencies import public as agencies
from haidang.channels.desk.material import Material
from haidang.channels.desk.pages import Lack, Written
from haidang.channels.desk.words import exact, say
from haidang.domain.cases import public as cases
from haidang.ui.parts import Row, Tone

_SOURCES: Final[Mapping[str, str | Promise]] = {
    "form": pgettext_lazy("deficiency", "Found in the form"),
    "evidence": pgettext_lazy("deficiency", "Found in the evidence"),
    "officer": pgettext_lazy("deficiency", "Found by an officer"),
}
_ANSWERS: Final[Mapping[str, str | Promise]] = {
    "agree": pgettext_lazy("consultation", "Agrees"),
    "disagree": pgettext_lazy("consultation", "Disagrees"),
    "other": pgettext_lazy("consultation", "Another answer"),
    "silence": pgettext_lazy("consultation", "Agreement by silence"),
    "lapsed": pgettext_lazy("consultation", "The case ended first"),
}
_TONES: Final[Mapping[str, Tone]] = {"agree": "good", "silence": "good", "disagree": "bad"}


def lacks(material: Material) -> tuple[Lack, ...]:
    """Return everything that is missing or wrong now, where it stands, by which clause."""
    names = place_names(material)
    return tuple(
        Lack(
            text=say(each.text),
            place=names.get(place_key(each.path), ""),
            clause=each.clause,
            note=f"{_SOURCES.get(each.source, each.source)} · {exact(each.since)}",
            withdraw_href=reverse("desk:withdraw", args=[material.case.number, each.finding])
            if each.finding
            else "",
        )
        for each in material.deficiencies
    )


def items_of(material: Material) -> tuple[cases.SupplementItem, ...]:
    """Return the deficiencies as the rows with which a supplement request begins."""
    return tuple(
        cases.SupplementItem(text=say(each.text), field=place_key(each.path), clause=each.clause)
        for each in material.deficiencies
    )


def marked(pairs: Iterable[tuple[str, str]], *, material: Material) -> tuple[Row, ...]:
    """Return answers, marked where one is found wrong."""
    names = place_names(material)
    wrong = {names.get(place_key(each.path), "") for each in material.deficiencies}
    return tuple(
        Row(term=term, text=text, wrong=bool(term) and term in wrong) for term, text in pairs
    )


def notes(material: Material) -> tuple[Written, ...]:
    """Return notes and opinions, the latest first."""
    return tuple(
        Written(
            title=pgettext("note", "Opinion")
            if each.kind == "opinion"
            else pgettext("note", "Note"),
            note=f"{each.officer} · {exact(each.written_at)}",
            text=each.text,
            tone="info" if each.kind == "opinion" else "idle",
        )
        for each in reversed(material.notes)
    )


def places(material: Material) -> tuple[Written, ...]:
    """Return which agencies were asked and what they answered, and where the case was sent."""
    asked = tuple(_asked(each) for each in material.consultations)
    sent = tuple(
        Written(
            title=_("Transferred to %(agency)s")
            % {"agency": agencies.find_agency_name(each.to_agency)},
            note=f"{each.officer} · {exact(each.at)}",
            text=each.reason,
            tone="info",
        )
        for each in material.transfers
    )
    return (*asked, *sent)


def place_key(path: str) -> str:
    """Return the key of the question or paper that a path leads to."""
    parts = [part for part in path.split("/") if part and part != "evidence"]
    return parts[0] if parts else ""


def place_names(material: Material) -> dict[str, str]:
    """Return the names of questions and papers by their keys."""
    papers = {rule.key: say(rule.name) for rule in material.evidence_rules}
    return {**papers, **dict(material.questions)}


def _asked(each: cases.ConsultationView) -> Written:
    is_open = each.answered_at is None
    until = _("until %(day)s") % {"day": exact(each.due_at)}
    answer = "" if is_open else str(_ANSWERS.get(each.answer, each.answer))
    return Written(
        title=_("Asked: %(agency)s") % {"agency": agencies.find_agency_name(each.asked_agency)},
        note=" · ".join((each.number, each.asked_by, until)),
        text=each.question,
        tone="warn" if is_open else _TONES.get(each.answer, "idle"),
        answer=": ".join(part for part in (answer, each.answer_text) if part),
    )
