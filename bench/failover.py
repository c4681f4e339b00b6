"""Fail over under load: cases lost, cases doubled, seconds without service.

``python -m bench failover [--rounds N] [--clients N] [--json]``. A primary and two replicas,
a web process, and clients that hand cases in over HTTP without a pause; each repeats a
request under its idempotency key until it is answered. In each round the primary is killed
as by a power cut, the newest replica becomes the primary, and the former one rejoins. Then
everything that a client was told is looked for.
"""

import argparse
import json
import secrets
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import count, pairwise
from typing import Final

import httpx

from bench.group import GroupCity, group_city
from haidang.config import cluster
from haidang.config.cluster import standing

PATIENCE_SECONDS: Final = 90.0
_CALM_CASES: Final = 12
_SUBMITTED: Final = (
    "SELECT c.number, (SELECT count(*) FROM audit_auditentry a "
    "WHERE a.subject = c.number AND a.code = 'case.submitted') "
    "FROM cases_case c WHERE c.submitted_at IS NOT NULL"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one failover did to those who worked meanwhile."""

    former: str
    primary: str
    told: int
    lost: int
    doubled: int
    repeated: int
    takeover_seconds: float
    silence_seconds: float
    calm_gap_seconds: float


@dataclass(slots=True)
class Clients:
    """People who hand cases in at the same time, and what they were told."""

    city: GroupCity
    told: list[tuple[float, str]] = field(default_factory=list)
    repeated: int = 0
    ended: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    run: str = field(default_factory=lambda: secrets.token_hex(4))

    def begin(self, number: int) -> None:
        """Let so many clients work until they are asked to stop."""
        for place in range(number):
            thread = threading.Thread(target=self._work, args=(place,), daemon=True)
            self.threads.append(thread)
            thread.start()

    def wait_for_cases(self, number: int) -> None:
        """Wait until so many more cases were acknowledged."""
        goal = len(self.told) + number
        cluster.wait_for(
            lambda: len(self.told) >= goal or bool(self.faults),
            what="cases are handed in",
            seconds=PATIENCE_SECONDS,
        )
        if self.faults:
            raise SystemExit("\n".join(self.faults))

    def end(self) -> None:
        """Let each client finish what it has begun."""
        self.ended.set()
        for thread in self.threads:
            thread.join(timeout=PATIENCE_SECONDS)
        if self.faults:
            raise SystemExit("\n".join(self.faults))

    def _work(self, place: int) -> None:
        token = self.city.tokens[("lan", "binh")[place % 2]]
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=self.city.url, headers=headers, timeout=15) as client:
            for case in count():
                if self.ended.is_set():
                    return
                try:
                    self._hand_in(client, key=f"{self.run}-{place}-{case}")
                except (ValueError, KeyError) as fault:
                    self.faults.append(f"client {place}: {fault}")
                    return

    def _hand_in(self, client: httpx.Client, *, key: str) -> None:
        wanted = {"procedure": "1.001193", "unit": "11560"}
        draft = self._send(client, "POST", "", wanted, key=f"start-{key}")["id"]
        self._send(client, "PUT", f"/{draft}/answers", {"answers": self.city.answers})
        submitted = self._send(client, "POST", f"/{draft}/submit", {}, key=f"submit-{key}")
        self.told.append((time.monotonic(), submitted["number"]))

    def _send(
        self, client: httpx.Client, method: str, path: str, body: object, *, key: str = ""
    ) -> dict[str, str]:
        """Send a request again under its key until somebody answers it."""
        headers = {"Idempotency-Key": key} if key else {}
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                answer = client.request(method, f"/api/cases{path}", json=body, headers=headers)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code < 400:
                told: dict[str, str] = answer.json()
                return told
            if answer is not None and answer.status_code < 500:
                raise ValueError(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
            self.repeated += 1
            time.sleep(0.1)
        raise ValueError(f"{method} {path}: nobody answered for {PATIENCE_SECONDS:.0f} s")


def fail_over_once(city: GroupCity, *, clients: int, calm_cases: int = _CALM_CASES) -> Round:
    """Kill the primary under load; return what became of the cases of this round."""
    before = {number for number, _times in _submitted(city)}
    primary = _primary(city)
    load = Clients(city)
    load.begin(clients)
    load.wait_for_cases(calm_cases)
    killed_at = time.monotonic()
    cluster.kill(primary)
    done = cluster.fail_over(city.group, before=primary)
    load.wait_for_cases(calm_cases)
    load.end()
    cluster.rejoin(city.group, primary)
    found = [(number, times) for number, times in _submitted(city) if number not in before]
    told = [number for _at, number in load.told]
    calm, silence = _gaps([at for at, _number in load.told], killed_at)
    return Round(
        former=primary.name,
        primary=done.after.name,
        told=len(told),
        lost=len(set(told) - {number for number, _times in found}),
        doubled=len(found) - len(set(told)) + sum(times != 1 for _number, times in found)
        + len(told) - len(set(told)),
        repeated=load.repeated,
        takeover_seconds=done.seconds,
        silence_seconds=silence,
        calm_gap_seconds=calm,
    )  # fmt: skip


def main() -> int:
    """Print what each round did; fail if a case was lost or doubled."""
    parser = argparse.ArgumentParser(prog="bench failover", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--cases", type=int, default=60, help="before and after each failover")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with group_city() as city:
        rounds = [
            fail_over_once(city, clients=asked.clients, calm_cases=asked.cases)
            for _round in range(asked.rounds)
        ]
    sys.stdout.write(_as_json(rounds) if asked.json else _as_table(rounds))
    return 1 if any(one.lost or one.doubled for one in rounds) else 0


def _primary(city: GroupCity) -> cluster.Node:
    found = cluster.find_primary(cluster.ask_all(city.group))
    if found is None:
        raise SystemExit("No server takes writes.")
    return found.node


def _submitted(city: GroupCity) -> list[tuple[str, int]]:
    """Return each case that was handed in, and how often that was written down."""
    with standing.connect(city.group, _primary(city), database="haidang") as connection:
        rows = connection.execute(_SUBMITTED).fetchall()
    return [(str(number), int(str(times))) for number, times in rows]


def _gaps(instants: Sequence[float], killed_at: float) -> tuple[float, float]:
    """Return the longest time between two answers before the fall, and across it."""
    between = [(later, later - earlier) for earlier, later in pairwise(sorted(instants))]
    calm = max((gap for at, gap in between if at <= killed_at), default=0.0)
    return calm, max((gap for at, gap in between if at > killed_at), default=0.0)


def _as_json(rounds: Sequence[Round]) -> str:
    return json.dumps([asdict(one) for one in rounds], indent=2) + "\n"


def _as_table(rounds: Sequence[Round]) -> str:
    lines = [
        "| killed | now | told | lost | doubled | repeated requests | takeover s "
        "| longest silence s | longest gap before s |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines.extend(
        f"| {one.former} | {one.primary} | {one.told} | {one.lost} | {one.doubled} "
        f"| {one.repeated} | {one.takeover_seconds:.1f} | {one.silence_seconds:.1f} "
        f"| {one.calm_gap_seconds:.1f} |"
        for one in rounds
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
