"""What an officer asks for, shown where it stands: at its question, with its clause."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from haidang.domain.cases.public import CaseView, SupplementItem
from haidang.engines.forms import FieldType, ShownField
from haidang.ui.fields import Field
from haidang.ui.parts import Link
from haidang.ui.questions import evidence_key

_EVIDENCE: Final = "/evidence/"


def asked_items(case: CaseView) -> tuple[SupplementItem, ...]:
    """Return everything that the open request names; nothing while none is open."""
    return tuple(item for one in case.supplements if one.answered_at is None for item in one.items)


def place_of(shown: ShownField) -> str:
    """Return the place that a question stands for, as requests name it."""
    if shown.field.type is FieldType.EVIDENCE:
        return _EVIDENCE + evidence_key(shown)
    return f"/{shown.field.key}"


def is_asked(shown: ShownField, items: Iterable[SupplementItem]) -> bool:
    """Tell whether a request names this question."""
    return any(_names(item, shown) for item in items)


def mark_asked(
    fields: Sequence[Field], shown: Sequence[ShownField], items: Sequence[SupplementItem]
) -> tuple[Field, ...]:
    """Return the fields, each with what the officer says is wrong with it."""
    return tuple(
        _marked(field, [item for item in items if _names(item, question)])
        for field, question in zip(fields, shown, strict=True)
    )


def item_links(
    items: Iterable[SupplementItem], fields: Sequence[Field], shown: Sequence[ShownField]
) -> tuple[Link, ...]:
    """Return every item with its clause, leading to the question that it names."""
    known = list(zip(fields, shown, strict=True))
    return tuple(
        Link(
            text=item_words(item),
            href=next((f"#{field.focus_id}" for field, one in known if _names(item, one)), ""),
        )
        for item in items
    )


def item_words(item: SupplementItem) -> str:
    """Write an item with the clause that asks for it."""
    return f"{item.text} ({item.clause})" if item.clause else item.text


def _names(item: SupplementItem, shown: ShownField) -> bool:
    if item.place:
        return item.place == place_of(shown)
    return bool(item.field) and item.field in {shown.field.key, evidence_key(shown)}


def _marked(field: Field, items: Sequence[SupplementItem]) -> Field:
    told = tuple(item_words(item) for item in items)
    return replace(field, faults=(*told, *field.faults)) if told else field
