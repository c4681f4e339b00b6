"""Very many cases: copies of one true case with its task, made inside the database.

Everything is reckoned from the number of the copy, so that the same sizes give the same rows.
The tables' own constraints hold. A fifth of all cases go to one ward, whose officers are
measured; 3 of 100 are open, each with an open task; one person has forty cases at any size.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

CHUNK: Final = 50_000
OWN: Final = 40
"""So many cases belong to the one person, whatever the size."""
_SURNAMES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ",
                    "Ngô", "Dương", "Lý")  # fmt: skip
_MIDDLES: Final = ("Thị", "Văn", "Minh", "Ngọc", "Đức", "Thanh", "Quốc", "Hữu", "Kim", "Xuân")
_GIVEN: Final = ("An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hải", "Hiếu", "Hoa", "Hùng",
                 "Khánh", "Lan", "Linh", "Long", "Mai", "Minh", "Nam", "Nga", "Phong", "Phúc",
                 "Quân", "Sơn", "Thảo", "Trang", "Tuấn", "Vân", "Việt", "Yến", "Đạt",
                 "Ánh")  # fmt: skip
_COLUMNS: Final = (
    "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns "
    "WHERE table_name = %s AND is_generated = 'NEVER'"
)
_INDEXES: Final = (
    "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i "
    "JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisunique "
    "AND i.indrelid IN ('cases_case'::regclass, 'worklist_task'::regclass)"
)
_COPY: Final = (
    "INSERT INTO {table} ({columns}) SELECT {made} FROM {table} t "
    "CROSS JOIN generate_series(%(first)s::int, %(last)s::int) AS i "
    "CROSS JOIN LATERAL jsonb_populate_record(t, jsonb_build_object({changes})) AS made "
    "WHERE t.{key} = %(one)s AND ({only})"
)
_WARD: Final = "CASE WHEN i % 5 = 0 THEN '{own}' ELSE 'H24.' || (300 + i % 113) || '{tail}' END"
_AT: Final = (
    "(t.submitted_at - make_interval(secs => (i::bigint * 7919) % 94608000))"  # three years
)
_NAME: Final = (
    "(%(surnames)s::text[])[1 + i % 14] || ' ' || (%(middles)s::text[])[1 + (i / 14) % 10] || ' ' "
    "|| (%(given)s::text[])[1 + (i / 140) % 30]"
)
_IS_OPEN: Final = "i % 33 = 0"


def grow(first: int, last: int, *, number: str, lan: str) -> None:
    """Add the copies from one number to another of the open case with a number."""
    cases = _changes(
        id="md5('case' || i)::uuid",
        number="'MAU-' || to_char(i, 'FM0000000')",
        receiving_agency=_WARD.format(own="H24.182.01", tail=".01"),
        competent_agency=_WARD.format(own="H24.182", tail=""),
        applicant_id=f"CASE WHEN i <= {OWN} THEN %(lan)s ELSE md5('p' || i / 3) END",
        applicant_name=_NAME,
        status=f"CASE WHEN {_IS_OPEN} THEN t.status ELSE '10' END",
        business=f"CASE WHEN {_IS_OPEN} THEN t.business ELSE 'done' END",
        created_at=_AT,
        submitted_at=_AT,
        accepted_at=_AT,
        changed_at=_AT,
        due_at=f"{_AT} + interval '3 days'",
        finished_at=f"CASE WHEN {_IS_OPEN} THEN NULL ELSE {_AT} + interval '2 days' END",
        returned_at=f"CASE WHEN {_IS_OPEN} THEN NULL ELSE {_AT} + interval '2 days' END",
    )
    tasks = _changes(
        id="md5('task' || i)::uuid",
        subject="'MAU-' || to_char(i, 'FM0000000')",
        agency=_WARD.format(own="H24.182", tail=""),
        folded=f"lower('MAU-' || to_char(i, 'FM0000000') || ' ' || ({_NAME}))",
        due_at="t.opened_at + make_interval(secs => (i::bigint * 7919) % 2592000)",
        urgency="t.opened_at + make_interval(secs => (i::bigint * 7919) % 2592000)",
    )
    given: dict[str, str | int | list[str]] = {
        "one": number, "lan": lan, "surnames": [*_SURNAMES], "middles": [*_MIDDLES],
        "given": [*_GIVEN],
    }  # fmt: skip
    with _without_indexes(wanted=last - first > CHUNK), connection.cursor() as cursor:
        for table, key, changes, only in (
            ("cases_case", "number", cases, "true"),
            ("worklist_task", "closed_at IS NULL AND t.subject", tasks, _IS_OPEN),
        ):
            cursor.execute(_COLUMNS, [table])
            (columns,) = cursor.fetchone()
            made = ", ".join(f"made.{name.strip()}" for name in columns.split(","))
            text = _COPY.format(
                table=table, columns=columns, made=made, key=key, changes=changes, only=only
            )
            for start in range(first, last + 1, CHUNK):
                end = min(start + CHUNK - 1, last)
                cursor.execute(_escaped(text), {**given, "first": start, "last": end})


@contextmanager
def _without_indexes(*, wanted: bool) -> Iterator[None]:
    """Build the indexes after very many rows at once, which is much faster; the keys stay."""
    dropped: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        if wanted:
            cursor.execute(_INDEXES)
            dropped = cursor.fetchall()
            for name, _definition in dropped:
                cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, definition in dropped:
            cursor.execute(definition)


def settle() -> None:
    """Let the planner know what there is now, as autovacuum would."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cases_case")
        cursor.execute("VACUUM ANALYZE worklist_task")


def _changes(**columns: str) -> str:
    return ", ".join(f"'{name}', {value}" for name, value in columns.items())


def _escaped(text: str) -> str:
    """Double the percent signs that are operators; the named ones stay."""
    return text.replace("% ", "%% ")
