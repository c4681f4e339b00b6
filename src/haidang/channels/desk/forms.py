"""What an officer sends with an action: read, checked, and shown again when it is wrong."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from haidang.domain.cases import public as cases
from haidang.kernel.events import JSON
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Fault

ITEMS: Final = "items"
BLANK_ITEMS: Final = 2
MOST_ITEMS: Final = 20
NEED_A_REASON: Final = frozenset({"refuse", "return", "reject", "disagree", "other"})
LONGEST: Final = 2_000
HANDED_OVER: Final = "handed_over"
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepInput:
    """What was typed; ``is_editing`` while rows are added or taken away."""

    action: str
    note: str = ""
    receiver: str = ""
    is_identity_checked: bool = False
    items: tuple[cases.SupplementItem, ...] = ()
    is_editing: bool = False

    @property
    def named(self) -> tuple[cases.SupplementItem, ...]:
        """Return the items that say something."""
        return named_items(self.items)

    @property
    def told(self) -> str:
        """Return the remark that is written down; a handing over names who received it."""
        if self.action != HANDED_OVER:
            return self.note
        who = _("Received by %(name)s, identity checked.") % {"name": self.receiver}
        return f"{who} {self.note}".strip()

    @property
    def values(self) -> dict[str, JSON]:
        """Return what the process keeps of a handing over."""
        return {"receiver": self.receiver} if self.action == HANDED_OVER else {}


def named_items(items: Iterable[cases.SupplementItem]) -> tuple[cases.SupplementItem, ...]:
    """Return the rows that say something."""
    return tuple(item for item in items if item.text or item.clause or item.field)


def read_step(post: QueryDict, *, action: str) -> StepInput:
    """Read the form of an action; add or take away a row where a button asks for it."""
    items, is_editing = read_rows(post)
    note = _clean(post.get("note", ""))
    return StepInput(
        action=action,
        note=note,
        receiver=_clean(post.get("receiver", "")),
        is_identity_checked=post.get("identity") == "true",
        items=items,
        is_editing=is_editing,
    )


def read_rows(post: QueryDict) -> tuple[tuple[cases.SupplementItem, ...], bool]:
    """Return the rows, one more or less where a button asks for it, and whether one did."""
    items = read_items(post)
    if "_remove_entry" in post:
        gone = post.get("_remove_entry", "").partition(":")[2]
        return tuple(item for at, item in enumerate(items) if str(at) != gone), True
    if "_add_entry" in post:
        return (*items, _blank())[:MOST_ITEMS], True
    return items, False


def read_task_ids(post: QueryDict) -> list[UUID]:
    """Return the tasks that are ticked, or the one whose own button was pressed."""
    asked = [post.get("only", "")] if "only" in post else post.getlist("task")
    return read_ids([str(each) for each in asked])


def read_ids(texts: Iterable[str]) -> list[UUID]:
    """Return the ids among some texts."""
    return [UUID(text) for text in texts if _UUID.fullmatch(text)]


def find_faults(given: StepInput) -> dict[str, str]:
    """Return what is wrong, all at once, by the name of the field."""
    faults: dict[str, str] = {}
    if given.action in NEED_A_REASON and not given.note:
        faults["note"] = _("Say why; the applicant or your colleague reads it.")
    if len(given.note) > LONGEST:
        faults["note"] = _("The text is too long: at most 2,000 characters.")
    if given.action == HANDED_OVER:
        faults |= _receiver_faults(given)
    if given.action == "supplement":
        faults |= item_faults(given.items)
    return faults


def step_fields(
    given: StepInput, *, places: Sequence[tuple[str, str]], faults: Mapping[str, str]
) -> tuple[Field, ...]:
    """Return the fields of an action; ``places`` are the questions that an item can name."""
    note = Field(
        name="note",
        label=_note_label(given.action),
        kind="multiline",
        rows=3,
        value=given.note,
        required=given.action in NEED_A_REASON,
        max_length=LONGEST,
        faults=_faults_of("note", faults),
    )
    if given.action == HANDED_OVER:
        return (*_receiver_fields(given, faults=faults), note)
    if given.action != "supplement":
        return (note,)
    return (item_group(given.items, places=places, faults=faults), note)


def _receiver_faults(given: StepInput) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not given.receiver:
        faults["receiver"] = _("Write who received the result.")
    if not given.is_identity_checked:
        faults["identity"] = _("Check the identity of the receiver before you hand it over.")
    return faults


def _receiver_fields(given: StepInput, *, faults: Mapping[str, str]) -> tuple[Field, ...]:
    """Return who received the result at the counter (118/2025/NĐ-CP: by identity paper)."""
    return (
        Field(
            name="receiver",
            label=_("Full name of the receiver"),
            hint=_("The applicant, or who is authorised to receive it."),
            value=given.receiver,
            max_length=200,
            faults=_faults_of("receiver", faults),
        ),
        Field(
            name="identity",
            label=_("I compared the receiver with the identity card or VNeID."),
            kind="checkbox",
            value="true" if given.is_identity_checked else "",
            faults=_faults_of("identity", faults),
        ),
    )


def summarize(faults: Mapping[str, str], fields: Sequence[Field]) -> tuple[Fault, ...]:
    """Return the error summary: each fault linked to its field."""
    ids = {field.name: field.focus_id for field in _flat(fields)}
    return tuple(
        Fault(text=text, href=f"#{ids.get(name, 'act')}") for name, text in faults.items()
    )


def read_items(post: QueryDict) -> tuple[cases.SupplementItem, ...]:
    """Return the rows of a supplement as they were typed; blank ones when there are none."""
    found = []
    for at in range(MOST_ITEMS):
        prefix = f"{ITEMS}.{at}."
        if prefix + "text" not in post:
            break
        found.append(
            cases.SupplementItem(
                text=_clean(post.get(prefix + "text", "")),
                field=_clean(post.get(prefix + "field", "")),
                clause=_clean(post.get(prefix + "clause", "")),
            )
        )
    return tuple(found) or tuple(_blank() for _row in range(BLANK_ITEMS))


def item_faults(items: Sequence[cases.SupplementItem]) -> dict[str, str]:
    """Return what is wrong with the rows of a supplement, by the name of the field."""
    if not named_items(items):
        return {f"{ITEMS}.0.text": _("Name at least one thing that is missing or wrong.")}
    return {
        f"{ITEMS}.{at}.text": _("Item %(number)d: say what is missing or wrong.")
        % {"number": at + 1}
        for at, item in enumerate(items)
        if (item.field or item.clause) and not item.text
    }


def item_group(
    items: Sequence[cases.SupplementItem],
    *,
    places: Sequence[tuple[str, str]],
    faults: Mapping[str, str],
) -> Field:
    """Return the rows of a supplement: what is missing or wrong, where, by which clause."""
    options = tuple(Option(value=value, label=label) for value, label in places)
    return Field(
        name=ITEMS,
        label=pgettext("supplement", "Item"),
        kind="group",
        hint=_("Name everything at once: the law allows one request only."),
        entries=tuple(
            _item_entry(at, item, options=options, faults=faults)
            for at, item in enumerate(items or (_blank(),))
        ),
        add_label=_("Add an item"),
        remove_label=pgettext("supplement", "Remove"),
    )


def _item_entry(
    at: int,
    item: cases.SupplementItem,
    *,
    options: tuple[Option, ...],
    faults: Mapping[str, str],
) -> tuple[Field, ...]:
    prefix = f"{ITEMS}.{at}."
    return (
        Field(
            name=prefix + "text",
            label=_("What is missing or wrong"),
            kind="multiline",
            rows=2,
            value=item.text,
            required=at == 0,
            faults=_faults_of(prefix + "text", faults),
        ),
        Field(
            name=prefix + "field",
            label=_("Question or paper it concerns"),
            kind="select",
            options=options,
            value=item.field,
            required=False,
        ),
        Field(
            name=prefix + "clause",
            label=_("Legal basis"),
            hint=_("For example: Article 16, Law 60/2014/QH13."),
            value=item.clause,
            required=False,
        ),
    )


def _note_label(action: str) -> str:
    match action:
        case "reject" | "refuse":
            return _("Reason, as the applicant will read it")
        case "return":
            return _("Remark for the officer in charge")
        case "supplement":
            return _("Reason in general")
        case "agree" | "disagree" | "other":
            return _("Answer of your agency")
        case _:
            return pgettext("step", "Remark")


def _faults_of(name: str, faults: Mapping[str, str]) -> tuple[str, ...]:
    return (faults[name],) if name in faults else ()


def _flat(fields: Sequence[Field]) -> list[Field]:
    inner = [part for field in fields for entry in field.entries for part in entry]
    return [*fields, *inner]


def _blank() -> cases.SupplementItem:
    return cases.SupplementItem(text="")


def _clean(text: str) -> str:
    return text.strip().replace("\r\n", "\n")
