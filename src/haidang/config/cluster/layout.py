"""What a layout by city asks of the tables: who is ready for it, who is not, and the way there.

Planned, not run: the extension Citus cannot be had with the embedded PostgreSQL. Checked here
is what it asks of a schema, and that is the same on a plain server: a distributed table
carries ``city``, each of its unique keys contains it, and its foreign keys stay within a city
or lead to a table that every node has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db import connection

Kind = Literal["city", "reference", "local"]
COLUMN: Final = "city"
_CITY: Final = (
    "agencies_numberbook", "audit_auditentry", "cases_", "delivery_", "exchange_exchangerequest",
    "exchange_personasked", "indicators_", "messaging_deliveryattempt", "messaging_notice",
    "outbox_", "payments_", "queue_", "scanning_", "signing_signaturerecord",
    "signing_signedcontent", "vault_", "worklist_",
)  # fmt: skip
"""Grows with the cases of a city, and is asked for within it."""
_REFERENCE: Final = (
    "agencies_", "catalog_", "exchange_exchangeservice", "messaging_messagetemplate",
    "signing_signingkey",
)  # fmt: skip
"""Small, seldom changed, joined with everything."""
_LOCAL: Final = (
    "account_", "audit_auditseal", "audit_sealedentry", "auth_", "bench_", "django_", "identity_",
    "mfa_", "procrastinate_", "rest_", "shared_cache", "simulation_", "socialaccount_",
    "succession_", "waiting_",
)  # fmt: skip
"""Of one installation: sign-in, jobs, seals. Persons too: one has cases in several cities."""
_TABLES: Final = (
    "SELECT c.relname, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid "
    "AND a.attname = 'city' AND a.attnotnull) FROM pg_class c "
    "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') "
    "AND NOT c.relispartition ORDER BY 1"
)
_KEYS: Final = """
    SELECT t.relname, i.relname, coalesce(c.conname, ''), pg_get_indexdef(i.oid),
           coalesce(pg_get_constraintdef(c.oid), ''),
           EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid
                   AND a.attname = 'city' AND a.attnum = ANY (x.indkey))
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    LEFT JOIN pg_constraint c ON c.conindid = i.oid AND c.contype IN ('p', 'u')
    WHERE x.indisunique AND t.relnamespace = 'public'::regnamespace AND NOT t.relispartition
    ORDER BY 1, 2
"""
_LINKS: Final = """
    SELECT c.conrelid::regclass::text, c.conname, c.confrelid::regclass::text,
           (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.place)
            FROM unnest(c.conkey) WITH ORDINALITY k (number, place)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number),
           (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.place)
            FROM unnest(c.confkey) WITH ORDINALITY k (number, place)
            JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number)
    FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
    AND c.conparentid = 0 ORDER BY 1, 2
"""
_TRIGGERS: Final = (
    "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger "
    "WHERE NOT tgisinternal AND tgparentid = 0 GROUP BY 1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A unique key, as a constraint or as a bare index."""

    table: str
    index: str
    constraint: str
    definition: str
    has_city: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A foreign key: from which columns to which."""

    table: str
    name: str
    target: str
    columns: str
    target_columns: str

    @property
    def has_city(self) -> bool:
        """Tell whether both ends name the city, so that it never leads out of it."""
        ends = (self.columns, self.target_columns)
        return all(COLUMN in end.split(", ") for end in ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableState:
    """What a layout by city asks of one table, and what the table has."""

    table: str
    kind: Kind | None
    has_city: bool
    keys: tuple[Key, ...]
    links: tuple[Link, ...]
    triggers: int

    @property
    def lacks(self) -> tuple[str, ...]:
        """Return what is missing, in words; nothing: the table is ready."""
        if self.kind is None:
            return ("nobody has said where it belongs",)
        links = tuple(f"link {one.name} to {one.target}" for one in self.links if _breaks(one))
        if self.kind != "city":
            return links
        column = () if self.has_city else ("column city",)
        keys = tuple(f"key {one.index}" for one in self.keys if not one.has_city)
        triggers = (f"{self.triggers} triggers",) if self.triggers else ()
        return column + keys + links + triggers


def kind_of(table: str) -> Kind | None:
    """Return where a table belongs; the first list that names it says so."""
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("city", _CITY), ("reference", _REFERENCE), ("local", _LOCAL),
    )  # fmt: skip
    return next((kind for kind, names in kinds if table.startswith(names)), None)


def table_states() -> list[TableState]:
    """Return what each table of the database lacks for a layout by city."""
    keys, links = _keys(), _links()
    triggers = {str(table): int(number) for table, number in _rows(_TRIGGERS)}
    return [
        TableState(
            table=str(table),
            kind=kind_of(str(table)),
            has_city=bool(has_city),
            keys=tuple(one for one in keys if one.table == table),
            links=tuple(one for one in links if one.table == table),
            triggers=triggers.get(str(table), 0),
        )
        for table, has_city in _rows(_TABLES)
    ]


def steps() -> Iterator[str]:
    """Return the statements that make every distributed table ready; they run on any PostgreSQL.

    Rows that are there belong to the one city of this installation, which the session names
    as ``haidang.city``; so do the rows that code writes which does not know the column.
    """
    states = [state for state in table_states() if state.kind == "city"]
    links = [one for state in states for one in state.links if kind_of(one.target) == "city"]
    for link in links:
        yield f"ALTER TABLE {link.table} DROP CONSTRAINT {_name(link.name)}"
    for state in states:
        if not state.has_city:
            yield (
                f"ALTER TABLE {state.table} ADD COLUMN {COLUMN} varchar(40) NOT NULL "
                f"DEFAULT current_setting('haidang.city')"
            )
        for key in state.keys:
            if not key.has_city:
                yield from _with_city(key)
    for link in links:
        yield (
            f"ALTER TABLE {link.table} ADD CONSTRAINT {_name(link.name)} "
            f"FOREIGN KEY ({COLUMN}, {link.columns}) "
            f"REFERENCES {link.target} ({COLUMN}, {link.target_columns})"
        )


def _with_city(key: Key) -> Iterator[str]:
    wider = key.definition.replace("(", f"({COLUMN}, ", 1)
    if key.constraint:
        name = _name(key.constraint)
        yield f"ALTER TABLE {key.table} DROP CONSTRAINT {name}"
        yield f"ALTER TABLE {key.table} ADD CONSTRAINT {name} {wider}"
    else:
        yield f"DROP INDEX {_name(key.index)}"
        yield wider


def _breaks(link: Link) -> bool:
    """Tell whether a foreign key may lead from one node to another."""
    here, there = kind_of(link.table), kind_of(link.target)
    if here == "city" and there == "city":
        return not link.has_city
    return there == "city" or (there == "local" and here != "local")


def _keys() -> list[Key]:
    return [
        Key(
            table=str(table),
            index=str(index),
            constraint=str(constraint),
            definition=str(written or definition),
            has_city=bool(has_city),
        )
        for table, index, constraint, definition, written, has_city in _rows(_KEYS)
    ]


def _links() -> list[Link]:
    return [
        Link(table=table, name=name, target=target, columns=columns, target_columns=there)
        for table, name, target, columns, there in _rows(_LINKS)
    ]


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
