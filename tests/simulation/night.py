"""``./run night``: simulated lives by the thousand; a failure tells its seed and its trace."""

import argparse
import importlib
import os
import sys

import django


def main() -> int:
    """Wake Django, then live the lives; return 1 if a law was broken."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haidang.config.settings_test")  # noqa: TID251 - before Django wakes
    asked = _arguments()
    django.setup()
    shift = importlib.import_module("tests.simulation.night_shift")
    seeds = range(asked.first, asked.first + asked.seeds)
    broken: int = shift.live(seeds, steps=asked.steps, shows_traces=asked.trace)
    return 1 if broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run night", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10_000, help="how many lives")
    parser.add_argument("--from", type=int, default=1, dest="first", help="the first seed")
    parser.add_argument("--steps", type=int, default=14, help="steps of a life before it heals")
    parser.add_argument("--trace", action="store_true", help="print every trace and its hash")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
