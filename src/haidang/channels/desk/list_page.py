"""Present my work: counts, kept lists, filters and the list in groups by what is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from haidang.blocks.agencies import public as agencies
from haidang.channels.desk.asking import Asked, read_asked
from haidang.channels.desk.list_pages import Group, SavedLine, TaskRow, Tile, WorkPage
from haidang.channels.desk.words import CHANNELS, due_words, language, post_words
from haidang.domain.worklist import public as worklist
from haidang.engines.deadlines import WorkingCalendar
from haidang.kernel.actors import Actor, Duty
from haidang.kernel.clock import now
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Link, Tone

PAGE: Final = 25
SIGNING_POSTS: Final = frozenset({"leader", "head", "clerk"})
_SHORT: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkMaterial:
    """What was read for the list, before it is put in words."""

    asked: Asked
    page: worklist.TaskPage
    counts: Mapping[worklist.Scope, worklist.Counted]
    choices: worklist.FilterChoices
    saved: Sequence[tuple[worklist.SavedFilter, worklist.Counted]]
    lent: Sequence[agencies.DelegationSummary]
    own: frozenset[Duty]
    near_until: datetime
    near: timedelta
    calendar: WorkingCalendar
    is_first: bool
    actor: Actor


def work_page(material: WorkMaterial) -> WorkPage:
    """Return the list of tasks as the page shows it."""
    asked, tasks, actor = material.asked, material.page.tasks, material.actor
    claims = any(_can_claim(task, actor) for task in tasks)
    assigns = any(worklist.can_assign(task, actor) for task in tasks)
    signs = any(can_sign(task, actor) for task in tasks)
    return WorkPage(
        tiles=_tiles(material),
        saved=tuple(_saved(each, counted, material) for each, counted in material.saved),
        fields=_fields(material),
        chips=_chips(material),
        groups=_groups(material),
        caption=_("Tasks, the most urgent first"),
        back_to=asked.href(),
        query=tuple(sorted(asked.words.items())),
        scope=asked.scope,
        agencies=tuple((code, agencies.find_agency_name(code)) for code in sorted(actor.agencies)),
        first_href="" if material.is_first else asked.href(),
        next_href=asked.href(after=material.page.after) if material.page.after else "",
        all_href=Asked(words={}).href(),
        is_cut=material.choices.is_cut,
        is_sifted=any(name != "tim" for name in asked.narrowed_by),
        can_tick_any=claims or assigns or signs,
        can_claim_any=claims,
        can_assign_any=assigns,
        can_sign_any=signs,
    )


def can_sign(task: worklist.TaskView, actor: Actor) -> bool:
    """Tell whether a task can be approved or signed together with others."""
    offered = task.post in SIGNING_POSTS and "approve" in task.actions
    return offered and worklist.can_act(task, actor)


def count_words(counted: worklist.Counted) -> str:
    """Write a count; one that stopped early says that there are more."""
    text = f"{counted.number:,}".replace(",", "." if language() == "vi" else ",")
    return f"{text}+" if counted.is_more else text


def behalf_words(task: worklist.TaskView, material: WorkMaterial) -> str:
    """Return for whom the officer does a task of a delegated post; nothing for an own post."""
    if Duty(agency=task.agency, post=task.post) in material.own:
        return ""
    post = (task.agency, task.post)
    holder = next((each for each in material.lent if (each.agency, each.post) == post), None)
    return _("on behalf of %(name)s") % {"name": holder.holder_name} if holder else ""


def _can_claim(task: worklist.TaskView, actor: Actor) -> bool:
    return task.officer_id is None and worklist.can_act(task, actor)


def _tiles(material: WorkMaterial) -> tuple[Tile, ...]:
    asked = material.asked
    return tuple(
        Tile(
            label=label,
            value=count_words(material.counts[scope]),
            icon=icon,
            href=asked.having(pham_vi=scope).href(),
            tone=tone if material.counts[scope].number else "idle",
            current=scope == asked.scope,
        )
        for scope, label, icon, tone in _scope_words()
    )


def _scope_words() -> tuple[tuple[worklist.Scope, str, str, Tone], ...]:
    return (
        ("all", pgettext("tasks", "All"), "list", "idle"),
        ("mine", pgettext("tasks", "Mine"), "user", "idle"),
        ("free", pgettext("tasks", "Not taken"), "folder", "idle"),
        ("near", pgettext("tasks", "Due soon"), "clock", "warn"),
        ("overdue", pgettext("tasks", "Overdue"), "alert", "bad"),
    )


def _band_words() -> dict[worklist.Band, str]:
    return {
        "overdue": pgettext("tasks", "Overdue"),
        "near": pgettext("tasks", "Due soon"),
        "later": pgettext("tasks", "Time enough"),
        "undated": pgettext("tasks", "No due date"),
    }


_BAND_TONES: Final[Mapping[worklist.Band, Tone]] = {
    "overdue": "bad",
    "near": "warn",
    "later": "good",
    "undated": "idle",
}


def _saved(
    each: worklist.SavedFilter, counted: worklist.Counted, material: WorkMaterial
) -> SavedLine:
    is_own = str(each.officer_id) == material.actor.id
    query = read_asked(each.query)
    return SavedLine(
        id=str(each.id),
        text=each.name,
        count=count_words(counted),
        href=query.href(),
        current=dict(query.words) == dict(material.asked.words) and bool(query.words),
        owner="" if is_own else each.officer_name,
        is_own=is_own,
        is_shared=each.is_shared,
        is_default=each.is_default and is_own,
    )


def _fields(material: WorkMaterial) -> tuple[Field, ...]:
    choices, words = material.choices, material.asked.words
    channels = tuple(
        Option(value=each.value, label=str(CHANNELS.get(each.value, each.value)))
        for each in choices.channels
    )
    bands = tuple(Option(value=band, label=label) for band, label in _band_words().items())
    wanted = (
        ("buoc", _("Step"), _options(choices.steps)),
        ("thu-tuc", _("Procedure"), _options(choices.procedures)),
        ("kenh", pgettext("case", "Way in"), channels),
        ("han", _("Due"), bands),
        ("can-bo", _("In the hands of"), _options(choices.officers)),
    )
    selects = tuple(
        Field(
            name=name,
            label=label,
            kind="select",
            options=options,
            value=words.get(name, ""),
            required=False,
        )
        for name, label, options in wanted
    )
    text = Field(
        name="tim",
        label=_("Number or name contains"),
        value=words.get("tim", ""),
        required=False,
        max_length=100,
    )
    return (*selects, text)


def _options(choices: Sequence[worklist.FilterChoice]) -> tuple[Option, ...]:
    return tuple(
        Option(value=each.value, label=f"{each.name[:_SHORT]} ({each.waiting})")
        for each in choices
    )


def _chips(material: WorkMaterial) -> tuple[Link, ...]:
    """Return what narrows the list; following one takes it out."""
    choices, words = material.choices, material.asked.words
    names = {each.value: each.name for each in (*choices.steps, *choices.procedures)}
    names |= {each.value: each.name for each in choices.officers}
    names |= {key: str(word) for key, word in CHANNELS.items()}
    names |= {str(band): label for band, label in _band_words().items()}
    return tuple(
        Link(text=names.get(words[name], words[name])[:_SHORT], href=href, icon="cross")
        for name in material.asked.narrowed_by
        if (href := material.asked.without(name).href())
    )


def _groups(material: WorkMaterial) -> tuple[Group, ...]:
    words = _band_words()
    return tuple(
        Group(
            title=words[band],
            tone=_BAND_TONES[band],
            rows=tuple(_row(task, material) for task in tasks),
        )
        for band, tasks in groupby(material.page.tasks, key=lambda task: _band(task, material))
    )


def _band(task: worklist.TaskView, material: WorkMaterial) -> worklist.Band:
    if task.due_at is None:
        return "undated"
    if task.due_at < now():
        return "overdue"
    return "near" if task.due_at <= material.near_until else "later"


def _row(task: worklist.TaskView, material: WorkMaterial) -> TaskRow:
    actor = material.actor
    due = due_words(task.due_at, calendar=material.calendar, near=material.near)
    label = {key: str(value) for key, value in task.label.items()}
    is_mine = str(task.officer_id or "") == actor.id
    claimable = _can_claim(task, actor)
    return TaskRow(
        id=str(task.id),
        number=task.subject,
        href=reverse("desk:case", args=[task.subject]),
        procedure=label.get(f"name_{language()}") or label.get("name_vi", ""),
        applicant=label.get("applicant", ""),
        channel=str(CHANNELS.get(label.get("channel", ""), "")),
        step=task.name,
        post=post_words(task.post),
        behalf=behalf_words(task, material),
        due=due.relative,
        due_exact=due.exact,
        tone=due.tone,
        who=pgettext("officer", "Me") if is_mine else task.officer_name,
        can_claim=claimable,
        can_tick=claimable or worklist.can_assign(task, actor) or can_sign(task, actor),
    )
