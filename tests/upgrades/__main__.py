"""``./run rehearse``: old code serves while the new migrations run, then the new code goes on."""

import argparse
import sys
from pathlib import Path

from tests.upgrades.rehearsal import Plan, rehearse
from tests.upgrades.report import write_report


def main() -> int:
    """Rehearse an upgrade; return 1 if a request failed or a case was lost."""
    asked = _arguments()
    plan = Plan(
        ref=asked.ref, cases=asked.cases, applicants=asked.applicants, each=asked.each,
        also=asked.also, longest_wait=asked.longest_wait,
    )  # fmt: skip
    outcome = rehearse(plan, say=_say)
    report = write_report(outcome)
    if asked.report:
        asked.report.write_text(report + "\n", encoding="utf-8")
    _say(report)
    return 1 if outcome.breaches else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run rehearse", description=__doc__)
    parser.add_argument("--from", dest="ref", required=True, help="the revision that serves now")
    parser.add_argument("--cases", type=int, default=0, help="so many copied cases in the tables")
    parser.add_argument("--applicants", type=int, default=3, help="so many hand in at a time")
    parser.add_argument("--each", type=int, default=6, help="cases handed in in each phase")
    parser.add_argument(
        "--also", action="append", default=[], metavar="SQL",
        help="a statement to run after the migrations: what would it do to the city?",
    )  # fmt: skip
    parser.add_argument(
        "--longest-wait", type=float, default=1.0,
        help="fail when the city waits longer for a lock behind a migration, in seconds",
    )  # fmt: skip
    parser.add_argument("--report", type=Path, help="write the report here, as Markdown")
    return parser.parse_args()


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
