"""The load: Lan hands in cases of three kinds, officers do their tasks, she pays what is asked."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random  # noqa: TID251 - seeded, so that a failure can be repeated
from typing import Final

import httpx
import psycopg

from haidang.config.demo.samples import (
    EXTRACT_ANSWERS,
    WARD,
    birth_answers,
    business_answers,
)
from haidang.config.demo.visitors import JSON, View
from haidang.kernel import clock
from tests.chaos.clients import OFFICERS, Client, GaveUp, Ledger, tokens
from tests.chaos.town import Town

EXTRACT: Final = "2.000635"
BIRTH: Final = "1.001193"
BUSINESS: Final = "1.001612"
KINDS: Final = (EXTRACT, EXTRACT, EXTRACT, BIRTH, BUSINESS)
LIKED: Final = ("accept", "approve", "agree", "handed_over")
CLOSED: Final = frozenset({"3", "7", "8", "10"})
_THINK_SECONDS: Final = 1.0


@dataclass(slots=True, kw_only=True)
class Crowd:
    """Everybody who uses the city while it breaks."""

    town: Town
    seed: int
    ledger: Ledger = field(default_factory=Ledger)
    stopped: threading.Event = field(default_factory=threading.Event)
    handed_in: threading.Event = field(default_factory=threading.Event)
    """Set when nobody hands in any more; officers and payers go on."""
    closed: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=count)
    threads: list[threading.Thread] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(16))

    def begin(self) -> None:
        """Sign in and begin."""
        twins = {name: self.town.twin(name) for name in self.town.layout.twins}
        self.keys = tokens(self.town.url, twins)
        for work in (self._hand_in_for_ever, self._do_tasks_for_ever, self._pay_for_ever):
            thread = threading.Thread(target=work, name=work.__name__, daemon=True)
            self.threads.append(thread)
            thread.start()

    def probe(self) -> "Future[float]":
        """Hand in one extract now; the time until it came back signed is told."""
        return self.pool.submit(self._probe)

    def stop_handing_in(self) -> None:
        """Let those who hand in finish what they began."""
        self.handed_in.set()
        self.threads[0].join(timeout=180)
        self.pool.shutdown(wait=True)

    def end(self) -> None:
        """Let everybody go."""
        self.stopped.set()
        for thread in self.threads:
            thread.join(timeout=30)
        self.pool.shutdown(wait=True)
        for client in self.clients:
            client.close()

    def unfinished(self) -> list[str]:
        """Return the cases that were told and did not come to their end."""
        with self.town.look() as database:
            self._note_closed(database)
        return sorted(set(self.ledger.told) - self.closed)

    def client(self, name: str) -> Client:
        """Return somebody's way to the platform."""
        client = Client(self.town.url, self.keys[name], self.ledger, self.stopped)
        self.clients.append(client)
        return client

    def hand_in(self, client: Client, procedure: str) -> str:
        """Hand a case in, however often it has to be said; return its number."""
        turn = next(self.numbers)
        _status, draft = client.post(
            "/api/cases", {"procedure": procedure, "unit": WARD}, key=f"start-{turn}"
        )
        case_id = draft.text("id")
        client.put(f"/api/cases/{case_id}/answers", {"answers": _answers(procedure, turn)})
        with self.ledger.lock:
            self.ledger.begun.add(case_id)
        status, told = client.post(f"/api/cases/{case_id}/submit", key=f"submit-{case_id}")
        if status != 200:
            self.ledger.refuse(f"submit: {status} {str(told.content)[:300]}")
            return ""
        number = told.text("number")
        with self.ledger.lock:
            self.ledger.told[number] = procedure
        return number

    def _probe(self) -> float:
        began = time.monotonic()
        number = self.hand_in(self.client("lan"), EXTRACT)
        while not self.stopped.is_set():
            try:
                with self.town.look() as database:
                    query = "SELECT status FROM cases_case WHERE number = %s"
                    while database.execute(query, [number]).fetchone() != ("10",):
                        if self.stopped.wait(0.1):
                            break
                    return time.monotonic() - began
            except psycopg.Error:
                time.sleep(0.2)  # the database is down: that is one of the faults
        raise GaveUp(number)

    def _hand_in_for_ever(self) -> None:
        client, chance = self.client("lan"), Random(self.seed)  # noqa: S311 - a simulation
        while not self.handed_in.wait(chance.uniform(0.2, 2 * _THINK_SECONDS)):
            self._patiently(lambda: self.hand_in(client, chance.choice(KINDS)))

    def _do_tasks_for_ever(self) -> None:
        clients = {name: self.client(name) for name in OFFICERS}
        while not self.stopped.wait(0.3):
            for client in clients.values():
                self._patiently(lambda client=client: self._do_tasks(client))  # type: ignore[misc]

    def _do_tasks(self, officer: Client) -> None:
        for task in officer.get("/api/tasks", limit=25).rows("tasks"):
            number, step, task_id = task.text("subject"), task.text("key"), task.text("id")
            if step == "forward":
                officer.post(f"/api/cases/{number}/forward", key=f"forward-{task_id}")
                continue
            body: JSON = {"action": _liked(task)}
            status, told = officer.post(
                f"/api/tasks/{task_id}/complete", body, key=f"complete-{task_id}"
            )
            if status not in {200, 404, 409}:
                self.ledger.refuse(f"{step}: {status} {str(told.content)[:300]}")

    def _pay_for_ever(self) -> None:
        client = self.client("lan")
        while not self.stopped.wait(0.5):
            try:
                with self.town.look() as database:
                    self._note_closed(database)
            except psycopg.Error:
                continue
            for number in self.ledger.open_of(BUSINESS, closed=self.closed):
                self._patiently(lambda number=number: self._pay(client, number))  # type: ignore[misc]

    def _pay(self, client: Client, number: str) -> None:
        """Pay what is asked for; look at the account before paying again."""
        for order in client.get(f"/api/cases/{number}/payments").rows():
            if order.text("status") != "pending":
                continue
            asked, reference = int(order.text("amount")), order.text("reference")
            bank = Client(self.town.twin("vietqr"), "sandbox-secret", self.ledger, self.stopped)
            with closing(bank):
                booked = bank.get(f"/payments/{reference}").rows("bookings")
            if all(int(one.text("amount")) != asked for one in booked):
                self._transfer(order.text("qr_payload"))

    def _transfer(self, payload: str) -> None:
        """Pay at the bank; whether it was heard, the account tells."""
        try:
            httpx.post(
                f"{self.town.twin('vietqr')}/pay", json={"payload": payload},
                timeout=5, trust_env=False,
            )  # fmt: skip
            self.ledger.count("transfers")
        except httpx.HTTPError:
            self.ledger.count("transfers without answer")

    def _note_closed(self, database: psycopg.Connection[tuple[object, ...]]) -> None:
        rows = database.execute(
            "SELECT number FROM cases_case WHERE status = ANY(%s)", [sorted(CLOSED)]
        ).fetchall()
        self.closed = {str(number) for (number,) in rows}

    def _patiently(self, act: Callable[[], object]) -> None:
        try:
            act()
        except GaveUp as error:
            if not self.stopped.is_set():
                self.ledger.refuse(f"gave up: {error}")
        except Exception as error:  # noqa: BLE001 - an actor that falls silent would hide faults
            self.ledger.refuse(f"{type(error).__name__}: {error}")


def _liked(task: View) -> str:
    actions = _texts(task.at("actions"))
    return next((action for action in LIKED if action in actions), actions[0])


def _texts(value: JSON) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _answers(procedure: str, turn: int) -> JSON:
    if procedure == EXTRACT:
        return dict(EXTRACT_ANSWERS)
    if procedure == BUSINESS:
        return dict(business_answers(f"Hải Đăng {turn}"))
    return dict(birth_answers(clock.today() - timedelta(days=1)))
