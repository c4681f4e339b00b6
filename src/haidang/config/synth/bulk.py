"""Write a planned year by COPY: copies of true lives, in chunks that are committed whole.

What is written satisfies the same invariants as what was lived. Documents have their rows, their
digests and signature records, but **no content**: nothing lies in the folder of files.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any, Final

from django.apps import apps
from django.db import connection, transaction

from haidang.config.synth.casting import Books, Caster, Days, choose_mould, person_uuid
from haidang.config.synth.cutting import Mould, cut_life
from haidang.config.synth.mix import FATES, KINDS, Fate
from haidang.config.synth.moulds import receipt_symbol, true_lives
from haidang.config.synth.people import Someone, someone
from haidang.config.synth.plan import CasePlan
from haidang.config.synth.stage import Stage
from haidang.config.synth.words import office_words

CHUNK: Final = 2000
_PIECE: Final = 1000
"""So many rows go to the database in one message."""
_SORTING: Final = "1GB"
"""Memory that the building of one index may take."""
BEGIN: Final = date(2026, 3, 9)
"""A Monday with five ordinary weeks after it, on which the true lives begin."""
Moulds = dict[tuple[str, Fate], list[Mould]]


def make_moulds(stage: Stage, *, unit: str = "") -> Moulds:
    """Live and cut one life of each kind, fate and hour in a commune; nothing of it stays."""
    wanted = [(kind, Fate(fate)) for kind in KINDS for fate in FATES if fate in kind.fates]
    moulds: defaultdict[tuple[str, Fate], list[Mould]] = defaultdict(list)
    for life in true_lives(stage, wanted, unit=unit or stage.year.units[0], begin=BEGIN):
        person = someone(life.plan.person, seed=stage.year.seed, units=(life.plan.unit,))
        mould = cut_life(life, person, calendar=stage.calendar)
        moulds[life.plan.kind.key, life.plan.fate].append(mould)
    return dict(moulds)


def cast_part(
    stage: Stage, moulds: Moulds, *, part: int, parts: int, told: Callable[[int], None]
) -> int:
    """Write the cases of every n-th commune; goes on where a killed run stopped.

    Each chunk is one transaction: its rows, the books that it drew from, and how far it came.
    """
    units = set(stage.year.units[part::parts])
    done, books = _progress(part), _books()
    caster = Caster(
        seed=stage.year.seed, year=stage.year.year, books=books,
        days=Days(calendar=stage.calendar, first=date(stage.year.year, 1, 1)),
        words={unit: office_words(stage.offices[unit]) for unit in units},
    )  # fmt: skip
    met = bytearray(stage.year.people)
    written = 0
    chunk: list[tuple[CasePlan, Someone, bool]] = []
    for plan in stage.plans():
        if plan.unit not in units:
            continue
        is_new = not met[plan.person]
        met[plan.person] = 1
        if plan.place <= done:
            continue
        person = someone(plan.person, seed=stage.year.seed, units=stage.year.units)
        chunk.append((plan, person, is_new))
        if len(chunk) == CHUNK:
            written += _write(caster, moulds, chunk, part=part)
            told(len(chunk))
            chunk = []
    if chunk:
        written += _write(caster, moulds, chunk, part=part)
        told(len(chunk))
    return written


def _write(
    caster: Caster, moulds: Moulds, chunk: list[tuple[CasePlan, Someone, bool]], *, part: int
) -> int:
    lives = []
    for plan, person, is_new in chunk:
        mould = choose_mould(moulds[plan.kind.key, plan.fate], plan.at)
        number = caster.cast(plan, person, mould, is_new=is_new)
        columns = mould.columns
        lives.append(f"{plan.place}\t{number}\tt\n")
        for table, names in columns.items():
            _COLUMNS.setdefault(table, names)
    people = [(person, plan) for plan, person, is_new in chunk if is_new]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        _copy(cursor, "identity_person", _PERSON, _people(people, seed=caster.seed))
        for table, texts in caster.buffers.items():
            _copy(cursor, table, _COLUMNS[table], iter(texts))
        _copy(cursor, "audit_auditentry", _ACT, iter(caster.acts))
        _copy(cursor, "synth.life", "place, number, ended", iter(lives))
        _keep_books(cursor, caster.books)
        cursor.execute(
            "INSERT INTO synth.progress VALUES (%s, %s) "
            "ON CONFLICT (part) DO UPDATE SET place = excluded.place",
            [part, chunk[-1][0].place],
        )
    caster.buffers.clear()
    caster.acts.clear()
    return len(chunk)


_COLUMNS: dict[str, str] = {}
_INDEXES: Final = """
    SELECT c.relname::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    WHERE NOT i.indisunique AND t.relkind = 'r' AND NOT t.relispartition
    AND c.relnamespace = 'public'::regnamespace
    AND t.relname ~ '^(cases|worklist|outbox|messaging|vault|signing|payments|identity)_'
"""
_ACT: Final = "at, actor_kind, actor_id, actor_name, code, subject, facts, digest"
_PERSON_FIELDS: Final = (
    "id", "personal_id", "personal_id_digest", "full_name", "sort_key", "folded", "born_on", "sex",
    "phone", "email", "address", "city", "is_sample", "registered_at",
)  # fmt: skip
_PERSON: Final = ", ".join(_PERSON_FIELDS)


def _copy(cursor: Any, table: str, columns: str, texts: Iterator[str]) -> None:  # noqa: ANN401 - Django's cursor
    name = table if "." in table else f'"{table}"'
    with cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copied:
        while piece := "".join(islice(texts, _PIECE)):
            copied.write(piece)


def _people(people: list[tuple[Someone, CasePlan]], *, seed: int) -> Iterator[str]:
    """Yield the rows of persons, sealed as the platform seals them."""
    model: Any = apps.get_model("identity", "Person")
    fields = [model._meta.get_field(name) for name in _PERSON_FIELDS]
    for person, plan in people:
        row = model(
            id=person_uuid(seed, person.index), born_on=person.born_on, sex=person.sex,
            phone=person.phone, email=f"mau{person.index}@sample.example", city="haiphong",
            is_sample=True, registered_at=plan.at,
            address={"province": "31", "ward": person.unit, "detail": person.address},
        )  # fmt: skip
        row.take_personal_id(person.personal_id)
        row.rename(person.name)
        values = (
            field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields
        )
        yield "\t".join(_plain(value) for value in values) + "\n"


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever a field gives
    obj = getattr(value, "obj", value)
    if isinstance(obj, bytes | memoryview):
        return "\\\\x" + bytes(obj).hex()
    if isinstance(obj, dict):
        obj = json.dumps(obj, ensure_ascii=False)
    return str(obj).replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")


def prepare() -> None:
    """Make the tables of what each part has written, and of the indexes that come later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(20260102)")
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS synth.progress (part int PRIMARY KEY, place bigint)"
        )
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS synth.later (name text PRIMARY KEY, definition text)"
        )
        cursor.execute("SELECT pg_advisory_unlock(20260102)")


def drop_indexes() -> int:
    """Drop the indexes that no key needs, and remember them; building them later is faster."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_INDEXES)
        found = cursor.fetchall()
        for name, definition in found:
            cursor.execute("INSERT INTO synth.later VALUES (%s, %s)", [name, definition])
            cursor.execute(f'DROP INDEX "{name}"')
    return len(found)


def build_indexes() -> int:
    """Build what was dropped, also by a run that was killed; return how many.

    Several processes may build at the same time: each takes what no other has taken.
    """
    built = 0
    with connection.cursor() as cursor:
        while True:
            with transaction.atomic():
                cursor.execute(
                    "SELECT name, definition FROM synth.later ORDER BY name LIMIT 1 "
                    "FOR UPDATE SKIP LOCKED"
                )
                row = cursor.fetchone()
                if row is None:
                    return built
                cursor.execute(f"SET LOCAL maintenance_work_mem = '{_SORTING}'")
                cursor.execute(row[1])
                cursor.execute("DELETE FROM synth.later WHERE name = %s", [row[0]])
            built += 1


def learn() -> None:
    """Let the planner learn what the tables hold now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _progress(part: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT place FROM synth.progress WHERE part = %s", [part])
        row = cursor.fetchone()
    return -1 if row is None else int(row[0])


def _books() -> Books:
    books = Books()
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency, series, period, last_number FROM agencies_numberbook")
        books.last.update({(a, s, p): int(n) for a, s, p, n in cursor.fetchall()})
        cursor.execute("SELECT agency, year, last_number FROM payments_receiptcounter")
        books.last.update({(a, "receipt", str(y)): int(n) for a, y, n in cursor.fetchall()})
    return books


def _keep_books(cursor: Any, books: Books) -> None:  # noqa: ANN401 - Django's cursor
    drawn = sorted(books.touched)
    numbers = [(a, s, p, books.last[a, s, p]) for a, s, p in drawn if s != "receipt"]
    receipts = [
        (a, int(p), receipt_symbol(int(p)), books.last[a, s, p])
        for a, s, p in drawn
        if s == "receipt"
    ]
    for statement, rows in ((_NUMBERS, numbers), (_RECEIPTS, receipts)):
        if rows:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
    books.touched.clear()


_NUMBERS: Final = """
    INSERT INTO agencies_numberbook (agency, series, period, last_number)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[])
    ON CONFLICT (agency, series, period) DO UPDATE SET last_number = excluded.last_number
"""
_RECEIPTS: Final = """
    INSERT INTO payments_receiptcounter (agency, year, symbol, last_number)
    SELECT * FROM unnest(%s::text[], %s::int[], %s::text[], %s::bigint[])
    ON CONFLICT (agency, year, symbol) DO UPDATE SET last_number = excluded.last_number
"""
