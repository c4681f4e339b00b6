"""What a rehearsal says, as Markdown."""

from collections.abc import Iterator, Sequence

from haidang.kernel import clock
from tests.upgrades.locks import Seen
from tests.upgrades.rehearsal import Outcome


def write_report(outcome: Outcome) -> str:
    """Return the whole report."""
    return "\n".join([*_head(outcome), *_phases(outcome), *_migrations(outcome), *_end(outcome)])


def _head(outcome: Outcome) -> Iterator[str]:
    rows = ", ".join(f"{number:,} in `{table}`" for table, number in outcome.rows.items())
    yield f"From `{outcome.name}` to the code that lies here; {clock.today().isoformat()}."
    filled = f"{rows or 'no rows'}; filled in {outcome.fill_seconds:.0f} s"
    yield f"{outcome.plan.cases:,} copied cases ({filled})."
    yield f"{len(outcome.told)} true ones, {outcome.plan.applicants} applicants, 4 officers."
    yield ""


def _phases(outcome: Outcome) -> Iterator[str]:
    yield "| phase | requests | failed | median s | slowest s |"
    yield "|---|---|---|---|---|"
    for name, _at in outcome.marks:
        answers = outcome.answers_of(name)
        times = sorted(one.seconds for one in answers) or [0.0]
        failed = sum(bool(one.failure) for one in answers)
        yield (
            f"| {name} | {len(answers)} | {failed} | {times[len(times) // 2]:.2f} "
            f"| {times[-1]:.2f} |"
        )
    yield ""


def _migrations(outcome: Outcome) -> Iterator[str]:
    if outcome.watch is None:
        return
    yield (
        "| migration | s | strongest lock held longest | statements of the city that waited "
        "for it | longest wait |"
    )
    yield "|---|---|---|---|---|"
    for name, seconds in outcome.migrations.items():
        waits = [one for one in outcome.watch.city_waits() if one.migration == name]
        longest = max((one.seconds for one in waits), default=0.0)
        held = _longest([one for one in outcome.watch.held if one.migration == name])
        yield f"| {name} | {seconds:.2f} | {held} | {len(waits)} | {longest:.2f} s |"
    own = [one for one in outcome.watch.waits if one.by_migration]
    gave_way = sum("did not get a lock" in words for words in outcome.words)
    yield ""
    longest_own = max((one.seconds for one in own), default=0.0)
    yield f"Looked {outcome.watch.looks} times at the locks, every 20 ms where the machine let it."
    waited = f"waited {len(own)} times, at most {longest_own:.2f} s"
    yield f"Migrations {waited}; they gave way {gave_way} times."
    yield ""


def _longest(held: Sequence[Seen]) -> str:
    if not held:
        return "none seen"
    one = max(held, key=lambda one: one.seconds)
    return f"{one.mode.removesuffix('Lock')} on `{one.table}`, {one.seconds:.2f} s"


def _end(outcome: Outcome) -> Iterator[str]:
    if not outcome.breaches:
        yield "No request failed, no case was lost or doubled, every case came to its end."
    for breach in outcome.breaches[:30]:
        yield f"- BREACH {breach}"
