"""Compile the catalogues of messages whenever a text is newer than its compiled form."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[3] / "locale"


def main() -> None:
    """Write every ``.mo`` that is missing or older than its ``.po``."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))


if __name__ == "__main__":
    main()
