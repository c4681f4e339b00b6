"""``./run chaos``: a city under load, broken as a seed says, then held against its promises."""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.chaos.report import write_report
from tests.chaos.schedule import as_rows, plan
from tests.chaos.session import run


def main() -> int:
    """Break a city; return 1 if a promise was not kept."""
    asked = _arguments()
    faults = plan(asked.seed, faults=asked.faults)
    if asked.plan:
        _say(json.dumps(as_rows(faults), indent=1))
        return 0
    _say(f"seed {asked.seed}, {len(faults)} faults")
    outcome = run(asked.seed, faults, say=_say, keep_logs=_keeper(asked.logs))
    report = write_report(outcome)
    if asked.report:
        asked.report.write_text(report, encoding="utf-8")
    _say(report)
    if not outcome.is_good:
        _say("the schedule was:\n" + "\n".join(str(fault) for fault in faults))
        _say(f"replay: ./run chaos --faults {len(faults)} --seed {asked.seed}")
    return 0 if outcome.is_good else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run chaos", description=__doc__)
    parser.add_argument("--faults", type=int, default=200, help="how many faults")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000, help="replays")
    parser.add_argument("--report", type=Path, help="write the report here, as Markdown")
    parser.add_argument("--logs", type=Path, help="keep the processes' logs here after a failure")
    parser.add_argument("--plan", action="store_true", help="print the schedule only")
    return parser.parse_args()


def _keeper(folder: Path | None) -> Callable[[str], None]:
    def keep(logs: str) -> None:
        if folder is not None:
            shutil.copytree(logs, folder, dirs_exist_ok=True)

    return keep


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
