"""Present the list of staged records."""

from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.channels.designer import words
from haidang.channels.designer.pages import ListPage, RecordRow, Tag
from haidang.domain.catalog import public as catalog
from haidang.engines.national import TRAPS
from haidang.kernel.actors import Actor
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Link

PAGE: Final = 50
_NAMES: Final = {"trap": "bay", "ministry": "bo", "level": "cap", "state": "trang-thai"}
_SHOWN_TRAPS: Final = 4


def read_filters(query: dict[str, str]) -> catalog.StagedFilters:
    """Return the filters that an address asks for."""
    chosen = {name: query.get(parameter, "")[:60] for name, parameter in _NAMES.items()}
    return catalog.StagedFilters(
        **chosen, query=query.get("q", "").strip()[:100], clean_only=query.get("sach") == "1"
    )


def list_page(
    page: catalog.StagedPage,
    *,
    counts: catalog.StagedCounts,
    filters: catalog.StagedFilters,
    is_first: bool,
    actor: Actor,
) -> ListPage:
    """Return the list as the page shows it."""
    rows = tuple(_row(one) for one in page.records)
    return ListPage(
        states=_states(counts, filters),
        filters=_filters(counts, filters),
        query=filters.query,
        rows=rows,
        can_tick_any=catalog.can_steward(actor) and any(row.can_tick for row in rows),
        back_to=_href(filters),
        first_href="" if is_first else _href(filters),
        next_href=_href(filters, after=page.after) if page.after else "",
        clear_href=reverse("designer:list"),
    )


def _row(one: catalog.StagedSummary) -> RecordRow:
    traps = tuple(_tag(trap) for trap in one.traps[:_SHOWN_TRAPS])
    if len(one.traps) > _SHOWN_TRAPS:
        traps += (Tag(text=f"+{len(one.traps) - _SHOWN_TRAPS}", tone="idle"),)
    open_states = {catalog.StagedState.STAGED, catalog.StagedState.PUBLISHED}
    levels = ", ".join(str(words.LEVELS.get(level, level)) for level in one.levels)
    return RecordRow(
        code=one.code,
        name=one.name,
        href=reverse("designer:record", args=[one.code]),
        field=f"{one.field} · {words.ministry_words(one.ministry)}",
        level=levels or "—",
        state=Tag(text=str(words.STATES[one.state]), tone=words.STATE_TONES[one.state]),
        traps=traps,
        can_tick=not one.needs_care and one.state in open_states,
    )


def _tag(trap: str) -> Tag:
    tone = words.SEVERITY_TONES[TRAPS[trap][0]] if trap in TRAPS else "idle"
    return Tag(text=str(words.TRAPS.get(trap, trap)), tone=tone)


def _states(counts: catalog.StagedCounts, filters: catalog.StagedFilters) -> tuple[Link, ...]:
    every = sum(counts.states.values())
    links = [Link(text=_("All (%(count)d)") % {"count": every}, href=reverse("designer:list"),
                  current=not filters.state and not filters.clean_only)]  # fmt: skip
    links += [
        Link(
            text=f"{name} ({counts.states.get(state, 0)})",
            href="?" + urlencode({"trang-thai": state}),
            current=filters.state == state,
        )
        for state, name in words.STATES.items()
    ]
    clean = _("Without flags, waiting")
    links.append(Link(text=clean, href="?sach=1", current=filters.clean_only))
    return tuple(links)


def _filters(counts: catalog.StagedCounts, filters: catalog.StagedFilters) -> tuple[Field, ...]:
    traps = tuple(
        Option(value=trap, label=f"{words.TRAPS.get(trap, trap)} ({count})")
        for trap, count in counts.traps.items()
    )
    ministries = tuple(
        Option(value=code or "-", label=f"{words.ministry_words(code)} ({count})")
        for code, count in counts.ministries.items()
    )
    levels = tuple(Option(value=code, label=str(name)) for code, name in words.LEVELS.items())
    return (
        _select("bay", _("Trap"), filters.trap, traps),
        _select("bo", _("Ministry"), filters.ministry, ministries),
        _select("cap", _("Level of government"), filters.level, levels),
    )


def _select(name: str, label: str, value: str, options: tuple[Option, ...]) -> Field:
    return Field(
        name=name, label=label, kind="select", value=value, options=options, required=False
    )


def _href(filters: catalog.StagedFilters, *, after: str = "") -> str:
    asked = {parameter: getattr(filters, name) for name, parameter in _NAMES.items()}
    asked |= {"q": filters.query, "sach": "1" if filters.clean_only else "", "sau": after}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("designer:list") + (f"?{query}" if query else "")
