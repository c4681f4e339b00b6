"""People who hand in extracts and births, and officers who decide; nobody asks twice.

A client that repeats a failed request would hide what the rehearsal looks for: here every
request must be answered well at the first time.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Final

import httpx

from haidang.config.demo.samples import EXTRACT_ANSWERS, WARD, birth_answers
from haidang.config.demo.visitors import JSON, Company, View
from haidang.kernel import clock

EXTRACT: Final = "2.000635"
BIRTH: Final = "1.001193"
KINDS: Final = (EXTRACT, BIRTH)
OFFICERS: Final = ("hoa", "thang", "khanh", "mai")
_LIKED: Final = ("accept", "approve", "agree", "handed_over")
_TIMEOUT_SECONDS: Final = 60.0
_SOMEBODY_WAS_FIRST: Final = frozenset({404, 409})
_PAUSE_SECONDS: Final = 0.3


class NotAnswered(Exception):
    """A request failed; it is noted, and the case is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How one request ended; a failure says what was seen."""

    at: float
    seconds: float
    failure: str = ""


@dataclass(slots=True, kw_only=True)
class People:
    """Everybody, what they were answered, and the numbers they were told."""

    url: str
    keys: dict[str, str]
    answers: list[Answer] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    handed_in: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)
    applicants: list[threading.Thread] = field(default_factory=list)
    officers: list[threading.Thread] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    @classmethod
    def sign_in(cls, url: str, twins: dict[str, str]) -> "People":
        """Sign everybody in."""
        company = Company(url, twins)
        try:
            found = {"lan": company.person("lan")}
            found |= {name: company.officer(name) for name in OFFICERS}
            words = {name: one.client.headers["Authorization"] for name, one in found.items()}
        finally:
            company.close()
        return cls(url=url, keys=words)

    def begin(self, applicants: int) -> None:
        """Let so many people hand in without end, and the officers work."""
        for _number in range(applicants):
            self.applicants.append(self._go_on(self._hand_in_for_ever))
        self.officers.append(self._go_on(self._decide_for_ever))

    def stop_handing_in(self) -> None:
        """Let the applicants finish what they have begun; the officers go on."""
        self.handed_in.set()
        for thread in self.applicants:
            thread.join(timeout=2 * _TIMEOUT_SECONDS)

    def end(self) -> None:
        """Let everybody go."""
        self.handed_in.set()
        self.stopped.set()
        for thread in (*self.applicants, *self.officers):
            thread.join(timeout=2 * _TIMEOUT_SECONDS)

    def hand_in(self, procedure: str) -> str:
        """Hand one case in; return its number."""
        turn = next(self.numbers)
        with self._client("lan") as lan:
            wanted: JSON = {"procedure": procedure, "unit": WARD}
            draft = self._ask(lan, "POST", "/api/cases", wanted, key=f"start-{turn}")
            case = draft.text("id")
            self._ask(lan, "PUT", f"/api/cases/{case}/answers", {"answers": _answers(procedure)})
            told = self._ask(lan, "POST", f"/api/cases/{case}/submit", {}, key=f"submit-{case}")
        number = told.text("number")
        self.told[number] = procedure
        return number

    def _hand_in_for_ever(self) -> None:
        for turn in count():
            if self.handed_in.wait(_PAUSE_SECONDS):
                return
            self._noting_faults(lambda turn=turn: self.hand_in(KINDS[turn % 2]))  # type: ignore[misc]

    def _decide_for_ever(self) -> None:
        while not self.stopped.wait(_PAUSE_SECONDS):
            for name in OFFICERS:
                self._noting_faults(lambda name=name: self._decide(name))  # type: ignore[misc]

    def _decide(self, name: str) -> None:
        with self._client(name) as officer:
            for task in self._ask(officer, "GET", "/api/tasks?limit=25").rows("tasks"):
                number, key = task.text("subject"), task.text("id")
                if task.text("key") == "forward":
                    path = f"/api/cases/{number}/forward"
                    self._ask(officer, "POST", path, {}, key=f"forward-{key}", may_be_late=True)
                    continue
                body: JSON = {"action": _liked(task)}
                path = f"/api/tasks/{key}/complete"
                self._ask(officer, "POST", path, body, key=f"complete-{key}", may_be_late=True)

    def _ask(
        self, client: httpx.Client, method: str, path: str, body: JSON = None, *,
        key: str = "", may_be_late: bool = False,
    ) -> View:  # fmt: skip
        began = time.monotonic()
        headers = {"Idempotency-Key": key} if key else {}
        try:
            answer = client.request(method, path, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise self._failed(began, f"{method} {path}: {error!r}") from error
        late = may_be_late and answer.status_code in _SOMEBODY_WAS_FIRST
        if not (answer.is_success or late):
            words = f"{method} {path}: {answer.status_code} {answer.text[:300]}"
            raise self._failed(began, words)
        self.answers.append(Answer(at=began, seconds=time.monotonic() - began))
        return View(answer.json() if answer.content else None)

    def _failed(self, began: float, words: str) -> NotAnswered:
        seconds = time.monotonic() - began
        self.answers.append(Answer(at=began, seconds=seconds, failure=words))
        return NotAnswered(words)

    def _noting_faults(self, act: Callable[[], object]) -> None:
        try:
            act()
        except NotAnswered:
            return  # it is noted already
        except Exception as error:  # noqa: BLE001 - somebody who falls silent would hide faults
            self.faults.append(f"{type(error).__name__}: {error}")

    def _client(self, name: str) -> httpx.Client:
        headers = {"Authorization": self.keys[name]}
        return httpx.Client(
            base_url=self.url, headers=headers, timeout=_TIMEOUT_SECONDS, trust_env=False
        )

    def _go_on(self, work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        return thread


def _liked(task: View) -> str:
    actions = task.at("actions")
    known = [str(one) for one in actions] if isinstance(actions, list) else []
    return next((action for action in _LIKED if action in known), known[0])


def _answers(procedure: str) -> JSON:
    if procedure == EXTRACT:
        return dict(EXTRACT_ANSWERS)
    return dict(birth_answers(clock.today() - timedelta(days=1)))
