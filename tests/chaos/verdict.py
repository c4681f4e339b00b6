"""What must hold when everything has healed: 0 lost, 0 doubled, 0 stuck, chain, money."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import httpx
import psycopg

from tests.chaos.crowd import CLOSED, Crowd
from tests.chaos.town import Town

Database = psycopg.Connection[tuple[object, ...]]
_PATIENCE_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One promise: how much was looked at, and what breaks it."""

    name: str
    looked_at: str
    breaches: tuple[str, ...] = ()


def judge(town: Town, crowd: Crowd) -> list[Check]:
    """Hold the city against every promise."""
    return [*judge_cases(town, crowd), _invariants(town), _chain(town)]


def judge_cases(town: Town, crowd: Crowd) -> list[Check]:
    """Hold the city against what its clients were told."""
    ledger = crowd.ledger
    refused = Check(
        name="no client was refused or left without an answer",
        looked_at=f"{ledger.counts['answers']} answers",
        breaches=tuple(ledger.refused[:10]),
    )
    with town.look() as database:
        return [
            _none_lost(database, crowd),
            _none_doubled(database, crowd),
            _none_stuck(database, crowd),
            _money(database, town),
            refused,
        ]


def _none_lost(database: Database, crowd: Crowd) -> Check:
    told = sorted(crowd.ledger.told)
    known = {str(number) for (number,) in database.execute("SELECT number FROM cases_case")}
    lost = tuple(number for number in told if number not in known)
    return Check(name="0 lost", looked_at=f"{len(told)} cases told", breaches=lost)


def _none_doubled(database: Database, crowd: Crowd) -> Check:
    """Whatever was handed in, was begun by a client, and each draft became one case."""
    rows = database.execute("SELECT id::text, number FROM cases_case WHERE number IS NOT NULL")
    found = [(str(key), str(number)) for key, number in rows]
    strange = [number for key, number in found if key not in crowd.ledger.begun]
    numbers = [number for _key, number in found]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    handed_in = sum(1 for _key in crowd.ledger.begun)
    return Check(
        name="0 doubled",
        looked_at=f"{len(found)} cases of {handed_in} drafts",
        breaches=(*strange, *twice),
    )


def _none_stuck(database: Database, crowd: Crowd) -> Check:
    rows = database.execute(
        "SELECT number, status FROM cases_case "
        "WHERE number IS NOT NULL AND NOT (status = ANY(%s))",
        [sorted(CLOSED)],
    ).fetchall()
    failed = database.execute(
        "SELECT task_name, args::text FROM procrastinate_jobs "
        "WHERE status IN ('doing', 'failed') AND queueing_lock IS NULL"
    ).fetchall()
    breaches = [f"{number} stands in {status}" for number, status in rows]
    breaches += [f"the job {name} {arguments} failed or never ended" for name, arguments in failed]
    return Check(
        name="0 stuck", looked_at=f"{len(crowd.ledger.told)} cases", breaches=tuple(breaches[:20])
    )


def _money(database: Database, town: Town) -> Check:
    """Every booking of the bank is kept here once with its amount, and nothing else is."""
    kept = {
        (str(transaction), int(str(amount)))
        for transaction, amount in database.execute(
            "SELECT DISTINCT transaction_id, amount_dong FROM payments_providernotice"
        )
    }
    booked = {
        (str(one["transaction_id"]), int(str(one["amount"])))
        for (reference,) in database.execute("SELECT reference FROM payments_paymentorder")
        for one in _bookings(town, str(reference))
    }
    return Check(
        name="money at the bank = money recorded",
        looked_at=f"{len(booked)} bookings, {sum(amount for _t, amount in booked)} đồng",
        breaches=tuple(
            [f"not recorded: {one}" for one in sorted(booked - kept)]
            + [f"never came: {one}" for one in sorted(kept - booked)]
        ),
    )


def _bookings(town: Town, reference: str) -> list[dict[str, object]]:
    answer = httpx.get(
        f"{town.twin('vietqr')}/payments/{reference}",
        headers={"Authorization": "Bearer sandbox-secret"},
        timeout=_PATIENCE_SECONDS,
        trust_env=False,
    )
    found: list[dict[str, object]] = answer.json()["bookings"]
    return found


def _invariants(town: Town) -> Check:
    done = town.haidang("invariants", "--contents")
    return Check(
        name="haidang invariants",
        looked_at=f"{len(list(_rows(done.stdout)))} invariants",
        breaches=tuple(
            line for line in done.stdout.splitlines() if line.startswith("BREACH")
        ) or (() if done.returncode == 0 else (done.stderr[-1_500:],)),
    )  # fmt: skip


def _rows(table: str) -> Iterator[str]:
    return (line for line in table.splitlines() if line.startswith("│"))


def _chain(town: Town) -> Check:
    done = town.haidang("audit", "verify")
    lines = done.stdout.strip().splitlines() or [done.stderr[-500:]]
    return Check(
        name="audit chain unbroken",
        looked_at=lines[0],
        breaches=tuple(lines[1:] or ["the check failed"]) if done.returncode else (),
    )
