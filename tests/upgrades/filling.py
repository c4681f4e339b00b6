"""Very many cases for a schema of any age: copies of two true ones, made inside the database.

What the measurements' own filler (``bench/many.py``) and ``haidang synth`` write fits the
schema of their own revision alone, and not each old revision has them. This one asks the
database for its columns: of each table that tells of a case, each row of the two cases is
copied, with new keys, numbers, persons and agencies. 97 of 100 copies are of an ended
extract, the others of a birth that waits; all belong to agencies without officers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from psycopg import sql

from tests.upgrades.city import Database

CHUNK: Final = 20_000
OPEN_EACH: Final = 33
"""Each so-manieth copy is an open case."""
TABLES: Final[Mapping[str, str]] = {
    "cases_case": "number",
    "worklist_task": "subject",
    "payments_paymentorder": "subject",
    "exchange_exchangerequest": "subject",
    "messaging_notice": "subject",
    "indicators_told": "subject",
    "cases_evidence": "case_id",
    "cases_caseevent": "case_id",
}
"""Tables that grow with cases and refer to nothing but the case, where a revision has them."""
_COLUMNS: Final = (
    "SELECT column_name, data_type, coalesce(character_maximum_length, 0) "
    "FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public' "
    "AND is_generated = 'NEVER' AND is_identity = 'NO' ORDER BY ordinal_position"
)
_UNIQUE: Final = (
    "SELECT DISTINCT a.attname FROM pg_index i JOIN pg_attribute a "
    "ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) "
    "WHERE i.indisunique AND i.indrelid = %s::regclass"
)
_NUMBER: Final = "'MAU-' || to_char(i, 'FM0000000')"
_CASE: Final = "md5('case' || i)::uuid"
_AGENCY: Final = "regexp_replace(t.{0}::text, '^H24[.]182', 'H24.' || (300 + i %% 113))"
_ELSEWHERE: Final = re.compile(r"(.*_)?agency")
_TEXTS: Final = frozenset({"character varying", "text"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mould:
    """A true case to copy."""

    number: str
    case: str
    is_open: bool


def fill(database: Database, moulds: Sequence[Mould], cases: int) -> dict[str, int]:
    """Make so many copies; return the rows that were added by table."""
    added: dict[str, int] = {}
    with database.transaction():
        database.execute("SET LOCAL synchronous_commit = off")
        for table, key in TABLES.items():
            if database.execute("SELECT to_regclass(%s)", [table]).fetchone() == (None,):
                continue
            added[table] = sum(
                _copy(database, table, key, mould, first, min(first + CHUNK - 1, cases))
                for mould in moulds
                for first in range(1, cases + 1, CHUNK)
            )
    for table in added:
        database.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))
    return added


def _copy(
    database: Database, table: str, key: str, mould: Mould, first: int, last: int
) -> int:  # fmt: skip
    columns = [
        (str(name), str(kind), int(str(limit)))
        for name, kind, limit in database.execute(_COLUMNS, [table])
    ]
    unique = {str(name) for (name,) in database.execute(_UNIQUE, [table])}
    values = [_value(table, column, unique) for column in columns]
    kept = [(name, value) for (name, _k, _l), value in zip(columns, values, strict=True) if value]
    text = sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {values} FROM {table} t "
        "CROSS JOIN generate_series(%(first)s::int, %(last)s::int) AS i "
        "WHERE t.{key}::text = %(one)s AND (i %% {each} = 0) = %(is_open)s"
    ).format(
        table=sql.Identifier(table), key=sql.Identifier(key), each=sql.Literal(OPEN_EACH),
        names=sql.SQL(", ").join(sql.Identifier(name) for name, _value_of in kept),
        values=sql.SQL(", ").join(sql.SQL(value) for _name, value in kept),
    )  # fmt: skip
    one = mould.case if key == "case_id" else mould.number
    given = {"first": first, "last": last, "one": one, "is_open": mould.is_open}
    return database.execute(text, given).rowcount


def _value(table: str, column: tuple[str, str, int], unique: set[str]) -> str:
    """Return what a column of a copy gets; nothing when the database itself gives it."""
    name, kind, limit = column
    named = dict(_named(table))
    if name in named:
        return named[name]
    if _ELSEWHERE.fullmatch(name) and kind in _TEXTS:
        return _AGENCY.format(f'"{name}"')
    if name == "id":
        return f"md5('{table}' || t.id || i)::uuid" if kind == "uuid" else ""
    if kind in _TEXTS and name in unique:
        return f"left(md5('{table}' || t.\"{name}\" || i), {limit or 32})"
    return f't."{name}"'


def _named(table: str) -> Iterator[tuple[str, str]]:
    person = "md5('p' || i / 3)::uuid"
    yield "subject", _NUMBER
    yield "case_id", _CASE
    yield "token", "t.token"
    yield "person_id", f"{person}::text"
    yield "applicant_id", person
    if table == "cases_case":
        yield "id", _CASE
        yield "number", _NUMBER
