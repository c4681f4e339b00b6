"""Cut the rows of a true life at the places where a copy differs."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.db import connection

from haidang.config.synth.moulds import MICROSECOND, TrueLife
from haidang.config.synth.people import Someone
from haidang.config.synth.words import office_words, person_words
from haidang.engines.deadlines import WorkingCalendar
from haidang.kernel.clock import local

_HEX_LENGTH: Final = 64
_UUID_LENGTHS: Final = (36, 32)
REGISTERED: Final = "person.registered"
_SKIPPED: Final = frozenset(
    {"identity_person", "agencies_numberbook", "payments_receiptcounter", "audit_auditseal",
     "audit_sealedentry", "audit_auditentry", "signing_signedcontent", "signing_signingkey"}
)  # fmt: skip
_TABLES: Final = """
    SELECT c.table_name::text, array_agg(c.column_name::text ORDER BY c.ordinal_position),
           EXISTS (SELECT FROM information_schema.columns i WHERE i.table_schema = 'public'
                   AND i.table_name = c.table_name AND i.column_name = 'id'
                   AND i.data_type = 'bigint')
    FROM information_schema.columns c JOIN pg_class p ON p.oid = c.table_name::regclass
    WHERE c.table_schema = 'public' AND p.relkind IN ('r', 'p') AND NOT p.relispartition
    AND c.is_generated = 'NEVER' AND NOT (c.column_name = 'id' AND c.data_type = 'bigint')
    AND c.table_name !~ '^(django|procrastinate|auth|account|mfa|socialaccount)_'
    GROUP BY c.table_name ORDER BY c.table_name
"""
_UUID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
_HEX: Final = r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])"
_PLAIN: Final = r"(?<![0-9a-f])[0-9a-f]{12}7[0-9a-f]{19}(?![0-9a-f])"
_DAY: Final = r"20[23]\d-\d\d-\d\d"
_DAY_VN: Final = r"\d\d/\d\d/20[23]\d"


@dataclass(frozen=True, slots=True)
class Token:
    """What stands at a place: a kind of thing, and which one."""

    kind: str
    detail: Any = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut at its places: the texts between them, and the token's number at each."""

    texts: tuple[str, ...]
    tokens: tuple[int, ...]

    def cast(self, values: list[str]) -> str:
        """Return the text with values in its places."""
        parts: list[str] = [""] * (2 * len(self.tokens) + 1)
        parts[::2] = self.texts
        parts[1::2] = [values[number] for number in self.tokens]
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the record: its row, and the text whose hash it bears."""

    row: Cut
    hashed: Cut


@dataclass(slots=True, kw_only=True)
class Mould:
    """A true life, cut."""

    life: TrueLife
    columns: dict[str, str]
    rows: dict[str, Cut]
    acts: list[Act]
    registering: list[Act]
    registered: Cut
    tokens: list[Token]
    waits: tuple[tuple[datetime, datetime], ...]
    acts_at: datetime


@dataclass(slots=True, kw_only=True)
class Cutter:
    """Finds the places in texts of one life."""

    life: TrueLife
    person: Someone
    person_id: str
    calendar: WorkingCalendar
    numbers: dict[Token, int] = field(default_factory=dict)
    known: dict[str, Token] = field(default_factory=dict)
    pattern: re.Pattern[str] = field(default_factory=lambda: re.compile("x"))

    def prepare(self, codes: list[str]) -> None:
        """Learn all literal texts of the life."""
        known = {self.life.number: Token("number"), self.person_id: Token("person_id"),
                 "@waited@": Token("waited")}  # fmt: skip
        known |= {text: Token("person", key) for key, text in person_words(self.person).items()}
        words = office_words(self.life.office)
        known |= {text: Token("office", key) for key, text in words.items()}
        place = self.life.plan.place
        known[f"{place:07d}"] = Token("place", "{:07d}")
        known[f"099041{place % 1_000_000:06d}"] = Token("place", "deceased")
        known[f'"{self.life.number.rpartition("-")[2]}"'] = Token("sequence")
        known |= {code: Token("code", code) for code in codes}
        for drawn in self.life.drawn:
            known[drawn.text.zfill(8)] = Token("padded", drawn)
            known[drawn.text] = Token("drawn", drawn)
        self.known = {text: token for text, token in known.items() if text}
        longest = sorted(map(re.escape, self.known), key=len, reverse=True)
        utc = self.life.plan.at.astimezone(UTC)
        here = local(self.life.plan.at)
        instants = [
            rf"{at:%Y-%m-%d}[ T]{at:%H:%M:%S}\.{MICROSECOND}{zone}"
            for at, zone in ((utc, r"(?:\+00(?::00)?|Z)"), (here, r"\+07:00"))
        ]
        self.pattern = re.compile(
            "|".join([*instants, *longest, _UUID, _HEX, _PLAIN, _DAY, _DAY_VN]), flags=re.ASCII
        )

    def cut(self, text: str) -> Cut:
        """Cut a text at every place."""
        texts, tokens, end = [], [], 0
        for found in self.pattern.finditer(text):
            token = self.known.get(found[0]) or self._told(found[0])
            if token is not None:
                texts.append(text[end : found.start()])
                tokens.append(self.numbers.setdefault(token, len(self.numbers)))
                end = found.end()
        return Cut(texts=(*texts, text[end:]), tokens=tuple(tokens))

    def _told(self, text: str) -> Token | None:
        """Tell what a text that fits a pattern is; None: something that all copies share."""
        if f".{MICROSECOND}" in text:
            return Token("arrival", (text[10], text.partition(f".{MICROSECOND}")[2]))
        if len(text) == _HEX_LENGTH:
            return Token("hex", text)
        if len(text) in _UUID_LENGTHS:
            return self._id(text)
        is_vietnamese = "/" in text
        try:
            day = datetime.strptime(text, "%d/%m/%Y" if is_vietnamese else "%Y-%m-%d").date()  # noqa: DTZ007 - a day only
        except ValueError:
            return None
        offset = self._offset(day)
        return None if offset is None else Token("vn" if is_vietnamese else "day", offset)

    def _id(self, text: str) -> Token | None:
        """Tell whose id it is: the life's own were made while it was lived."""
        digits = text.replace("-", "")
        if int(digits[:12], 16) < self.life.began_ms:
            return None
        return Token("uuid" if "-" in text else "plain", digits)

    def _offset(self, day: date) -> tuple[int, int] | None:
        """Return how many working days a day lies after the first, and how many days more."""
        first = local(self.life.plan.at).date()
        if not first - timedelta(days=30) <= day <= first + timedelta(days=400):
            return None
        if day < first:
            return (0, (day - first).days)
        step, reached = 0, first
        while (following := self.calendar.next_working_day(reached)) <= day:
            step, reached = step + 1, following
        return (step, (day - reached).days)


def cut_life(life: TrueLife, person: Someone, *, calendar: WorkingCalendar) -> Mould:
    """Read every row that the life wrote, and cut it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT applicant_id::text FROM cases_case WHERE number = %s", [life.number]
        )
        (person_id,) = cursor.fetchone()
        cutter = Cutter(life=life, person=person, person_id=person_id, calendar=calendar)
        cutter.prepare(_codes(cursor, life))
        cursor.execute(_TABLES)
        tables = [row for row in cursor.fetchall() if row[0] not in _SKIPPED]
        columns, rows = {}, {}
        registered = Cut(("",), ())
        for table, names, is_counted in tables:
            text = _rows(cursor, table, _wanted(names), life.mark, is_counted=is_counted)
            if table == "outbox_outboxevent":
                lines = text.splitlines(keepends=True)
                own = [line for line in lines if f"\t{REGISTERED}\t" in line]
                registered = cutter.cut("".join(own))
                text = "".join(line for line in lines if line not in own)
            if text:
                columns[table], rows[table] = _quoted(names), cutter.cut(text)
        acts = list(_acts(cursor, life.mark, cutter.cut))
        waits = tuple(_waits(cursor, life.number))
    begin = local(life.plan.at)
    return Mould(
        life=life, columns=columns, rows=rows, registered=registered,
        acts=[act for code, act in acts if code != REGISTERED],
        registering=[act for code, act in acts if code == REGISTERED],
        tokens=list(cutter.numbers), waits=waits, acts_at=begin,
    )  # fmt: skip


def _wanted(names: list[str]) -> str:
    """Return what is read: the time waited follows from the days, so it is reckoned anew."""
    waited = "'@waited@' AS waited_seconds"
    return ", ".join(waited if name == "waited_seconds" else f'"{name}"' for name in names)


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _codes(cursor: Any, life: TrueLife) -> list[str]:  # noqa: ANN401 - Django's cursor
    cursor.execute(
        "SELECT verification_code FROM cases_casedocument WHERE xmin::text::bigint >= %s "
        "UNION SELECT reference FROM payments_paymentorder WHERE xmin::text::bigint >= %s",
        [life.mark, life.mark],
    )
    return [str(row[0]) for row in cursor.fetchall()]


def _rows(cursor: Any, table: str, columns: str, mark: int, *, is_counted: bool) -> str:  # noqa: ANN401 - as above
    order = "ORDER BY id" if is_counted else ""
    statement = (
        f'COPY (SELECT {columns} FROM "{table}" WHERE xmin::text::bigint >= {mark} {order}) '  # noqa: S608 - names of our own tables
        "TO STDOUT"
    )
    with cursor.copy(statement) as copied:
        return b"".join(bytes(block) for block in copied).decode()


def _acts(
    cursor: Any,  # noqa: ANN401 - as above
    mark: int,
    cut: Callable[[str], Cut],
) -> Iterator[tuple[str, Act]]:
    columns = "at, actor_kind, actor_id, actor_name, code, subject, facts"
    lines = _rows(cursor, "audit_auditentry", columns, mark, is_counted=True).splitlines()
    cursor.execute(
        f"SELECT {columns} FROM audit_auditentry WHERE xmin::text::bigint >= %s ORDER BY id",  # noqa: S608 - as above
        [mark],
    )
    for line, row in zip(lines, cursor.fetchall(), strict=True):
        yield str(row[4]), Act(row=cut(line), hashed=cut(_canonical(row)))


def _canonical(row: tuple[Any, ...]) -> str:
    """Return the text that the record hashes for an entry (``AuditEntry.compute_digest``)."""
    at, kind, actor, name, code, subject, facts = row
    told: Mapping[str, object] = json.loads(facts) if isinstance(facts, str) else facts
    content = {"at": at.isoformat(), "actor": [kind, actor, name], "code": code,
               "subject": subject, "facts": told}  # fmt: skip
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _waits(cursor: Any, number: str) -> Iterator[tuple[datetime, datetime]]:  # noqa: ANN401 - as above
    cursor.execute(
        "SELECT facts->>'before', facts->>'after', (facts->>'at')::timestamptz "
        "FROM audit_auditentry WHERE subject = %s AND code = 'case.status_changed' ORDER BY id",
        [number],
    )
    since = None
    for before, after, at in cursor.fetchall():
        if since is not None and before in {"5", "6"}:
            yield local(since), local(at)
        since = at if after in {"5", "6"} else None
