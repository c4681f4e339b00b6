"""Bundle the style sheets into the one file that a page waits for.

The parts in ``styles/`` are for people; ``static/ui/ui.css`` is for browsers. After a
change run ``python -m haidang.ui.bundle``; a test fails while the two disagree.
"""

import re
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
PARTS: Final = _HERE / "styles"
BUNDLE: Final = _HERE / "static" / "ui" / "ui.css"


def bundle_styles() -> str:
    """Join the parts in the order of their names, without comments and idle blanks."""
    joined = "\n".join(part.read_text(encoding="utf-8") for part in sorted(PARTS.glob("*.css")))
    bare = re.sub(r"/\*.*?\*/", "", joined, flags=re.DOTALL)
    tight = re.sub(r"\s+", " ", bare)
    tight = re.sub(r"\s*([{};,>])\s*", r"\1", tight)
    return re.sub(r";}", "}", tight).replace("}", "}\n").strip() + "\n"


if __name__ == "__main__":
    BUNDLE.write_text(bundle_styles(), encoding="utf-8")
