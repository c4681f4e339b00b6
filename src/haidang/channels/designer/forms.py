"""Read what a steward entered: a reading of the record, as far as it can be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from haidang.domain.catalog import public as catalog
from haidang.engines.national import ChannelReading, PaperReading, Reading
from haidang.kernel.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was entered: the reading, and the texts of its numbers as they were typed."""

    reading: Reading
    typed: Mapping[str, str]
    seen: str = ""


def given_of(view: catalog.StagedView) -> Given:
    """Return what stands in the fields at first: the confirmed reading, else the safe one."""
    reading = view.confirmed or view.reading
    typed = {}
    for at, one in enumerate(reading.channels):
        typed[f"c{at}-value"] = str(one.value) if one.value else ""
        typed[f"c{at}-amount"] = f"{one.amount:,}".replace(",", ".") if one.amount else ""
    return Given(reading=reading, typed=typed)


def read_given(post: Mapping[str, str], view: catalog.StagedView) -> Given:
    """Return what a steward entered for each channel and row of the record."""
    known = (view.confirmed or view.reading).channels
    channels = tuple(_channel(post, at, one) for at, one in enumerate(known))
    papers = tuple(
        PaperReading(
            row=at,
            kind=post.get(f"p{at}-kind", ""),
            required=post.get(f"p{at}-required") == "1",
        )
        for at in range(len(view.record.documents))
    )
    typed = {key: value for key, value in post.items() if re.match(r"c\d+-(value|amount)$", key)}
    return Given(
        reading=Reading(channels=channels, papers=papers),
        typed=typed,
        seen=post.get("seen", "")[:64],
    )


def field_of(problem: Problem) -> str:
    """Return the name of the field that a problem speaks of."""
    parts = problem.path.strip("/").split("/")
    if len(parts) < 3:
        return ""
    letter = "c" if parts[0] == "channels" else "p"
    return f"{letter}{parts[1]}-{parts[2]}"


def _channel(post: Mapping[str, str], at: int, known: ChannelReading) -> ChannelReading:
    return replace(
        known,
        value=_number(post.get(f"c{at}-value", "")),
        unit=post.get(f"c{at}-unit", ""),
        fee=post.get(f"c{at}-fee", ""),
        amount=_number(post.get(f"c{at}-amount", "")),
        basis=" ".join(post.get(f"c{at}-basis", "").split())[:120],
    )


def _number(text: str) -> int:
    """Return a whole number, 0 for nothing, -1 for what is none."""
    plain = re.sub(r"[\s.,]", "", text)
    if not plain:
        return 0
    return int(plain) if plain.isdecimal() and len(plain) < 13 else -1
