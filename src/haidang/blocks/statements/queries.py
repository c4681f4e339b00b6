"""Queries whose statement is made once.

Django makes the text of a statement anew at every call: it clones the query, resolves names,
walks expressions and joins strings. For a row of forty columns that takes several times what the
database needs to find it. A ``Prepared`` query does this once, with a mark in the place of each
value, and keeps the text, the readers of the columns and the names of the fields.

The rows are ordinary model instances. What is read stays Django's: the query is written with the
ORM, related rows by ``select_related``, locks by ``select_for_update``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.transaction import TransactionManagementError

from haidang.blocks.statements.errors import NotPreparable

M = TypeVar("M", bound=Model)

Value = str | int | UUID | date | datetime
_MARKS: Final[dict[type, Callable[[int], Value]]] = {
    str: lambda place: f"\x02{place}\x03",
    int: lambda place: 1_902_707_000 + place,
    UUID: lambda place: UUID(int=(0xFACE << 112) + place),
    date: lambda place: date(1, 2, 3) + timedelta(days=place),
    datetime: lambda place: datetime(1, 2, 3, tzinfo=UTC) + timedelta(days=place),
}
"""Values that no query contains: they show where the true ones go."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value of a call goes."""

    number: int


class Prepared(Generic[M]):
    """A query of whole rows, written once with the ORM, bound at each call.

    ``build`` returns the query set for values of the ``kinds``, in their order. Raises
    NotPreparable at its first use when a value does not reach the statement as it is: ``None``,
    lists, and values that a lookup changes need an ordinary query.
    """

    __slots__ = ("_build", "_kinds", "_made")

    def __init__(self, build: Callable[..., QuerySet[M]], *kinds: type) -> None:
        self._build = build
        self._kinds = kinds
        self._made: _Made[M] | None = None

    def first(self, *values: Value) -> M | None:
        """Return the first row, or None; for a key that is unique, or a query with its order."""
        return next(iter(self.rows(*values)), None)

    def rows(self, *values: Value) -> list[M]:
        """Return all rows, in the order of the query."""
        made = self._made or self._make()
        alias = DEFAULT_DB_ALIAS if made.is_locking else router.db_for_read(made.model)
        return made.read(alias, values)

    def _make(self) -> "_Made[M]":
        marks = [_MARKS[kind](place) for place, kind in enumerate(self._kinds)]
        self._made = made = _Made(self._build(*marks), marks)
        return made


class _Made(Generic[M]):
    """What is kept of a query: its text, where values go, how a row becomes an instance."""

    def __init__(self, rows: QuerySet[M], marks: Sequence[Value]) -> None:
        if not issubclass(rows._iterable_class, ModelIterable):
            raise NotPreparable(f"{rows.model.__name__}: whole rows only")
        query: Any = rows.query
        compiler = query.get_compiler(using=DEFAULT_DB_ALIAS)
        self.sql, values = compiler.as_sql()
        self.values = [_placed(value, marks) for value in values]
        missing = set(range(len(marks))) - {
            one.number for one in self.values if type(one) is _Place
        }
        if missing:
            raise NotPreparable(f"{rows.model.__name__}: values {sorted(missing)} of {self.sql}")
        columns = compiler.klass_info["select_fields"]
        self.model: type[M] = rows.model
        self.is_locking: bool = query.select_for_update
        self.own = slice(columns[0], columns[-1] + 1)
        self.names = [column[0].target.attname for column in compiler.select[self.own]]
        make_populators: Any = get_related_populators  # the stubs are of another Django
        self.related = make_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)
        self.compiler = compiler
        self.converters = compiler.get_converters([column[0] for column in compiler.select])

    def read(self, alias: str, values: Sequence[Value]) -> list[M]:
        """Bind the values, read the rows."""
        connection = connections[alias]
        if self.is_locking and connection.get_autocommit():
            raise TransactionManagementError("A row is locked inside a transaction only.")
        bound: Any = [values[one.number] if type(one) is _Place else one for one in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, bound)
            found = cursor.fetchall()
        if found and self.converters:
            found = list(self.compiler.apply_converters(found, self.converters))
        instances = [self.model.from_db(alias, self.names, row[self.own]) for row in found]
        for populator in self.related:
            for instance, row in zip(instances, found, strict=True):
                populator.populate(row, instance)
        return instances


def _placed(value: object, marks: Sequence[Value]) -> object:
    for number, mark in enumerate(marks):
        if isinstance(value, type(mark)) and value == mark:
            return _Place(number)
    return value
