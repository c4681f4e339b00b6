"""Cast copies of true lives: the rows of planned cases, as texts for COPY. Pure."""

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from haidang.config.synth.cutting import Act, Mould, Token
from haidang.config.synth.moulds import Drawn
from haidang.config.synth.people import Someone
from haidang.config.synth.plan import CasePlan
from haidang.config.synth.words import person_words
from haidang.engines.deadlines import WorkingCalendar
from haidang.kernel.clock import local

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_ONE: Final = timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class Books:
    """The last number drawn in each book of the copied offices."""

    last: defaultdict[tuple[str, str, str], int] = field(default_factory=lambda: defaultdict(int))
    touched: set[tuple[str, str, str]] = field(default_factory=set)

    def draw(self, agency: str, series: str, period: str) -> int:
        """Return the next number of a book."""
        book = (agency, series, period)
        self.last[book] += 1
        self.touched.add(book)
        return self.last[book]


@dataclass(slots=True, kw_only=True)
class Days:
    """The working days of a year and after, to move days by."""

    calendar: WorkingCalendar
    first: date
    days: list[date] = field(default_factory=list)

    def __post_init__(self) -> None:
        everyday = (self.first + _ONE * number for number in range(3 * 366))
        self.days = [day for day in everyday if self.calendar.is_working(day)]

    def reception(self, at: datetime, act: time) -> int:
        """Return the place of the day on which a case is taken up: today, if it came in time."""
        here = local(at)
        place = bisect_left(self.days, here.date())
        came_late = here.timetz().replace(tzinfo=None) >= act
        return place + (self.days[place] == here.date() and came_late)

    def moved(self, reception: int, offset: tuple[int, int]) -> date:
        """Return a day by its working days and days more after the reception's."""
        steps, more = offset
        return self.days[reception + steps] + _ONE * more


@dataclass(slots=True, kw_only=True)
class Caster:
    """Casts the cases of some offices."""

    seed: int
    year: int
    days: Days
    books: Books
    words: dict[str, dict[str, str]]
    buffers: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    acts: list[str] = field(default_factory=list)
    bases: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    dynamic: dict[int, list[tuple[int, Token]]] = field(default_factory=dict)

    def cast(self, plan: CasePlan, person: Someone, mould: Mould, *, is_new: bool) -> str:
        """Write a case's rows into the buffers; return its number."""
        values = list(self._base(mould, plan.unit))
        words = self.words[plan.unit]
        reception = self.days.reception(plan.at, _first_act(mould))
        copy = _Copy(
            plan=plan, person=person, person_id=person_uuid(self.seed, person.index),
            words=words, reception=reception, days=self.days, books=self.books,
            year=str(plan.at.year), mould=mould,
        )  # fmt: skip
        for number, token in self._moving(mould):
            values[number] = copy.told(token)
        for table, cut in mould.rows.items():
            self.buffers[table].append(cut.cast(values))
        if is_new:
            self.buffers["outbox_outboxevent"].append(mould.registered.cast(values))
            self.acts.extend(_hashed(mould.registering, values))
        self.acts.extend(_hashed(mould.acts, values))
        return copy.number

    def _base(self, mould: Mould, unit: str) -> list[str]:
        key = (id(mould), unit)
        if key not in self.bases:
            words = self.words[unit]
            self.bases[key] = [
                words.get(token.detail, "") if token.kind == "office" else ""
                for token in mould.tokens
            ]
        return self.bases[key]

    def _moving(self, mould: Mould) -> list[tuple[int, Token]]:
        if id(mould) not in self.dynamic:
            self.dynamic[id(mould)] = [
                (number, token) for number, token in enumerate(mould.tokens)
                if token.kind != "office"
            ]  # fmt: skip
        return self.dynamic[id(mould)]


def _first_act(mould: Mould) -> time:
    """Return the hour up to which a case that arrives is still taken up like the true one."""
    return mould.acts_at.timetz().replace(tzinfo=None)


def _hashed(acts: Iterable[Act], values: list[str]) -> Iterable[str]:
    for act in acts:
        digest = hashlib.sha256(act.hashed.cast(values).encode()).hexdigest()
        yield f"{act.row.cast(values)}\t\\\\x{digest}\n"


def person_uuid(seed: int, index: int) -> str:
    """Return the id of a synthetic person: it follows from the seed and the number alone."""
    text = hashlib.sha256(f"{seed}:person:{index}".encode()).hexdigest()
    return f"019a0000-{text[:4]}-7{text[4:7]}-8{text[7:10]}-{text[10:22]}"


def case_uuid_ends(at: datetime, seed: int, place: int) -> tuple[str, str]:
    """Return what stands before and after the number in the ids of a case's rows.

    The ids sort by the case's arrival (RFC 9562).
    """
    ms = f"{int(at.timestamp() * 1000):012x}"
    return f"{ms[:8]}-{ms[8:]}-7", f"-8{seed & 0xFFF:03x}-{place:012x}"


@dataclass(slots=True, kw_only=True)
class _Copy:
    plan: CasePlan
    person: Someone
    person_id: str
    words: dict[str, str]
    reception: int
    days: Days
    books: Books
    year: str
    mould: Mould
    drawn: dict[Drawn, int] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    number: str = ""
    ends: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        self.ends = case_uuid_ends(self.plan.at, self.plan.seed, self.plan.place)
        self.own = person_words(self.person)
        day = local(self.plan.at).date()
        centre = self.words["centre"]
        sequence = self.books.draw(centre, "case", day.isoformat())
        self.number = f"{centre}-{day:%y%m%d}-{sequence:04d}"

    def told(self, token: Token) -> str:
        """Return what stands at a token's places in this copy."""
        return _TELLING[token.kind](self, token.detail)

    def uuid(self, original: str) -> str:
        known = self.ids.get(original)
        if known is None:
            head, tail = self.ends
            known = self.ids[original] = f"{head}{len(self.ids) & 0xFFF:03x}{tail}"
        return known

    def draw(self, drawn: Drawn) -> int:
        if drawn not in self.drawn:
            agency = self.words["centre" if drawn.is_centre else "committee"]
            self.drawn[drawn] = self.books.draw(agency, drawn.book, self.year)
        return self.drawn[drawn]

    def code(self, original: str) -> str:
        """Return a code as long as the true one, that no other copy has."""
        head = original[:2] if original.startswith("HD") else ""
        told = hashlib.sha256(f"{self.plan.seed}:{self.plan.place}:{original}".encode()).digest()
        rest = "".join(
            _ALPHABET[byte % len(_ALPHABET)] for byte in told[: len(original) - len(head)]
        )
        return head + rest

    def arrival(self, shape: tuple[str, str]) -> str:
        between, tail = shape
        here = self.plan.at if tail == "+07:00" else self.plan.at.astimezone(UTC)
        return f"{here:%Y-%m-%d}{between}{here:%H:%M:%S}.{here.microsecond or 1:06d}{tail}"

    def day(self, offset: tuple[int, int]) -> str:
        return self.days.moved(self.reception, offset).isoformat()

    def vn(self, offset: tuple[int, int]) -> str:
        return f"{self.days.moved(self.reception, offset):%d/%m/%Y}"

    def place(self, shape: str) -> str:
        if shape == "deceased":
            return f"099041{self.plan.place % 1_000_000:06d}"
        return shape.format(self.plan.place)

    def waited(self) -> str:
        return str(sum(int((self._at(end) - self._at(start)).total_seconds())
                       for start, end in self.mould.waits))  # fmt: skip

    def _at(self, instant: datetime) -> datetime:
        """Return when something happens in this copy."""
        if instant == self.mould.life.plan.at:
            return self.plan.at
        first = local(self.mould.life.plan.at).date()
        steps, reached = 0, first
        while (following := self.days.calendar.next_working_day(reached)) <= instant.date():
            steps, reached = steps + 1, following
        day = self.days.moved(self.reception, (steps, (instant.date() - reached).days))
        return datetime.combine(day, instant.timetz())


_TELLING: Final[dict[str, Callable[[_Copy, Any], str]]] = {
    "number": lambda copy, _: copy.number,
    "sequence": lambda copy, _: f'"{copy.number.rpartition("-")[2]}"',
    "person_id": lambda copy, _: copy.person_id,
    "person": lambda copy, key: copy.own[key],
    "uuid": lambda copy, original: copy.uuid(original),
    "plain": lambda copy, original: copy.uuid(original).replace("-", ""),
    "hex": lambda copy, original: f"{copy.plan.place:016x}{original[16:]}",
    "code": lambda copy, original: copy.code(original),
    "drawn": lambda copy, drawn: str(copy.draw(drawn)),
    "padded": lambda copy, drawn: f"{copy.draw(drawn):08d}",
    "place": lambda copy, shape: copy.place(shape),
    "arrival": lambda copy, shape: copy.arrival(shape),
    "day": lambda copy, offset: copy.day(offset),
    "vn": lambda copy, offset: copy.vn(offset),
    "waited": lambda copy, _: copy.waited(),
}


def choose_mould(moulds: Sequence[Mould], at: datetime) -> Mould:
    """Return the true life that began next after the hour of an arrival; the first at night."""
    hour = local(at).timetz().replace(tzinfo=None)
    return next((mould for mould in moulds if _first_act(mould) > hour), moulds[0])
