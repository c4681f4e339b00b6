"""The crowd, as locust runs it: who comes, what they do, in which stages.

Run by ``bench.load``, which tells by a file where the city is and who can sign in.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random  # noqa: TID251 - seeded, so that a run can be repeated
from typing import Final

from locust import FastHttpUser, LoadTestShape, constant_pacing, events, task

from bench.load import visits
from bench.load.measure import Recorder
from bench.load.peak import VISITS
from bench.load.plan import Plan, read_plan
from bench.load.window import Astray, Window

PLAN: Final[Plan] = read_plan(Path(os.environ["LOAD_PLAN"]))  # noqa: TID251 - from our own parent
RECORDER: Final = Recorder(data=PLAN.data)
_MOVED: Final = frozenset({301, 302, 303})
_NUMBERS: Final = count()
_PERIODS: Final = {visit.name: visit.period for visit in VISITS}
_WEIGHTS: Final = {visit.name: visit.weight for visit in VISITS}


def _note(
    name: str, response_time: float, exception: Exception | None, response: object, **_more: object
) -> None:
    fault = ""
    if getattr(response, "status_code", 0) in _MOVED and _more.get("request_type") == "GET":
        name = f"{name}, led on"
    if exception is not None:
        status = getattr(response, "status_code", 0)
        fault = str(status) if status else type(exception).__name__
    RECORDER.note_answer(name, response_time, fault=fault)


events.request.add_listener(_note)  # type: ignore[no-untyped-call]  # locust's own


class Comer(FastHttpUser):
    """Somebody who comes again and again, each time as somebody new."""

    abstract = True
    host = PLAN.url
    visit: Callable[["visits.Scene"], None]
    connection_timeout = 20.0
    network_timeout = 30.0

    def on_start(self) -> None:
        """Come at some moment of the first period, not all at once."""
        self.number = next(_NUMBERS)
        self.chance = Random(PLAN.seed * 100_003 + self.number)  # noqa: S311 - seeded, no secret
        time.sleep(self.chance.random() * _PERIODS[type(self).__name__] / 2)

    def wait_time(self) -> float:
        """Begin the visits at a steady pace, whatever the answers take."""
        return float(constant_pacing(_PERIODS[type(self).__name__])(self))

    @task
    def come(self) -> None:
        """Make one visit."""
        self.client.cookiejar.clear()
        window = Window(client=self.client, rest=time.sleep)
        scene = visits.Scene(
            window=window, chance=self.chance, number=self.number, plan=PLAN, think=self._think
        )
        began, fault = time.perf_counter(), ""
        try:
            type(self).visit(scene)
        except Astray as astray:
            fault = str(astray).split(" (")[0][:60] or "astray"
        name = type(self).__name__
        waited = sum(window.waited)
        if waited:
            RECORDER.note_wait(waited * 1_000)
        spent = time.perf_counter() - began - scene.thought - waited
        RECORDER.note_visit(name, spent * 1_000, fault=_kind_of(fault))

    def _think(self) -> float:
        pause = PLAN.think * self.chance.uniform(0.5, 1.5)
        time.sleep(pause)
        return pause


class Applicant(Comer):
    """Somebody who hands a case in."""

    weight = _WEIGHTS["Applicant"]
    visit = staticmethod(visits.apply)


class Looker(Comer):
    """Somebody who only looks."""

    weight = _WEIGHTS["Looker"]
    visit = staticmethod(visits.look)


class Tracker(Comer):
    """Somebody who asks where a case is."""

    weight = _WEIGHTS["Tracker"]
    visit = staticmethod(visits.track)


class Officer(Comer):
    """An officer at the desk."""

    weight = _WEIGHTS["Officer"]
    visit = staticmethod(visits.work)


class Bank(Comer):
    """A bank that tells of money."""

    weight = _WEIGHTS["Bank"]
    visit = staticmethod(visits.tell_of_money)


class Program(Comer):
    """A program of somebody else."""

    weight = _WEIGHTS["Program"]
    visit = staticmethod(visits.call)


class Stages(LoadTestShape):
    """One multiple of the peak hour after the other, each with a settling time."""

    use_common_options = False

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # locust's own
        self.steps: Iterator[float] = iter(PLAN.multiples)
        self.done: list[dict[str, object]] = []
        self.multiple = 0.0
        self.began_at = 0.0

    def tick(self) -> tuple[int, float] | None:
        """Say how many should be here now; None ends the run."""
        now = time.monotonic()
        into = now - self.began_at
        if self.multiple and into >= PLAN.settle and not RECORDER.is_counting:
            RECORDER.begin(at=now)
        if not self.multiple or into >= PLAN.settle + PLAN.seconds:
            if self.multiple:
                self._keep(now)
            step = next(self.steps, None)
            if step is None:
                return None
            self.multiple, self.began_at = step, now
        whole = PLAN.comers(self.multiple)
        return whole, max(whole / max(PLAN.settle * 0.7, 1), 1)

    def _keep(self, now: float) -> None:
        stage = RECORDER.end(at=now, multiple=self.multiple, comers=PLAN.comers(self.multiple))
        self.done.append(stage.as_json())
        PLAN.results.write_text(json.dumps(self.done, ensure_ascii=False), encoding="utf-8")


def _kind_of(fault: str) -> str:
    """Return a fault without what is different each time."""
    words = fault.split()
    return " ".join(word if "/" not in word else "/" + word.split("/")[1] for word in words)
