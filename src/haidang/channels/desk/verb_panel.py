"""Acts beside the tasks in the side panel: which the officer may do, and the form of one."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import pgettext

from haidang.channels.desk.forms import summarize
from haidang.channels.desk.material import Material
from haidang.channels.desk.pages import Choice, StepForm
from haidang.channels.desk.panel import places_of
from haidang.channels.desk.verb_fields import has_open_appointment, verb_fields
from haidang.channels.desk.verbs import VERBS, Verb, VerbInput

NAMING_AGENCIES: Final = frozenset({"hoi-y-kien", "chuyen-co-quan"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenVerb:
    """The act that the officer is about to do, with what was typed so far."""

    given: VerbInput
    faults: dict[str, str]


def is_offered(verb: Verb, material: Material) -> bool:
    """Tell whether the officer may do the act now."""
    if verb.slug == "da-hen" and not has_open_appointment(material):
        return False
    return material.abilities[verb.ability]


def verb_choices(material: Material, *, chosen: ChosenVerb | None) -> tuple[Choice, ...]:
    """Return the acts that the officer may do now."""
    return tuple(
        Choice(
            label=str(verb.words.label),
            href=reverse("desk:verb", args=[material.case.number, verb.slug]),
            icon=verb.words.icon,
            kind="quiet",
            current=chosen is not None and chosen.given.verb is verb,
        )
        for verb in VERBS
        if is_offered(verb, material)
    )


def verb_form(material: Material, *, chosen: ChosenVerb) -> StepForm:
    """Return the form of the chosen act."""
    words, number = chosen.given.verb.words, material.case.number
    fields = verb_fields(
        chosen.given, material=material, places=places_of(material), faults=chosen.faults
    )
    return StepForm(
        title=str(words.label),
        effect=str(words.effect),
        action=reverse("desk:verb", args=[number, chosen.given.verb.slug]),
        fields=fields,
        faults=summarize(chosen.faults, fields),
        confirm=pgettext("button", "Confirm: %(action)s") % {"action": words.label},
        kind="danger" if words.kind == "danger" else "",
        icon=words.icon,
        back=reverse("desk:case", args=[number]),
    )
