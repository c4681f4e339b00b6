"""The import contracts of pyproject.toml: all nine load and hold."""

import sys
import tomllib
from typing import Final

from importlinter.cli import lint_imports

from lint.findings import ROOT

CONTRACTS: Final = 9


def main() -> int:
    """Run import-linter; fewer contracts than nine fail as well."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = settings["tool"]["importlinter"]["contracts"]
    if len(found) < CONTRACTS:
        sys.stdout.write(f"pyproject.toml:1: L060 {len(found)} contracts, not {CONTRACTS}\n")
        return 1
    return int(lint_imports())


if __name__ == "__main__":
    sys.exit(main())
