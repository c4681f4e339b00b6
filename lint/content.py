"""The packages of content/: every fault with file, line and hint."""

import sys

from haidang.config import content
from lint.findings import ROOT


def main() -> int:
    """Check the whole folder."""
    return content.check(ROOT / "content", write=_write)


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
