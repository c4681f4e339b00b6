"""``./run load``: raise a whole city, let the crowd of its peak hour come, write what was seen."""

import argparse
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

from bench.load.measure import stage_from
from bench.load.people import cases_to_track, sign_officers_in, tokens_of_people
from bench.load.plan import Plan
from bench.load.report import write_report
from haidang.config import messages_compiled
from haidang.config.demo.run import Layout, running_city
from haidang.config.demo.samples import EXTRACT_ANSWERS
from haidang.config.demo.visitors import Company
from haidang.config.env import PROJECT
from haidang.kernel.clock import local, now

USUAL: Final = "1,10,34"
RAMP: Final = "1,2,4,6,8,10,14,20"
_BANK_SECRET: Final = "sandbox-secret"  # noqa: S105 - the twin's, printed in its pages


def main() -> int:
    """Run the stages; return 0 when all of them were measured."""
    asked = _arguments()
    multiples = [float(step) for step in (RAMP if asked.ramp else asked.step).split(",")]
    if asked.users:
        multiples = multiples[:1]
    seconds = asked.minutes * 60 / len(multiples) if asked.minutes else asked.seconds
    settle = min(asked.settle, seconds / 2)
    os.environ["HAIDANG_ROOM_SEATS"] = str(asked.seats)  # noqa: TID251 - for the city's processes
    messages_compiled.main()
    with running_city() as layout:
        plan = _plan(layout, asked, multiples=multiples, seconds=seconds - settle, settle=settle)
        status = _let_the_crowd_come(plan)
        faults = _words_of_the_web(layout)
        stages = [stage_from(row) for row in json.loads(plan.results.read_text(encoding="utf-8"))]
    write_report(asked.report, stages, plan=plan, seats=asked.seats, logged=faults)
    return status if len(stages) < len(multiples) else 0


def _plan(
    layout: Layout, asked: argparse.Namespace, *, multiples: list[float], seconds: float,
    settle: float,
) -> Plan:  # fmt: skip
    company = Company(
        layout.url, {name: f"http://localhost:{port}" for name, port in layout.twins.items()}
    )
    desks = sign_officers_in(layout)
    plan = Plan(
        url=layout.url,
        data=layout.data,
        results=layout.data / "load.json",
        today=local(now() + timedelta(seconds=layout.clock_shift_seconds)).date(),
        multiples=tuple(multiples),
        seconds=seconds,
        settle=settle,
        think=asked.think,
        seed=asked.seed,
        bank_secret=_BANK_SECRET,
        desks=desks,
        tokens=tokens_of_people(company),
        numbers=cases_to_track(company, EXTRACT_ANSWERS),
        users=asked.users,
    )
    company.close()
    return plan


def _let_the_crowd_come(plan: Plan) -> int:
    path = plan.data / "plan.json"
    plan.write(path)
    command = [
        sys.executable, "-m", "locust", "--locustfile", str(PROJECT / "bench/load/crowd.py"),
        "--headless", "--only-summary", "--reset-stats", "--host", plan.url,
    ]  # fmt: skip
    environment = {**os.environ, "LOAD_PLAN": str(path)}  # noqa: TID251 - the child inherits it
    done = subprocess.run(command, env=environment, cwd=PROJECT, check=False)  # noqa: S603 - locust
    return done.returncode


def _words_of_the_web(layout: Layout) -> dict[str, int]:
    """Return how often the log of web and worker tells of an error, by its last line."""
    found: dict[str, int] = {}
    for name in ("web", "worker"):
        text = (layout.data / "logs" / f"{name}.log").read_text(encoding="utf-8", errors="replace")
        for line in text.splitlines():
            if line and not line[0].isspace() and ("Error" in line or "Exception" in line):
                words = f"{name}: {line.split(' ', 3)[-1][:140]}"
                found[words] = found.get(words, 0) + 1
    return dict(sorted(found.items(), key=lambda item: -item[1])[:10])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run load", description=__doc__)
    parser.add_argument("--step", default=USUAL, help="multiples of the peak hour, by commas")
    parser.add_argument("--ramp", action="store_true", help=f"seek the knee: {RAMP}")
    parser.add_argument(
        "--users", type=int, default=0, help="so many comers instead of a multiple"
    )
    parser.add_argument("--minutes", type=float, default=0, help="length of the whole run")
    parser.add_argument("--seconds", type=float, default=60, help="length of a stage")
    parser.add_argument("--settle", type=float, default=20, help="uncounted beginning of a stage")
    parser.add_argument("--think", type=float, default=2, help="mean pause on a page, seconds")
    parser.add_argument("--seats", type=int, default=0, help="seats of the waiting room; 0: none")
    parser.add_argument("--seed", type=int, default=20260907)
    parser.add_argument("--report", type=Path, default=None, help="write the report here as well")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
