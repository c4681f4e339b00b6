"""``./run night``: simulated lives by the thousand; a failure tells its seed and its trace."""

import argparse
import importlib
import os
import subprocess
import sys
from itertools import pairwise

import django

from haidang.config.env import PROJECT


def main() -> int:
    """Live the lives, on several cores at once; return 1 if a law was broken."""
    asked = _arguments()
    shares = _shares(asked)
    if len(shares) == 1:
        return _live(asked)
    shifts = [_begin(first, seeds, asked) for first, seeds in shares]
    return max([shift.wait() != 0 for shift in shifts])


def _live(asked: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haidang.config.settings_test")  # noqa: TID251 - before Django wakes
    django.setup()
    shift = importlib.import_module("tests.simulation.night_shift")
    seeds = range(asked.first, asked.first + asked.seeds)
    broken: int = shift.live(seeds, steps=asked.steps, shows_traces=asked.trace)
    return 1 if broken else 0


def _shares(asked: argparse.Namespace) -> list[tuple[int, int]]:
    """Return the first seed and the number of seeds for each process."""
    count = max(1, min(asked.processes, asked.seeds))
    ends = [asked.first + asked.seeds * part // count for part in range(count + 1)]
    return [(begin, end - begin) for begin, end in pairwise(ends)]


def _begin(first: int, seeds: int, asked: argparse.Namespace) -> subprocess.Popen[bytes]:
    words = ["--seeds", str(seeds), "--from", str(first), "--steps", str(asked.steps)]
    command = [sys.executable, "-m", "tests.simulation.night", "--processes", "1", *words]
    return subprocess.Popen([*command, *(["--trace"] if asked.trace else [])], cwd=PROJECT)  # noqa: S603 - ourselves


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run night", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10_000, help="how many lives")
    parser.add_argument("--from", type=int, default=1, dest="first", help="the first seed")
    parser.add_argument("--steps", type=int, default=10, help="steps of a life before it heals")
    parser.add_argument("--trace", action="store_true", help="print every trace and its hash")
    parser.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, help="how many at once"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
