"""Events: what happened, in the past tense, with ids and facts, never with models."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from haidang.kernel.money import Money

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]

_registry: dict[str, type["Event"]] = {}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened.

    A subclass is a frozen dataclass with a ``code`` such as ``case.submitted``; its
    fields are strings, numbers, booleans, dates, instants, ids, money, or tuples and
    mappings of JSON values. ``subject`` says which thing it happened to.
    """

    code: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        # @dataclass(slots=True) makes a second class of the same name: the last one counts.
        # For the same reason super() cannot be used here.
        if cls.code:
            known = _registry.get(cls.code, cls)
            if (known.__module__, known.__name__) != (cls.__module__, cls.__name__):
                raise ValueError(f"Two events have the code {cls.code}.")
            _registry[cls.code] = cls

    @property
    def subject(self) -> str:
        """Return the id of what the event is about: its first field."""
        return str(getattr(self, dataclasses.fields(self)[0].name))


def event_types() -> Mapping[str, type[Event]]:
    """Return every known event type by its code."""
    return dict(_registry)


def to_json(event: Event) -> dict[str, JSON]:
    """Return the event's facts as JSON; ``from_json`` is the inverse."""
    return {item.name: _plain(getattr(event, item.name)) for item in dataclasses.fields(event)}


def from_json(code: str, facts: Mapping[str, JSON]) -> Event:
    """Build the event of a code from its facts; unknown codes raise KeyError."""
    event_type = _registry[code]
    hints = typing.get_type_hints(event_type)
    known = {item.name for item in dataclasses.fields(event_type)}
    return event_type(
        **{name: _rich(value, hints[name]) for name, value in facts.items() if name in known}
    )


def _plain(value: object) -> JSON:
    match value:
        case Money():
            return value.dong
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case tuple() | list() | frozenset():
            return [_plain(item) for item in value]
        case None | bool() | int() | float() | str():
            return value
        case _:
            raise TypeError(f"An event cannot carry {type(value).__name__}.")


_READERS: Mapping[Any, typing.Callable[[Any], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    UUID: UUID,
    Money: Money,
}


def _rich(value: JSON, hint: Any) -> Any:  # noqa: ANN401 - types are values here
    if isinstance(hint, types.UnionType):
        hint = next((part for part in hint.__args__ if part is not types.NoneType), str)
    if value is None:
        return None
    if isinstance(hint, typing.NewType):
        hint = hint.__supertype__
    if typing.get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_rich(item, typing.get_args(hint)[0]) for item in value)
    reader = _READERS.get(hint)
    return reader(value) if reader is not None else value
