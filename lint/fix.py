"""Put right what a machine can: imports and small lint, format, generated pages."""

import sys
from typing import Final

from lint.check import Step, check

STEPS: Final = (
    Step("lint --fix", ("ruff", "check", "--fix", "--exit-zero", "--quiet", ".")),
    Step("format", ("ruff", "format", ".")),
    Step("generated pages", ("lint.docs", "--write")),
)


def main() -> int:
    """Run each in turn; what remains is for a person."""
    return max(check([step]) for step in STEPS)


if __name__ == "__main__":
    sys.exit(main())
