"""Rules that need no query: how often citizens need a procedure, which life event it is of."""

from collections.abc import Collection
from typing import Final

from haidang.engines.search.model import Lexicon, LifeEvent
from haidang.engines.search.words import plain_text

_PEOPLE: Final = frozenset({"citizen"})
_LEVELS: Final = (("commune", 0.2), ("province", 0.12), ("central", 0.0))
_CITIZEN: Final = 0.2
_ONLINE: Final = 0.08
_PACKAGE: Final = 0.12
_POPULAR: Final = 0.4


def prior_of(
    code: str,
    *,
    lexicon: Lexicon,
    audiences: Collection[str],
    levels: Collection[str],
    is_online: bool,
    has_package: bool,
) -> float:
    """Return from 0 to 1 how likely citizens look for a procedure at all."""
    near = next((worth for level, worth in _LEVELS if level in levels), 0.0)
    value = near + _CITIZEN * bool(_PEOPLE & set(audiences)) + _ONLINE * is_online
    value += _PACKAGE * has_package + _POPULAR * lexicon.popular.get(code, 0.0)
    return min(1.0, value)


def events_of(code: str, *, name: str, field: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the keys of the life events that a procedure belongs to."""
    plain_name, plain_field = plain_text(name), plain_text(field)
    return tuple(
        event.key
        for event in lexicon.events
        if is_about(event, code=code, name=plain_name, field=plain_field)
    )


def is_about(event: LifeEvent, *, code: str, name: str, field: str) -> bool:
    """Say whether a procedure (name and field without accents) belongs to a life event."""
    padded = f" {name} "
    if code in event.codes:
        return True
    if any(f" {phrase} " in padded for phrase in event.but_not):
        return False
    return field in event.fields or any(f" {phrase} " in padded for phrase in event.phrases)
