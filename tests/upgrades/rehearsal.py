"""The rehearsal: old code serves while the new migrations run, then the new code takes over."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.upgrades.city import MIGRATOR, City, Database, raise_city
from tests.upgrades.filling import Mould, fill
from tests.upgrades.locks import Watch
from tests.upgrades.people import BIRTH, EXTRACT, Answer, People

Say = Callable[[str], None]
PHASES: Final = (
    "old code, old schema", "migrations run, old code", "old code, new schema",
    "new content, old code", "rolling over", "new code",
)  # fmt: skip
_APPLYING: Final = re.compile(r"Applying (\S+?)\.\.\.")
_PATIENCE_SECONDS: Final = 300.0
_ENDED: Final = "10"
_SUBMITTED: Final = (
    "SELECT c.number, c.status, (SELECT count(*) FROM audit_auditentry a "
    "WHERE a.subject = c.number AND a.code = 'case.submitted') FROM cases_case c "
    "WHERE c.submitted_at IS NOT NULL AND c.number NOT LIKE 'MAU-%'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is rehearsed."""

    ref: str
    cases: int = 0
    applicants: int = 3
    each: int = 6
    """So many cases are handed in at least in each phase."""
    also: Sequence[str] = ()
    """Statements that are run after the migrations as if they were one: what would they do?"""
    longest_wait: float = 1.0
    """No request may wait longer than so many seconds for a lock behind a migration."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What was seen."""

    plan: Plan
    name: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    fill_seconds: float = 0.0
    marks: list[tuple[str, float]] = field(default_factory=list)
    migrations: dict[str, float] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    watch: Watch | None = None
    answers: list[Answer] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    breaches: list[str] = field(default_factory=list)

    def answers_of(self, phase: str) -> list[Answer]:
        """Return the answers to what was asked in a phase."""
        names = [name for name, _at in self.marks]
        place = names.index(phase)
        begin = self.marks[place][1]
        end = self.marks[place + 1][1] if place + 1 < len(names) else float("inf")
        return [one for one in self.answers if begin <= one.at < end]


def rehearse(plan: Plan, *, say: Say) -> Outcome:
    """Do it all; return what was seen."""
    outcome = Outcome(plan=plan)
    with raise_city(plan.ref) as city:
        outcome.name = city.trees.name
        say(f"the city stands on {outcome.name}")
        people = People.sign_in(city.url, city.twins)
        _fill(city, people, outcome, say)
        people.begin(plan.applicants)
        try:
            _go_through(city, people, outcome, say)
            people.stop_handing_in()
            _drain(city, people, say)
        finally:
            people.end()
        outcome.answers, outcome.told = people.answers, people.told
        outcome.breaches = list(_breaches(city, people, outcome))
    return outcome


def _fill(city: City, people: People, outcome: Outcome, say: Say) -> None:
    if not outcome.plan.cases:
        return
    extract, birth = people.hand_in(EXTRACT), people.hand_in(BIRTH)
    with city.look() as database:

        def find(number: str, *, ended: bool) -> str:
            query = "SELECT id::text, status FROM cases_case WHERE number = %s"
            row = database.execute(query, [number]).fetchone()
            return str(row[0]) if row and (not ended or row[1] == _ENDED) else ""

        _until(lambda: bool(find(extract, ended=True)), "the extract is signed")
        moulds = [
            Mould(number=extract, case=find(extract, ended=True), is_open=False),
            Mould(number=birth, case=find(birth, ended=False), is_open=True),
        ]
        began = time.monotonic()
        outcome.rows = fill(database, moulds, outcome.plan.cases)
        outcome.fill_seconds = time.monotonic() - began
    say(f"filled in {outcome.fill_seconds:.0f} s: {outcome.rows}")


def _go_through(city: City, people: People, outcome: Outcome, say: Say) -> None:
    """Go through the phases; each lasts until some more cases were handed in."""
    each = outcome.plan.each

    def begin(place: int, work: Callable[[], None] = lambda: None) -> None:
        began, before = time.monotonic(), len(people.told)
        outcome.marks.append((PHASES[place], began))
        work()
        _until(
            lambda: len(people.told) >= before + each or _many_failed(people),
            "cases are handed in",
        )
        took = time.monotonic() - began
        say(f"{PHASES[place]}: {took:.1f} s, {len(people.told) - before} cases handed in")

    def roll() -> None:
        city.replace_web()
        city.start_worker("worker-new", city.trees.new)
        city.end_worker("worker-old")

    def seed() -> None:
        city.demand(city.trees.new, "seed")

    nothing: Callable[[], None] = lambda: None  # noqa: E731 - the phase is a pause
    works = (nothing, lambda: _migrate(city, outcome), nothing, seed, roll, nothing)
    for place, work in enumerate(works):
        begin(place, work)
        if _many_failed(people):
            return


def _many_failed(people: People) -> bool:
    """Tell whether waiting for good answers is in vain."""
    return sum(bool(one.failure) for one in people.answers) > 20


def _migrate(city: City, outcome: Outcome) -> None:
    """Run the new code's migrations, and watch what they hold and whom they let wait."""
    tree = city.trees.new
    with city.look() as eyes, Watch(database=eyes) as watch:
        outcome.watch = watch
        command = [sys.executable, "-u", "-m", "haidang.config.cli", "migrate"]
        migrating = subprocess.Popen(  # noqa: S603 - our own command line
            command, cwd=tree, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**city.environment(tree), "PGAPPNAME": MIGRATOR},
        )  # fmt: skip
        _listen(migrating, outcome, watch)
        if migrating.wait():
            raise SystemExit("haidang migrate failed:\n" + "\n".join(outcome.words[-40:]))
        for number, statement in enumerate(outcome.plan.also, 1):
            _also(city, outcome, f"also {number}", statement)


def _listen(migrating: "subprocess.Popen[str]", outcome: Outcome, watch: Watch) -> None:
    """Note when each migration begins and ends: its name comes before its work, OK after it."""
    words, since = "", 0.0
    while migrating.stdout is not None and (sign := migrating.stdout.read(1)):
        words += sign
        if words.endswith("...") and (found := _APPLYING.search(words)):
            watch.migration, since = found.group(1), time.monotonic()
        if sign == "\n":
            if watch.migration and words.rstrip().endswith("OK"):
                outcome.migrations[watch.migration] = time.monotonic() - since
                watch.migration = ""
            outcome.words.append(words.rstrip())
            words = ""


def _also(city: City, outcome: Outcome, name: str, statement: str) -> None:
    if outcome.watch is not None:
        outcome.watch.migration = name
    began = time.monotonic()
    with city.look() as database:
        database.execute("SELECT set_config('application_name', %s, false)", [MIGRATOR])
        database.execute(statement.encode())
    outcome.migrations[name] = time.monotonic() - began


def _drain(city: City, people: People, say: Say) -> None:
    """Let everything come to its end, as long as anything does."""
    with city.look() as database:
        left, since = len(people.told), time.monotonic()
        while left and time.monotonic() - since < _PATIENCE_SECONDS and not _many_failed(people):
            query = "SELECT count(*) FROM cases_case WHERE number = ANY(%s) AND status <> %s"
            row = database.execute(query, [sorted(people.told), _ENDED]).fetchone()
            now = int(str(row[0])) if row else 0
            if now != left:
                left, since = now, time.monotonic()
            time.sleep(0.5)
    say(f"{left} cases have not ended")


def _breaches(city: City, people: People, outcome: Outcome) -> Sequence[str]:
    failed = [one.failure for one in people.answers if one.failure]
    found = [f"{len(failed)} requests failed, as: {failed[0]}"] if failed else []
    found += [f"a client saw: {fault}" for fault in people.faults[:10]]
    with city.look() as database:
        found += _of_cases(database, set(people.told))
    found += [
        f"{one.migration}: the city waited {one.seconds:.1f} s for {one.mode} on {one.table}"
        for one in (outcome.watch.city_waits() if outcome.watch else ())
        if one.seconds > outcome.plan.longest_wait
    ]
    found += _asked(city, "audit", "verify")
    return found + ([] if outcome.plan.cases else _asked(city, "invariants"))


def _of_cases(database: Database, told: set[str]) -> Iterator[str]:
    """Yield what is wrong with the cases that people were told of, and with the jobs."""
    rows = database.execute(_SUBMITTED).fetchall()
    known = {str(number): (str(status), int(str(times))) for number, status, times in rows}
    yield from (f"{number} is lost" for number in sorted(told - set(known)))
    yield from (f"{number} was told to nobody" for number in sorted(set(known) - told))
    for number, (status, times) in known.items():
        if times != 1:
            yield f"{number} was written down {times} times"
        if status != _ENDED:
            yield f"{number} stands in {status}"
    jobs = "SELECT task_name FROM procrastinate_jobs WHERE status = 'failed'"
    yield from (f"the job {name} failed" for (name,) in database.execute(jobs))


def _asked(city: City, *words: str) -> list[str]:
    done = city.haidang(city.trees.new, *words)
    if not done.returncode:
        return []
    return [f"haidang {' '.join(words)}: {done.stdout[-1500:]} {done.stderr[-500:]}"]


def _until(happened: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not happened():
        if time.monotonic() > deadline:
            raise SystemExit(f"Waited {_PATIENCE_SECONDS:.0f} s in vain: {what}.")
        time.sleep(0.1)
