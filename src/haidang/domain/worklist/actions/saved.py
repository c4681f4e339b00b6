"""Keep lists of tasks by a name: save, share with the agency, prefer, give up."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.domain.worklist.errors import FilterUnknown, NotYourTask
from haidang.domain.worklist.models import SavedFilter as Row
from haidang.domain.worklist.queries import saved_view
from haidang.domain.worklist.types import FilterDeleted, FilterSaved, SavedFilter
from haidang.kernel.actors import Actor

LONGEST_NAME: Final = 80


def save_filter(
    *, name: str, query: Mapping[str, str], is_shared: bool = False, agency: str = "", actor: Actor
) -> SavedFilter:
    """Keep a list by a name; the same name of the same officer is written anew.

    ``query`` are the words of the list's address; the worklist keeps them as they are. A list
    can be shared only with an agency where the officer holds a post. Raises NotYourTask.
    """
    officer_id = _officer(actor)
    if is_shared and agency not in actor.agencies:
        raise NotYourTask
    with transaction.atomic():
        row, _made = Row.objects.update_or_create(
            officer_id=officer_id,
            name=" ".join(name.split())[:LONGEST_NAME],
            defaults={
                "officer_name": actor.name,
                "agency": agency,
                "query": dict(query),
                "is_shared": is_shared,
            },
        )
        _tell(row, actor)
    return saved_view(row)


def share_filter(filter_id: UUID, *, is_shared: bool, agency: str, actor: Actor) -> SavedFilter:
    """Show an own list to the officers of one's agency, or keep it to oneself again."""
    with transaction.atomic():
        row = _own(filter_id, actor)
        if is_shared and agency not in actor.agencies:
            raise NotYourTask
        row.is_shared, row.agency = is_shared, agency or row.agency
        row.save(update_fields=["is_shared", "agency"])
        _tell(row, actor)
    return saved_view(row)


def prefer_filter(filter_id: UUID | None, *, actor: Actor) -> None:
    """Let the day begin with an own list; with ``None``, with all tasks again."""
    officer_id = _officer(actor)
    with transaction.atomic():
        preferred = Row.objects.select_for_update().filter(officer_id=officer_id, is_default=True)
        for row in preferred.order_by("id"):
            row.is_default = False
            row.save(update_fields=["is_default"])
            _tell(row, actor)
        if filter_id is not None:
            row = _own(filter_id, actor)
            row.is_default = True
            row.save(update_fields=["is_default"])
            _tell(row, actor)


def delete_filter(filter_id: UUID, *, actor: Actor) -> None:
    """Give up an own list; what colleagues saw of it goes with it."""
    with transaction.atomic():
        row = _own(filter_id, actor)
        event = FilterDeleted(filter_id=row.id, officer_id=row.officer_id, name=row.name)
        row.delete()
        audit.announce(event, actor=actor)


def _own(filter_id: UUID, actor: Actor) -> Row:
    rows = Row.objects.select_for_update().filter(pk=filter_id, officer_id=_officer(actor))
    row = rows.first()
    if row is None:
        raise FilterUnknown
    return row


def _officer(actor: Actor) -> UUID:
    if not actor.is_officer:
        raise NotYourTask
    return UUID(actor.id)


def _tell(row: Row, actor: Actor) -> None:
    event = FilterSaved(
        filter_id=row.id,
        officer_id=row.officer_id,
        name=row.name,
        is_shared=row.is_shared,
        is_default=row.is_default,
    )
    audit.announce(event, actor=actor)
