"""Read the official text that names the units from which a new one was made."""

import re
from collections.abc import Mapping
from typing import Final

from haidang.engines.succession.model import FormerUnit, Kind
from haidang.kernel.errors import HaidangError

_KINDS: Final[Mapping[str, Kind]] = {
    "phường": "ward",
    "xã": "commune",
    "thị trấn": "township",
    "đặc khu": "special_zone",
    "huyện đảo": "special_zone",
    "huyện": "special_zone",
}
_PART: Final = re.compile(
    r"(?:(?:một phần|phần còn lại)\s+(?:của\s+)?)?"
    r"(?P<kind>phường|xã|thị trấn|đặc khu|huyện đảo|huyện)\s+"
    r"(?P<name>[^(),]+?)\s*(?:\((?P<district>[^()]+)\))?",
    re.IGNORECASE,
)


class PredecessorsUnreadable(HaidangError):
    """A part of the text does not name a unit."""

    code = "succession.unreadable"


def parse_predecessors(text: str) -> tuple[FormerUnit, ...]:
    """Return the units that a text names, in its order; raises PredecessorsUnreadable.

    The text is a list with commas: "Phường An Lư, Xã Bạch Đằng (thành phố Thủy Nguyên)".
    A unit that is named twice, as a part and as its rest, counts once.
    """
    found: dict[FormerUnit, None] = {}
    for part in _split(text):
        match = _PART.fullmatch(part)
        if match is None:
            raise PredecessorsUnreadable(f"This names no unit: {part!r}.")
        unit = FormerUnit(
            kind=_KINDS[match["kind"].lower()],
            name=" ".join(match["name"].split()),
            district=" ".join((match["district"] or "").split()),
        )
        found[unit] = None
    return tuple(found)


def find_split(texts: Mapping[str, str]) -> Mapping[FormerUnit, tuple[str, ...]]:
    """Return, for each former unit of all texts by successor, who received it or a part of it.

    A unit of the same kind, name and district in several texts is one unit that was split:
    where two units shared a name, the law's text gives their districts.
    """
    found: dict[FormerUnit, list[str]] = {}
    for successor, text in texts.items():
        for unit in parse_predecessors(text):
            found.setdefault(unit, []).append(successor)
    return {unit: tuple(successors) for unit, successors in found.items()}


def _split(text: str) -> list[str]:
    parts = re.split(r",|;|\s+và\s+(?=(?:một phần|phần còn lại|phường|xã|thị trấn)\s)", text,
                     flags=re.IGNORECASE)  # fmt: skip
    return [part.strip().rstrip(".") for part in parts if part.strip().rstrip(".")]
