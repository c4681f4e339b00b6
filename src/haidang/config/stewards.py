"""The stewards' commands: confirm records as an officer, and describe one record."""

from collections.abc import Iterator, Sequence

from haidang.blocks.identity import public as identity
from haidang.domain.catalog import public as catalog
from haidang.engines.national import TRAPS, Flag, Reading
from haidang.kernel.actors import Actor, system
from haidang.kernel.errors import HaidangError, InvalidInput


def confirm(codes: Sequence[str], *, clean: bool, username: str) -> tuple[list[str], int]:
    """Confirm records by their safe readings; return what happened to each and the exit status.

    ``clean`` takes all records without flags of weight, waiting anywhere.
    """
    steward = _steward(username)
    if steward is None:
        return [f"{username}: no officer of this name is a steward."], 2
    if clean:
        filters = catalog.StagedFilters(clean_only=True)
        wanted = catalog.list_staged_codes(filters, actor=steward)
        done = catalog.confirm_clean_records(wanted, actor=steward)
        return [f"{len(done.confirmed)} confirmed, {len(done.left)} left."], 0
    lines = [_confirm_one(code, steward) for code in codes]
    return [line for line, _ok in lines], 0 if all(ok for _line, ok in lines) else 1


def describe(code: str) -> Iterator[str]:
    """Yield the lines that describe one staged record."""
    view = catalog.get_staged(code, actor=system("catalog"))
    yield f"{view.summary.code} {view.summary.name}"
    yield f"state {view.summary.state}, line {view.line}, taken on {view.snapshot_on}"
    yield f"source {view.record.source_url}"
    if view.confirmed_at:
        yield f"confirmed by {view.confirmed_name} at {view.confirmed_at:%Y-%m-%d %H:%M}"
    for flag in view.flags:
        yield from _flag_lines(flag)
    yield "safe reading:"
    yield from _reading_lines(view.reading)
    if view.confirmed:
        yield "confirmed reading:"
        yield from _reading_lines(view.confirmed)
    for change in view.changes:
        yield f"changed {change.path}: {change.old[:80]!r} -> {change.new[:80]!r}"


def _steward(username: str) -> Actor | None:
    account = identity.find_account_by_username(username)
    actor = identity.actor_for_account(account) if account is not None else None
    return actor if actor is not None and catalog.can_steward(actor) else None


def _confirm_one(code: str, steward: Actor) -> tuple[str, bool]:
    try:
        number = catalog.confirm_record(code, actor=steward)
    except InvalidInput as faults:
        told = "; ".join(problem.text("vi") for problem in faults.problems)
        return f"{code}: {told}", False
    except HaidangError as fault:
        return f"{code}: {fault}", False
    return f"{code}: confirmed, revision {number}", True


def _flag_lines(flag: Flag) -> Iterator[str]:
    severity, *_words = TRAPS[flag.code]
    yield f"{severity.value} {flag.code} ({flag.field}): {flag.message['vi']}"
    yield f"    {flag.reading['vi']}"


def _reading_lines(reading: Reading) -> Iterator[str]:
    for one in reading.channels:
        limit = f"{one.value} {one.unit}" if one.unit != "none" else "no due date"
        fee = f"{one.amount} VND ({one.basis})" if one.fee == "amount" else one.fee
        yield f"    {one.channel}: {limit}, fee {fee}"
    for paper in reading.papers:
        need = ", required" if paper.required else ", optional"
        yield f"    row {paper.row + 1}: {paper.kind}{need if paper.kind == 'paper' else ''}"
