"""The page before the form: for whom, who decides, where it is handed in and fetched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.channels.portal.presenters import wording
from haidang.channels.portal.presenters.catalog import procedure_crumbs
from haidang.channels.portal.presenters.pages import StartPage
from haidang.channels.portal.presenters.wording import said
from haidang.domain.cases.public import CaseSummary
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.errors import Problem
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Fault, Link

PAPER: Final = "paper"
ORGANIZATION: Final = "organization:"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartChoices:
    """What can be chosen: wards, people and organizations, and places where it is offered."""

    wards: tuple[Option, ...]
    principals: tuple[Option, ...]
    organizations: tuple[Option, ...]
    places: tuple[Option, ...]
    may_delegate: bool


def start_page(
    package: ProcedurePackage,
    *,
    choices: StartChoices,
    given: Mapping[str, str],
    drafts: Iterable[CaseSummary],
    problems: Sequence[Problem] = (),
) -> StartPage:
    """Return the choices with what was chosen, and every fault at once."""
    faults = {problem.path.lstrip("/"): problem.text(wording.language()) for problem in problems}
    fields = (
        *_who(choices, given, faults),
        _ward(choices, given, faults),
        *_where(choices, given),
    )
    return StartPage(
        name=said(package.name),
        fields=fields,
        faults=tuple(
            Fault(text=text, href=f"#{_focus(fields, key)}") for key, text in faults.items()
        ),
        drafts=tuple(
            Link(
                text=_("Draft of %(when)s") % {"when": wording.instant_words(draft.changed_at)},
                href=reverse("portal:resume", args=[draft.id]),
            )
            for draft in drafts
        ),
        crumbs=procedure_crumbs(said(package.name), _("Hand in"), code=package.code),
    )


def _who(
    choices: StartChoices, given: Mapping[str, str], faults: Mapping[str, str]
) -> tuple[Field, ...]:
    """Ask for whom; somebody else's data only when a paper mandate was chosen."""
    options = (*choices.principals, *choices.organizations)
    if choices.may_delegate:
        other = Option(
            value=PAPER,
            label=_("Another person, by a written mandate"),
            hint=_("You will attach a picture of the mandate; the officer checks it."),
        )
        options = (*options, other)
    chosen = given.get("applicant") or (options[0].value if options else "")
    asked = Field(
        name="applicant",
        label=_("For whom do you apply?"),
        kind="radio",
        options=options,
        value=chosen,
        faults=_told(faults, "applicant"),
    )
    if chosen != PAPER:
        return (asked,) if len(options) > 1 else ()
    return (asked, *_principal(given, faults))


def _principal(given: Mapping[str, str], faults: Mapping[str, str]) -> tuple[Field, ...]:
    names = {
        "full_name": _("Full name of the person you represent"),
        "personal_id": _("Personal identification number of that person"),
        "born_on": _("Date of birth of that person"),
        "relation": _("Your relation to that person"),
    }
    inputs = {"personal_id": "numeric"}
    return tuple(
        Field(
            name=key,
            label=label,
            kind="date" if key == "born_on" else "text",
            value=given.get(key, ""),
            input_mode=inputs.get(key, ""),
            size="medium",
            max_length=200,
            required=key in {"full_name", "personal_id"},
            faults=_told(faults, key),
        )
        for key, label in names.items()
    )


def _ward(choices: StartChoices, given: Mapping[str, str], faults: Mapping[str, str]) -> Field:
    return Field(
        name="unit",
        label=_("Ward, commune or special zone whose agency decides"),
        hint=_("Usually where you live; you may hand in from anywhere."),
        kind="select",
        options=choices.wards,
        value=given.get("unit", ""),
        faults=_told(faults, "unit"),
    )


def _where(choices: StartChoices, given: Mapping[str, str]) -> tuple[Field, ...]:
    """Ask for the places only where the procedure is received outside its territory."""
    if len(choices.places) < 2:
        return ()
    usual = Option(value="", label=_("The usual one: the centre of the unit that decides"))
    same = Option(value="", label=_("Where the case is handed in"))
    return (
        Field(
            name="receiving",
            label=_("Service centre that receives the case"),
            hint=_("Any centre of the city receives this case; the unit above decides it."),
            kind="select",
            required=False,
            options=(usual, *choices.places),
            value=given.get("receiving", ""),
        ),
        Field(
            name="return_agency",
            label=_("Where you fetch the result, if you want it on paper"),
            kind="select",
            required=False,
            options=(same, *choices.places),
            value=given.get("return_agency", ""),
        ),
    )


def _told(faults: Mapping[str, str], key: str) -> tuple[str, ...]:
    return (faults[key],) if key in faults else ()


def _focus(fields: Iterable[Field], key: str) -> str:
    return next((one.focus_id for one in fields if one.name == key), "main")
