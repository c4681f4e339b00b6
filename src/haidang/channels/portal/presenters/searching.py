"""The search: what was found, what to narrow by, what else there is."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.channels.portal.presenters import wording
from haidang.channels.portal.presenters.catalog import procedure_item
from haidang.channels.portal.presenters.pages import SearchPage
from haidang.channels.portal.presenters.wording import said
from haidang.domain.catalog.public import Choices, Filters, Found, LifeEventChoice
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Link

_ADDRESSED: Final[Mapping[str, str]] = {
    "audience": "doi-tuong",
    "level": "cap",
    "event": "su-kien",
    "field": "linh-vuc",
    "agency": "co-quan",
}
_ONLINE: Final = "truc-tuyen"
_LONGEST: Final = 200


def filters_of(asked: Mapping[str, str]) -> Filters:
    """Return what the words of an address narrow a search to."""
    chosen = {name: asked.get(word, "")[:_LONGEST] for name, word in _ADDRESSED.items()}
    return Filters(**chosen, online=asked.get(_ONLINE) == "true")


def search_page(
    query: str,
    found: Found,
    *,
    filters: Filters,
    choices: Choices,
    events: Iterable[LifeEventChoice],
) -> SearchPage:
    """Return what was found and how to narrow it."""
    known = tuple(events)
    more = {**_words(query, filters), "sau": found.next}
    return SearchPage(
        query=query,
        found=tuple(procedure_item(hit.procedure, is_online=hit.is_online) for hit in found.hits),
        filters=_fields(filters, choices, known),
        chosen=tuple(_chosen(query, filters, known)),
        events=tuple(
            Link(text=said(event.title), href=_address({_ADDRESSED["event"]: event.key}))
            for event in known
            if event.procedures
        ),
        mended=found.mended,
        more_href=_address(more) if found.next else "",
    )


def _fields(
    filters: Filters, choices: Choices, events: tuple[LifeEventChoice, ...]
) -> tuple[Field, ...]:
    named = (
        ("audience", _("For whom"), _options(choices.audiences, wording.AUDIENCES)),
        ("event", _("Life event"), [(event.key, said(event.title)) for event in events]),
        ("level", _("Level"), _options(choices.levels, wording.LEVELS)),
        ("field", _("Field of government"), [(name, name) for name in choices.fields]),
        ("agency", _("Agency"), _options(choices.agencies, wording.AGENCY_KINDS)),
    )
    chosen = asdict(filters)
    selects = [
        Field(
            name=_ADDRESSED[name],
            label=label,
            kind="select",
            value=chosen[name],
            required=False,
            options=tuple(Option(value=value, label=text) for value, text in options),
        )
        for name, label, options in named
        if options
    ]
    online = Field(
        name=_ONLINE,
        kind="checkbox",
        label=_("Only what can be handed in online"),
        value="true" if filters.online else "",
        required=False,
    )
    return (*selects, online)


def _options(codes: tuple[str, ...], names: Mapping[str, object]) -> list[tuple[str, str]]:
    return sorted(
        ((code, str(names.get(code, code))) for code in codes), key=lambda option: option[1]
    )


def _chosen(query: str, filters: Filters, events: tuple[LifeEventChoice, ...]) -> Iterable[Link]:
    names: Mapping[str, Mapping[str, object]] = {
        "audience": wording.AUDIENCES,
        "level": wording.LEVELS,
        "agency": wording.AGENCY_KINDS,
        "event": {event.key: said(event.title) for event in events},
    }
    words = _words(query, filters)
    for name, value in asdict(filters).items():
        if not value:
            continue
        word = _ADDRESSED.get(name, _ONLINE)
        text = names.get(name, {}).get(value, value) if name != "online" else _("Online")
        rest = {key: each for key, each in words.items() if key != word}
        yield Link(text=str(text), href=_address(rest))


def _words(query: str, filters: Filters) -> dict[str, str]:
    chosen = asdict(filters)
    words = {word: str(chosen[name]) for name, word in _ADDRESSED.items()}
    words |= {"q": query, _ONLINE: "true" if filters.online else ""}
    return {word: value for word, value in words.items() if value}


def _address(words: Mapping[str, str]) -> str:
    return f"{reverse('portal:search')}?{urlencode(words)}" if words else reverse("portal:search")
