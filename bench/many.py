"""Very many cases: copies of one true case with its task, made inside the database.

Everything is reckoned from the number of the copy, so that the same sizes give the same rows.
The tables' own constraints hold, and the index of names has what the triggers would write.
Whatever the size, the copies fill three years and lie in the order of time, as cases that
came one after another do; so ten times as many cases are ten times as many on every day. A
fifth of all cases go to one ward, whose officers are measured; the newest 3 of 100 are open,
each with an open task, the others have a closed one.

So that a page shows as many rows at every size, some things do not grow: one person has forty
cases, two names have 25 and about a dozen bearers in the ward, spread over the three years, the
first day has 30 numbers of the ward, and at least 1,250 cases are open.
"""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.backends.utils import CursorWrapper

Value = str | int | list[str] | datetime
CHUNK: Final = 50_000
OWN: Final = 40
"""So many cases belong to the one person, whatever the size."""
FIRST_DAY: Final = 150
"""So many came on the first day, whatever the size; a fifth of them to the ward."""
_LEAST_OPEN: Final = 1_250
_SURNAMES: Final = [
    *["Nguyễn"] * 12, *["Trần"] * 4, *["Lê"] * 3, *["Phạm"] * 3, *["Hoàng"] * 2, *["Vũ"] * 2,
    "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý",
]  # fmt: skip
"""About as often as they are in the country."""
_MIDDLES: Final = [
    *["Thị"] * 4, *["Văn"] * 3, "Minh", "Ngọc", "Đức", "Thanh", "Quốc", "Hữu", "Kim", "Xuân",
]  # fmt: skip
_GIVEN: Final = [
    "An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hải", "Hiếu", "Hoa", "Hùng", "Khánh", "Lan",
    "Linh", "Long", "Mai", "Minh", "Nam", "Nga", "Phong", "Phúc", "Quân", "Sơn", "Thảo", "Trang",
    "Tuấn", "Vân", "Việt", "Yến", "Đạt", "Ánh",
]  # fmt: skip
_COLUMNS: Final = (
    "SELECT column_name FROM information_schema.columns "
    "WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position"
)
_INDEXES: Final = (
    "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i "
    "JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisunique "
    "AND i.indrelid = ANY(%s::text[]::regclass[])"
)
_TABLES: Final = ["cases_case", "worklist_task", "cases_casename"]
_TRIES: Final = 60
_HIDDEN: Final = (
    "SELECT relpages - relallvisible > relpages / 100 FROM pg_class WHERE relname = %s"
)

_COPY: Final = (
    "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} t "
    "CROSS JOIN generate_series(%(first)s::int, %(last)s::int) AS i "
    "CROSS JOIN LATERAL (SELECT {at} AS at, md5('case' || i) AS chance) AS x "
    "CROSS JOIN LATERAL (SELECT ('x' || left(md5('name' || i), 7))::bit(28)::int AS n) AS y "
    "WHERE t.{key} = %(one)s"
)
_NAMES: Final = (
    "INSERT INTO cases_casename (agency, words, case_id, is_whole) "
    "SELECT a.agency, concat_ws(' ', n.name[1 + s], n.name[1 + (1 + s) % 3], "
    "n.name[1 + (2 + s) % 3]), c.id, s = 0 FROM cases_case c "
    "CROSS JOIN LATERAL (SELECT string_to_array(c.folded_name, ' ') AS name) n "
    "CROSS JOIN LATERAL (SELECT c.receiving_agency AS agency UNION SELECT c.competent_agency) a "
    "CROSS JOIN generate_series(0, 2) AS s WHERE c.number IS NOT NULL"
)
"""What the triggers write, much faster: all names here have three words."""
_NAMES_KEY: Final = "cases_casename_pkey"
_STEP: Final = "94608000.0 / %(size)s"
_AT: Final = (
    "%(now)s::timestamptz - interval '94608000 s' + make_interval(secs => "
    f"i * CASE WHEN i <= {FIRST_DAY} THEN least({_STEP}, 200) ELSE {_STEP} END)"
)
"""Three years back, in the order of the copies."""
_UNIT: Final = "CASE WHEN i % 5 = 0 THEN 'H24.182' ELSE 'H24.' || (300 + i % 113) END"
_NUMBER: Final = (
    f"{_UNIT} || '.01-' || to_char(x.at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYMMDD') || '-' "
    "|| to_char(i, 'FM0000000')"
)
_ID: Final = (
    "(lpad(to_hex((extract(epoch FROM x.at) * 1000)::bigint), 12, '0') || '7' "
    "|| substr(x.chance, 1, 3) || '8' || substr(x.chance, 5, 15))::uuid"
)
_NAME: Final = (
    "CASE WHEN i % (%(size)s / 125 * 5) = 0 THEN 'Đặng Hữu Khuê' "
    "WHEN i % (%(size)s / 60 * 5) = 5 THEN 'Võ Quốc Khuê' ELSE "
    "(%(surnames)s::text[])[1 + y.n % 34] || ' ' || (%(middles)s::text[])[1 + (y.n / 34) % 15] "
    "|| ' ' || (%(given)s::text[])[1 + (y.n / 510) % 30] END"
)
"""Khuê is nobody's name by chance."""
_IS_OPEN: Final = f"i > %(size)s - greatest(%(size)s * 0.03, {_LEAST_OPEN})"
_LABEL: Final = f"t.label || jsonb_build_object('applicant', {_NAME})"
_SOON: Final = "x.at + interval '20 days' + make_interval(secs => (i::bigint * 7919) % 1209600)"


def grow(size: int, *, number: str, lan: str, now: datetime) -> None:
    """Make so many copies of the open case with a number; earlier copies go first."""
    cases = {
        "id": _ID,
        "number": _NUMBER,
        "receiving_agency": f"{_UNIT} || '.01'",
        "competent_agency": _UNIT,
        "applicant_id": f"CASE WHEN i % greatest(%(size)s / {OWN}, 1) = 1 THEN %(lan)s::uuid "
        "ELSE md5('p' || (i::bigint * 7919) % greatest(%(size)s / 3, 1))::uuid END",
        "applicant_name": _NAME,
        "status": f"CASE WHEN {_IS_OPEN} THEN t.status ELSE '10' END",
        "business": f"CASE WHEN {_IS_OPEN} THEN t.business ELSE 'done' END",
        "created_at": "x.at",
        "submitted_at": "x.at",
        "accepted_at": "x.at",
        "changed_at": f"CASE WHEN {_IS_OPEN} THEN x.at ELSE x.at + interval '2 days' END",
        "due_at": f"CASE WHEN {_IS_OPEN} THEN {_SOON} ELSE x.at + interval '3 days' END",
        "finished_at": f"CASE WHEN {_IS_OPEN} THEN NULL ELSE x.at + interval '2 days' END",
        "returned_at": f"CASE WHEN {_IS_OPEN} THEN NULL ELSE x.at + interval '2 days' END",
    }
    tasks = {
        "id": _ID,
        "subject": _NUMBER,
        "agency": _UNIT,
        "folded": f"lower({_NUMBER} || ' ' || ({_NAME}))",
        "label": _LABEL,
        "opened_at": "x.at",
        "due_at": _SOON,
        "urgency": _SOON,
        "closed_at": f"CASE WHEN {_IS_OPEN} THEN NULL ELSE x.at + interval '2 days' END",
        "outcome": f"CASE WHEN {_IS_OPEN} THEN '' ELSE 'approve' END",
    }
    given: dict[str, Value] = {
        "one": number, "lan": lan, "surnames": _SURNAMES, "middles": _MIDDLES, "given": _GIVEN,
        "size": size, "now": now,
    }  # fmt: skip
    with connection.cursor() as cursor:
        _begin(cursor, number=number)
        dropped = _drop_indexes(cursor)
        _copy(cursor, "cases_case", "number", cases, given)
        _copy(cursor, "worklist_task", "closed_at IS NULL AND t.subject", tasks, given)
        cursor.execute(f"ALTER TABLE cases_casename DROP CONSTRAINT {_NAMES_KEY}")
        cursor.execute(_NAMES)
        cursor.execute(
            f"ALTER TABLE cases_casename ADD CONSTRAINT {_NAMES_KEY} "
            "PRIMARY KEY (agency, words, case_id)"
        )
        for definition in dropped:
            cursor.execute(definition)
        cursor.execute("ALTER TABLE cases_case ENABLE TRIGGER USER")


def settle() -> None:
    """Let the planner know what there is now, and which pages all can see, as autovacuum would.

    Another transaction that began before the rows were written hides them from everybody for a
    while; ranges would be read from the table then, not from the index alone.
    """
    with connection.cursor() as cursor:
        for table in _TABLES:
            for _ in range(_TRIES):
                cursor.execute(f"VACUUM ANALYZE {table}")
                cursor.execute(_HIDDEN, [table])
                (hidden,) = cursor.fetchone()
                if not hidden:
                    break
                time.sleep(1)


def sample_number() -> str:
    """Return the number of one of the ward's copies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM cases_case WHERE number LIKE '%%-0000100'")
        (number,) = cursor.fetchone()
    return str(number)


def table_sizes() -> dict[str, int]:
    """Return what the tables and their indexes take, in bytes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, pg_table_size(c.oid) FROM pg_class c WHERE c.relname = ANY(%s) "
            "UNION ALL SELECT i.relname, pg_relation_size(i.oid) FROM pg_index x "
            "JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid "
            "WHERE c.relname = ANY(%s)",
            [_TABLES, _TABLES],
        )
        return {str(name): int(size) for name, size in cursor.fetchall()}


def _begin(cursor: CursorWrapper, *, number: str) -> None:
    for setting in ("synchronous_commit = off", "maintenance_work_mem = '512MB'"):
        cursor.execute(f"SET {setting}")
    cursor.execute("ALTER TABLE cases_case DISABLE TRIGGER USER")
    cursor.execute("TRUNCATE cases_casename")
    cursor.execute("DELETE FROM worklist_task WHERE subject <> %s", [number])
    cursor.execute("DELETE FROM cases_case WHERE number <> %s", [number])
    for table in _TABLES:
        cursor.execute(f"VACUUM FULL {table}")


def _drop_indexes(cursor: CursorWrapper) -> list[str]:
    """Build the indexes after the rows, which is much faster; the keys stay."""
    cursor.execute(_INDEXES, [_TABLES])
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in found]


def _copy(
    cursor: CursorWrapper,
    table: str,
    key: str,
    changes: Mapping[str, str],
    given: Mapping[str, Value],
) -> None:
    cursor.execute(_COLUMNS, [table])
    columns = [name for (name,) in cursor.fetchall()]
    text = _COPY.format(
        table=table,
        columns=", ".join(columns),
        values=", ".join(changes.get(name, f"t.{name}") for name in columns),
        at=_AT,
        key=key,
    ).replace("% ", "%% ")
    size = int(str(given["size"]))
    for start in range(1, size + 1, CHUNK):
        last = min(start + CHUNK - 1, size)
        cursor.execute(text, {**given, "first": start, "last": last})
