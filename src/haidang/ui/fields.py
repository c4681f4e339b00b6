"""A form field as a plain value, drawn by ``{% field %}``."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text",
    "multiline",
    "number",
    "money",
    "radio",
    "checkbox",
    "checkboxes",
    "select",
    "date",
    "time",
    "address",
    "file",
    "group",
    "note",
    "calculated",
    "hidden",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a radio group, a set of checkboxes or a select."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button beside a control that sends the form for another purpose than to go on."""

    name: str
    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that already stands in a file field."""

    id: str
    name: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A question with its label, hint, value and faults.

    ``value`` is what the control shows; a date's is ``yyyy-mm-dd``, ``yyyy-mm``, ``yyyy``
    or what was typed, day first (``31/2/2026``). An address's ``parts`` and a group's
    ``entries`` are fields of their own. ``source`` says where a filled-in value comes
    from; ``press`` is a button beside the control. ``size`` is the width of the control:
    short, medium or full.
    """

    name: str
    label: str = ""
    kind: Kind = "text"
    hint: str = ""
    faults: tuple[str, ...] = ()
    value: str = ""
    values: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    required: bool = True
    readonly: bool = False
    size: Literal["short", "medium", "full"] = "full"
    input_type: str = "text"
    input_mode: str = ""
    autocomplete: str = ""
    autofocus: bool = False
    max_length: int | None = None
    rows: int = 4
    suffix: str = ""
    source: str = ""
    instead: str = ""
    press: Press | None = None
    accept: str = ""
    limit: str = ""
    multiple: bool = False
    files: tuple[Attached, ...] = ()
    parts: tuple["Field", ...] = ()
    entries: tuple[tuple["Field", ...], ...] = ()
    add_label: str = ""
    remove_label: str = ""
    lookup: str = ""

    @property
    def id(self) -> str:
        """Return the id of the control, which error summaries link to."""
        return "f-" + self.name.replace(".", "-")

    @property
    def focus_id(self) -> str:
        """Return the id that a link must name to reach the first control."""
        match self.kind:
            case "date":
                return f"{self.id}-day"
            case "address" if self.parts:
                return self.parts[0].id
            case "radio" | "checkboxes":
                return f"{self.id}-1"
            case _:
                return self.id

    @property
    def described_by(self) -> str:
        """Return the ids of hint and error, as ``aria-describedby`` wants them."""
        ids = [f"{self.id}-hint"] if self.hint else []
        ids += [f"{self.id}-error"] if self.faults else []
        return " ".join(ids)

    @property
    def date_parts(self) -> tuple[str, str, str]:
        """Return day, month and year of the value; what was mistyped stays as it is."""
        parts = self.value.split("/")[::-1] if "/" in self.value else self.value.split("-")
        year, month, day = (*parts, "", "", "")[:3]
        return day, month, year
