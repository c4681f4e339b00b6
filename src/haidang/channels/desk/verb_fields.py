"""The fields of acts on a case beside the tasks of its process."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from haidang.channels.desk.forms import item_group
from haidang.channels.desk.material import Material
from haidang.channels.desk.verbs import TICKED, VerbInput
from haidang.channels.desk.words import exact, say
from haidang.domain.cases import public as cases
from haidang.ui.fields import Field, Option

Faults = Mapping[str, str]


def verb_fields(
    given: VerbInput,
    *,
    material: Material,
    places: Sequence[tuple[str, str]],
    faults: Faults,
) -> tuple[Field, ...]:
    """Return the fields that an act asks for, with what was typed and what is wrong."""
    make = _Maker(given, faults)
    match given.verb.slug:
        case "ghi-chu":
            return (make.kind(), make.text("text", pgettext("note", "Text")))
        case "sai-sot":
            return (
                make.text("text", _("What is missing or wrong")),
                make.choice("path", _("Question or paper it concerns"), places, required=False),
                make.line("clause", _("Legal basis"), required=False),
            )
        case "hoi-y-kien":
            return (
                make.choice("agency", _("Agency to ask"), material.other_agencies),
                make.text("question", _("Question")),
                make.line("working_days", _("Working days to answer"), value="5"),
                make.tick("silence_agrees", _("No answer in time counts as agreement")),
                make.tick("stops_clock", _("The clock of the case waits for the answer")),
            )
        case "chuyen-co-quan":
            return (
                make.choice("agency", _("Competent agency"), material.other_agencies),
                make.text("reason", _("Reason, as the applicant will read it")),
            )
        case "da-hen":
            return (make.choice("appointment", _("Appointment"), _appointments(material)),)
        case _:
            return _directing(given, make=make, places=places, faults=faults)


def _directing(
    given: VerbInput, *, make: "_Maker", places: Sequence[tuple[str, str]], faults: Faults
) -> tuple[Field, ...]:
    reason = _("Reason, as the applicant will read it")
    match given.verb.slug:
        case "bo-sung-lan-hai":
            return (
                item_group(given.items, places=places, faults=faults),
                make.text("reason", _("Reason in general"), required=False),
                make.text("head_reason", _("Why the head allows a second request")),
            )
        case "gia-han":
            return (make.day("new_due_on", _("New due date")), make.text("reason", reason))
        case _:
            return (make.text("reason", reason),)


class _Maker:
    """Makes fields that show what was typed and what is wrong with it."""

    def __init__(self, given: VerbInput, faults: Faults) -> None:
        self.words = given.words
        self.faults = faults

    def text(self, name: str, label: str, *, required: bool = True) -> Field:
        """Make a field of several lines."""
        return Field(
            name=name,
            label=label,
            kind="multiline",
            rows=3,
            value=self.words.get(name, ""),
            required=required,
            faults=self._wrong(name),
        )

    def line(self, name: str, label: str, *, value: str = "", required: bool = True) -> Field:
        """Make a field of one line; ``value`` is what it begins with."""
        return Field(
            name=name,
            label=label,
            value=self.words.get(name, "") or value,
            required=required,
            faults=self._wrong(name),
        )

    def day(self, name: str, label: str) -> Field:
        """Make a field for a day."""
        return Field(
            name=name,
            label=label,
            kind="date",
            value=self.words.get(name, ""),
            faults=self._wrong(name),
        )

    def choice(
        self,
        name: str,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        required: bool = True,
    ) -> Field:
        """Make a select."""
        return Field(
            name=name,
            label=label,
            kind="select",
            options=tuple(Option(value=value, label=text) for value, text in options),
            value=self.words.get(name, ""),
            required=required,
            faults=self._wrong(name),
        )

    def kind(self) -> Field:
        """Make the choice between a note and an opinion."""
        return Field(
            name="kind",
            label=pgettext("note", "Kind"),
            kind="radio",
            options=(
                Option(value="note", label=_("Note for colleagues")),
                Option(value="opinion", label=_("Opinion for the file")),
            ),
            value=self.words.get("kind") or "note",
            faults=self._wrong("kind"),
        )

    def tick(self, name: str, label: str) -> Field:
        """Make a box to tick."""
        return Field(
            name=name,
            label=label,
            kind="checkbox",
            value=TICKED if self.words.get(name) == TICKED else "",
            required=False,
        )

    def _wrong(self, name: str) -> tuple[str, ...]:
        return (self.faults[name],) if name in self.faults else ()


def _appointments(material: Material) -> list[tuple[str, str]]:
    running = [each for each in material.timing.appointments if _is_open(each)]
    return [(each.key, f"{say(each.name)}, {exact(each.due_at)}") for each in running]


def _is_open(each: cases.AppointmentView) -> bool:
    return each.due_at is not None and each.met_at is None


def has_open_appointment(material: Material) -> bool:
    """Tell whether an appointment runs that can be kept now."""
    return any(_is_open(each) for each in material.timing.appointments)
