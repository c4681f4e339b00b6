"""The first page of an intake."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.channels.counter.intake import Intake
from haidang.channels.counter.pages import StartPage
from haidang.domain.cases.public import CounterDraft
from haidang.kernel.clock import local
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Fault, Link
from haidang.ui.questions import said


def start_page(
    intake: Intake,
    *,
    choices: tuple[Option, ...],
    units: tuple[Option, ...],
    drafts: Iterable[CounterDraft],
    faults: tuple[Fault, ...],
) -> StartPage:
    """Return the page: card first, person next, procedure last; everything in one form."""
    wrong: Mapping[str, tuple[str, ...]] = {fault.href: (fault.text,) for fault in faults}
    return StartPage(
        scanner=Field(
            name="card",
            label=_("Scan the card's QR code"),
            hint=_("Put the cursor here and pull the trigger of the scanner."),
            required=False,
            autofocus=not intake.personal_id,
            autocomplete="off",
            faults=wrong.get("#f-card", ()),
            max_length=2000,
        ),
        photo=Field(
            name="card_photo",
            label=_("Or a photo of the card's side with the QR code"),
            kind="file",
            required=False,
            accept="image/*",
            limit=_("The photo is only read, not kept."),
        ),
        person=_person_fields(intake, wrong),
        words=Field(
            name="words",
            label=_("Procedure: words or code"),
            value=intake.words,
            faults=wrong.get("#f-words", ()),
            autocomplete="off",
        ),
        choices=choices,
        chosen=intake.procedure or (choices[0].value if len(choices) == 1 else ""),
        unit=Field(
            name="unit",
            label=_("Ward, commune or special zone whose agency decides"),
            kind="select",
            options=units,
            value=intake.unit,
        ),
        ticket=intake.ticket,
        ticket_note=_("Queue number %(number)s.") % {"number": intake.ticket}
        if intake.ticket
        else "",
        hints=intake.hints,
        faults=faults,
        drafts=tuple(_draft_link(draft) for draft in drafts),
    )


def _person_fields(intake: Intake, wrong: Mapping[str, tuple[str, ...]]) -> tuple[Field, ...]:
    return (
        Field(
            name="personal_id",
            label=_("Personal identification number"),
            kind="number",
            value=intake.personal_id,
            input_mode="numeric",
            size="medium",
            faults=wrong.get("#f-personal_id", ()),
            autocomplete="off",
        ),
        Field(
            name="full_name",
            label=_("Full name"),
            value=intake.full_name,
            faults=wrong.get("#f-full_name", ()),
            autocomplete="off",
        ),
        Field(
            name="born_on",
            label=_("Day of birth"),
            kind="date",
            value=f"{intake.day}/{intake.month}/{intake.year}",
            required=False,
            faults=wrong.get("#f-born_on-day", ()),
        ),
        Field(
            name="sex",
            label=_("Sex"),
            kind="radio",
            value=intake.sex,
            options=(
                Option(value="female", label=_("Female")),
                Option(value="male", label=_("Male")),
            ),
            required=False,
        ),
        Field(
            name="residence",
            label=_("Place of residence"),
            value=intake.residence,
            required=False,
            autocomplete="off",
        ),
        Field(
            name="phone",
            label=_("Telephone"),
            value=intake.phone,
            input_type="tel",
            input_mode="tel",
            size="medium",
            required=False,
            autocomplete="off",
        ),
    )


def _draft_link(draft: CounterDraft) -> Link:
    begun = f"{local(draft.started_at):%H:%M %d/%m}"
    return Link(
        text=f"{draft.applicant_name} · {said(draft.procedure_name)} · {begun}",
        href=reverse("counter:sheet", args=[draft.id]),
    )
