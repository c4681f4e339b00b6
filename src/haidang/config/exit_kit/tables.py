"""Which tables a kit holds, their columns and keys, in an order in which they can be filled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Final

from django.apps import apps
from django.db import connection

LEFT_OUT: Final[Mapping[str, str]] = {
    "django_content_type": "made by the schema",
    "auth_permission": "made by the schema",
    "auth_group_permissions": "names rows that the schema makes",
    "identity_account_user_permissions": "names rows that the schema makes",
    "django_session": "people sign in anew",
    "identity_accesstoken": "programs take tokens anew",
    "account_emailconfirmation": "confirmations under way end",
    "socialaccount_socialtoken": "people sign in anew",
    "procrastinate_workers": "workers of this installation",
    "procrastinate_events": "told of jobs of this installation",
    "procrastinate_periodic_defers": "the clock of this installation",
    "rest_keptanswer": "answers kept for a day for repeated calls",
    "queue_ticket": "numbers of one day in a hall",
    "catalog_searchentry": "derived: `haidang catalog reindex` makes it",
    "catalog_searchword": "derived: `haidang catalog reindex` makes it",
    "cases_casename": "derived: the database makes it from the cases",
}
"""Tables that hold no truth, each with the reason."""
ONLY: Final[Mapping[str, str]] = {"procrastinate_jobs": "status IN ('todo', 'doing')"}
"""Work that was still to do; what was done is told by the record."""
_COLUMNS: Final = (
    "SELECT table_name, column_name, data_type, is_nullable = 'YES' "
    "FROM information_schema.columns WHERE table_schema = current_schema() "
    "AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position"
)
_REFERENCES: Final = (
    "SELECT conname, conrelid::regclass::text, confrelid::regclass::text, a.attname "
    "FROM pg_constraint c "
    "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
    "WHERE contype = 'f' AND c.connamespace = current_schema()::regnamespace AND conparentid = 0"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; ``kind`` is PostgreSQL's name of its type."""

    name: str
    kind: str
    nullable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A column that names a row of a table."""

    constraint: str
    table: str
    column: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the kit, with the words of its model."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    references: tuple[Reference, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(column.name for column in self.columns)


def list_tables() -> list[Table]:
    """Return the tables that hold truth, each after those that its rows name."""
    models = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed or model._meta.app_label == "procrastinate"
    }
    columns = _columns()
    references = list(_references())
    kept = [name for name in sorted(models) if name in columns and name not in LEFT_OUT]
    made = {
        name: Table(
            name=name,
            about=" ".join((models[name].__doc__ or name).split()),
            key=tuple(str(field.column) for field in models[name]._meta.pk_fields),
            columns=tuple(columns[name]),
            references=tuple(one for one in references if one.table == name),
        )
        for name in kept
    }
    return [made[name] for name in _ordered(kept, references)]


def forward_references(tables: Sequence[Table]) -> list[str]:
    """Return the constraints whose rows come later: they are checked at the end."""
    place = {table.name: number for number, table in enumerate(tables)}
    return [
        one.constraint
        for table in tables
        for one in table.references
        if place.get(one.target, -1) > place[table.name]
    ]


def _ordered(names: Sequence[str], references: Iterable[Reference]) -> list[str]:
    """Sort by references; one of each circle is left to be checked at the end."""
    graph: dict[str, set[str]] = {name: set() for name in names}
    for one in references:
        if one.table in graph and one.target in graph and one.target != one.table:
            graph[one.table].add(one.target)
    while True:
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            circle = sorted(set(error.args[1]))
            graph[circle[0]] -= set(circle)


def _columns() -> dict[str, list[Column]]:
    found: dict[str, list[Column]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for table, name, kind, nullable in cursor.fetchall():
            found.setdefault(table, []).append(Column(name=name, kind=kind, nullable=nullable))
    return found


def _references() -> Iterable[Reference]:
    with connection.cursor() as cursor:
        cursor.execute(_REFERENCES)
        rows = cursor.fetchall()
    for constraint, table, target, column in rows:
        yield Reference(constraint=constraint, table=table, column=column, target=target)
