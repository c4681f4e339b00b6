"""Two phases: what the code of the last release uses may go in a later release only.

While a city upgrades, the code of the last release runs on the new schema, with requests
under way. So a migration that no release has yet may neither break that code (L043) nor hold
a table that it uses (L044); one that is no transaction must be able to begin again (L045).
Which migrations a release had is told by ``releases.toml`` (L046).
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from django.contrib.postgres.operations import (
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from lint.findings import ROOT, Finding

RELEASES: Final = ROOT / "lint" / "releases.toml"
_UNDOING: Final = re.compile(
    r"\bDROP\s+(TABLE|COLUMN|INDEX|VIEW|MATERIALIZED|FUNCTION|TRIGGER|CONSTRAINT|TYPE|SCHEMA)\b"
    r"|\bRENAME\b|\bSET\s+NOT\s+NULL\b|\bALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE\b|\bTRUNCATE\b",
    re.IGNORECASE,
)
_HOLDING: Final = re.compile(r"\bCREATE\s+(UNIQUE\s+)?INDEX\b(?!\s+CONCURRENTLY)", re.IGNORECASE)
_MOVING: Final = re.compile(r"^\s*(WITH|UPDATE|INSERT|DELETE)\b", re.IGNORECASE | re.MULTILINE)
_LENGTH: Final = re.compile(r"varchar\((\d+)\)")
_AGAIN: Final = (
    AddIndexConcurrently, RemoveIndexConcurrently, ValidateConstraint, ops.RunPython, ops.RunSQL,
)  # fmt: skip
"""What a migration that is no transaction may do, since it can be done again."""
_OWN_FIELD: Final = (ops.AddField, ops.AlterField)
Faults = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What was given out, and the last migration that it had of each app."""

    name: str
    on: date
    heads: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """The code of the last release: what it knows, and what releases there were."""

    state: ProjectState
    releases: Sequence[Release]

    @property
    def names(self) -> list[str]:
        """Return the names of the releases."""
        return [release.name for release in self.releases]

    def model(self, app: str, name: str) -> ModelState | None:
        """Return a model as that code knows it; nothing when it came later."""
        return self.state.models.get((app, name.lower()))

    def field(self, app: str, model: str, name: str) -> "models.Field[object, object] | None":
        """Return a field as that code knows it."""
        known = self.model(app, model)
        return known.fields.get(name) if known is not None else None


def read_releases(path: Path = RELEASES) -> list[Release]:
    """Return the releases, oldest first."""
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("release", [])
    return [Release(name=row["name"], on=row["on"], heads=row["heads"]) for row in rows]


def check_phases(
    graph: MigrationGraph, releases: Sequence[Release], *, folders: Mapping[str, str]
) -> Iterator[Finding]:
    """Hold every migration that no release has against the code of the last release."""
    heads = list(releases[-1].heads.items()) if releases else []
    try:
        covered = {node for head in heads for node in graph.forwards_plan(head)}
    except NodeNotFoundError as error:
        yield Finding("lint/releases.toml", 1, "L046", f"a release names no migration: {error}")
        return
    state = graph.make_state(nodes=heads) if heads else ProjectState()
    shipped = Shipped(state=state, releases=releases)
    fresh = [
        migration
        for node, migration in sorted(graph.nodes.items())
        if node[0] in folders and node not in covered and migration is not None
    ]
    for migration in fresh:
        path = f"{folders[migration.app_label]}/{migration.name}.py"
        for code, message in judge(migration, shipped, among=fresh):
            yield Finding(path, 1, code, message)


def judge(migration: Migration, shipped: Shipped, *, among: Iterable[Migration]) -> Faults:
    """Yield what is wrong with a migration that comes after a release, one among others."""
    operations = list(_real(migration.operations))
    for operation in operations:
        undone = _undone(operation, migration.app_label, shipped)
        if undone is not None:
            yield from _too_early(migration, operation, undone, shipped, list(among))
        for judged, rule in _RULES.items():
            if isinstance(operation, judged):
                yield from rule(operation, migration.app_label, shipped)
    yield from _in_one_transaction(migration, operations, shipped)
    if not migration.atomic:
        for operation in operations:
            if not isinstance(operation, _AGAIN):
                words = f"{operation.describe()}: cannot begin again when it is broken off;"
                yield "L045", f"{words} put it into a migration that is one transaction"


def _real(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Yield what is done to the database itself."""
    for operation in operations:
        if isinstance(operation, ops.SeparateDatabaseAndState):
            yield from _real(operation.database_operations)
        else:
            yield operation


def _undone(operation: Operation, app: str, shipped: Shipped) -> str | None:
    """Return what may go when a release does without it; ``after_release`` names that one."""
    if isinstance(operation, ops.RemoveIndex | ops.RemoveConstraint):
        known = shipped.model(app, operation.model_name)
        options = known.options if known is not None else {}
        there = [*options.get("indexes", ()), *options.get("constraints", ())]
        return operation.name if any(one.name == operation.name for one in there) else None
    if isinstance(operation, ops.AlterField):
        known_field = shipped.field(app, operation.model_name, operation.name)
        if known_field is not None and known_field.null and not operation.field.null:
            return f"the right to leave {operation.name} empty"
    if isinstance(operation, ops.RunSQL) and (found := _UNDOING.search(_sql(operation))):
        return found.group(0)
    return None


def _too_early(
    migration: Migration, operation: Operation, undone: str, shipped: Shipped,
    among: list[Migration],
) -> Faults:  # fmt: skip
    after = getattr(migration, "after_release", None)
    what = f"{operation.describe()} ({undone})"
    if after is None:
        yield "L043", f'{what}: say which release does without it: after_release = "NAME"'
    elif after not in shipped.names:
        yield "L043", f"{what}: the release {after} is not given out yet (releases.toml)"
    elif replacements := list(_replacements(operation, migration.app_label, among)):
        told = getattr(migration, "replaced_by", None)
        if told is None or told in replacements:
            words = "its replacement is in the same release"
            yield "L043", f"{what}: {words}: {', '.join(replacements)} (or say replaced_by)"


def _replacements(operation: Operation, app: str, among: list[Migration]) -> Iterator[str]:
    """Yield the migrations of the release under way that add an index to the same table."""
    if not isinstance(operation, ops.RemoveIndex):
        return
    for other in among:
        added = [one for one in _real(other.operations) if isinstance(one, ops.AddIndex)]
        if other.app_label == app and any(
            one.model_name_lower == operation.model_name_lower for one in added
        ):
            yield f"{app}.{other.name}"


def _taking_away(operation: Operation, app: str, shipped: Shipped) -> Faults:
    words = (
        f"{operation.describe()}: the code of {shipped.names[-1]} uses it;"
        if shipped.names
        else ""
    )
    cure = "take it out of the state first, out of the database a release later"
    match operation:
        case ops.DeleteModel() if shipped.model(app, operation.name):
            yield "L043", f"{words} {cure}"
        case ops.RemoveField() if shipped.field(app, operation.model_name, operation.name):
            yield "L043", f"{words} {cure}"
        case ops.RenameModel() if shipped.model(app, operation.old_name):
            yield "L043", f"{words} a name stays; give another one in the code only"
        case ops.RenameField() if shipped.field(app, operation.model_name, operation.old_name):
            yield "L043", f"{words} add the new one, move the data, take the old one away later"
        case ops.AlterModelTable() if shipped.model(app, operation.name):
            yield "L043", f"{words} a name stays; give another one in the code only"


def _adding_a_field(operation: ops.AddField, app: str, shipped: Shipped) -> Faults:
    if shipped.model(app, operation.model_name) is None:
        return
    field, words = operation.field, operation.describe()
    if isinstance(field, models.GeneratedField):
        yield "L044", f"{words}: a stored column writes the whole table anew, and holds it"
        return
    if not (field.null or field.has_db_default() or field.many_to_many):
        yield "L043", f"{words}: the code of {shipped.names[-1]} does not fill it; give db_default"
    if getattr(field, "db_index", False) or field.unique:
        yield "L044", f"{words}: its index holds the table; make it CONCURRENTLY, later"


def _changing_a_field(operation: ops.AlterField, app: str, shipped: Shipped) -> Faults:
    known = shipped.field(app, operation.model_name, operation.name)
    if known is None:
        return
    old, new = (str(field.db_type(connection)) for field in (known, operation.field))
    if old != new and not _is_wider(old, new):
        words = f"{operation.describe()}: from {old} to {new};"
        yield "L043", f"{words} add a new one, move the data, take the old one away later"


def _holding_a_table(
    operation: ops.AddIndex | ops.RemoveIndex | ops.AddConstraint, app: str, shipped: Shipped
) -> Faults:
    if isinstance(operation, AddIndexConcurrently | RemoveIndexConcurrently):
        return
    if shipped.model(app, operation.model_name) is None:
        return
    words = f"{operation.describe()}: holds a table that is in use;"
    if not isinstance(operation, ops.AddConstraint):
        yield "L044", f"{words} do it CONCURRENTLY"
    elif type(operation) is ops.AddConstraint:  # the one that is not valid at once is a child
        yield "L044", f"{words} AddConstraintNotValid, then ValidateConstraint"


def _saying_sql(operation: ops.RunSQL, _app: str, _shipped: Shipped) -> Faults:
    if _HOLDING.search(_sql(operation)):
        yield "L044", "an index made by SQL holds its table; CREATE INDEX CONCURRENTLY"


def _in_one_transaction(
    migration: Migration, operations: Sequence[Operation], shipped: Shipped
) -> Faults:
    """Find data that are moved in a transaction that already holds a table in use."""
    app = migration.app_label
    holds = [
        one.describe()
        for one in operations
        if isinstance(one, _OWN_FIELD) and shipped.model(app, one.model_name) is not None
    ]
    moves = any(
        isinstance(one, ops.RunPython)
        or (isinstance(one, ops.RunSQL) and _MOVING.search(_sql(one)))
        for one in operations
    )
    if migration.atomic and holds and moves:
        words = "move data in a migration of its own, in batches"
        yield "L044", f"{holds[0]}: holds the table until all data are moved; {words}"


def _is_wider(old: str, new: str) -> bool:
    """Tell whether a type only takes more: a longer text."""
    before, after = _LENGTH.fullmatch(old), _LENGTH.fullmatch(new)
    if before is None:
        return False
    return new == "text" or (after is not None and int(after.group(1)) > int(before.group(1)))


def _sql(operation: ops.RunSQL) -> str:
    given = operation.sql
    if isinstance(given, str):
        return given
    return ";\n".join(one if isinstance(one, str) else str(one[0]) for one in given)


_RULES: Final[Mapping[type[Operation], Callable[..., Faults]]] = {
    ops.DeleteModel: _taking_away,
    ops.RemoveField: _taking_away,
    ops.RenameModel: _taking_away,
    ops.RenameField: _taking_away,
    ops.AlterModelTable: _taking_away,
    ops.AddField: _adding_a_field,
    ops.AlterField: _changing_a_field,
    ops.AddIndex: _holding_a_table,
    ops.RemoveIndex: _holding_a_table,
    ops.AddConstraint: _holding_a_table,
    ops.RunSQL: _saying_sql,
}
