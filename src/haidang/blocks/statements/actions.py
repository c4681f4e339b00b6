"""Writes whose statement is made once: insert a row, save some columns of it."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Field, Model

Fields = tuple["Field[Any, Any]", ...]


def write_once(row: Model) -> bool:
    """Write a row unless one with a key of it is there; tell whether it was written."""
    return _insert(row, or_leave=True)


def write_new(row: Model) -> None:
    """Write a row that is not there yet; raises IntegrityError when it is."""
    _insert(row, or_leave=False)


def save_columns(row: Model, names: Sequence[str]) -> None:
    """Write the named columns of a row that is there; raises DatabaseError when it is not.

    As ``save(update_fields=…)``, but no signals are sent and values are plain, not expressions.
    """
    sql, fields = _update(type(row), tuple(names))
    values = [*_values(row, fields, is_new=False), row.pk]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        if cursor.rowcount != 1:
            raise DatabaseError(f"There is no row to save: {type(row).__name__} {row.pk}.")


def _insert(row: Model, *, or_leave: bool) -> bool:
    sql, fields = _insertion(type(row), row.pk is not None, or_leave)
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(row, fields, is_new=True))
        is_written = bool(cursor.rowcount == 1)
    row._state.adding = not is_written
    row._state.db = "default"
    return is_written


def _values(row: Model, fields: Fields, *, is_new: bool) -> list[Any]:
    return [
        field.get_db_prep_save(field.pre_save(row, add=is_new), connection) for field in fields
    ]


@cache
def _insertion(model: type[Model], has_key: bool, or_leave: bool) -> tuple[str, Fields]:  # noqa: FBT001 - a key of the cache
    fields = tuple(
        field
        for field in model._meta.concrete_fields
        if not (field.generated or (field.primary_key and not has_key))
    )
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join("%s" for _ in fields)
    ending = " ON CONFLICT DO NOTHING" if or_leave else ""
    return (
        f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places}){ending}',  # noqa: S608 - names of our own tables
        fields,
    )


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> tuple[str, Fields]:
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = tuple(known[name] for name in names)
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    key = model._meta.pk.column
    return (
        f'UPDATE "{model._meta.db_table}" SET {changes} WHERE "{key}" = %s',  # noqa: S608 - names of our own tables
        fields,
    )
