"""Present delegations: what is lent to the officer, what was lent, and the form to lend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from haidang.blocks.agencies import public as agencies
from haidang.channels.desk.forms import summarize
from haidang.channels.desk.words import post_words
from haidang.channels.desk.work_page import case_crumbs
from haidang.kernel.actors import Actor
from haidang.kernel.clock import VIETNAM, local, now
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Fault, Link, Tone

LONGEST_BASIS: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post that the officer may delegate, and whose it is."""

    holder_id: UUID
    holder: str
    agency: str
    agency_name: str
    post: str

    @property
    def key(self) -> str:
        """Return the post as the form names it."""
        return f"{self.holder_id}|{self.agency}|{self.post}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was typed into the form; days as typed, the period includes its last day."""

    post: str = ""
    delegate: str = ""
    from_on: str = ""
    until_on: str = ""
    basis: str = ""

    @property
    def first(self) -> date | None:
        """Return the first day, if it can be read."""
        return _day(self.from_on)

    @property
    def last(self) -> date | None:
        """Return the last day, if it can be read."""
        return _day(self.until_on)

    @property
    def from_at(self) -> datetime | None:
        """Return when the period begins; a period from today begins now."""
        first = self.first
        if first is None:
            return None
        return max(now(), datetime.combine(first, time.min, VIETNAM))

    @property
    def until_at(self) -> datetime | None:
        """Return the instant after the last day."""
        if self.last is None:
            return None
        return datetime.combine(self.last + timedelta(days=1), time.min, VIETNAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One delegation in a list."""

    id: str
    holder: str
    delegate: str
    post: str
    agency: str
    period: str
    basis: str
    state: str
    tone: Tone
    can_revoke: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationsPage:
    """Delegations: lent to me, lent at my agencies, and the form."""

    lent_to_me: tuple[Line, ...]
    lent: tuple[Line, ...]
    fields: tuple[Field, ...]
    faults: tuple[Fault, ...]
    can_delegate: bool
    crumbs: tuple[Link, ...]


def read_given(post: QueryDict) -> Given:
    """Read the form."""
    return Given(
        post=post.get("post", ""),
        delegate=post.get("delegate", ""),
        from_on=_typed(post, "from_on"),
        until_on=_typed(post, "until_on"),
        basis=" ".join(post.get("basis", "").split())[:LONGEST_BASIS],
    )


def find_faults(
    given: Given, *, posts: Sequence[Post], delegates: Sequence[str]
) -> dict[str, str]:
    """Return what is wrong, all at once, by the name of the field."""
    faults: dict[str, str] = {}
    if given.post not in {each.key for each in posts}:
        faults["post"] = _("Choose the post to delegate.")
    if given.delegate not in delegates or given.post.startswith(given.delegate):
        faults["delegate"] = _("Choose another officer of the agency.")
    if given.first is None:
        faults["from_on"] = _("Write the first day as day, month and year.")
    if given.last is None:
        faults["until_on"] = _("Write the last day as day, month and year.")
    elif given.last < max(given.first or given.last, local(now()).date()):
        faults["until_on"] = _("The last day lies before the first day, or is over.")
    if not given.basis:
        faults["basis"] = _("Name the paper that the delegation stands on.")
    return faults


def delegations_page(
    *,
    actor: Actor,
    lent_to_me: Sequence[agencies.DelegationSummary],
    lent: Sequence[agencies.DelegationSummary],
    posts: Sequence[Post],
    officers: Sequence[agencies.OfficerSummary],
    given: Given,
    faults: Mapping[str, str],
) -> DelegationsPage:
    """Return the page of delegations."""
    fields = _fields(given, posts=posts, officers=officers, faults=faults)
    return DelegationsPage(
        lent_to_me=tuple(_line(each, actor=actor) for each in lent_to_me),
        lent=tuple(_line(each, actor=actor) for each in lent),
        fields=fields,
        faults=summarize(faults, fields),
        can_delegate=bool(posts),
        crumbs=(*case_crumbs(), Link(text=_("Delegations"))),
    )


def _line(each: agencies.DelegationSummary, *, actor: Actor) -> Line:
    has_begun = each.from_at <= now()
    last = local(each.until_at - timedelta(seconds=1))
    return Line(
        id=str(each.id),
        holder=each.holder_name,
        delegate=each.delegate_name,
        post=post_words(each.post),
        agency=agencies.find_agency_name(each.agency),
        period=f"{local(each.from_at):%d/%m/%Y} - {last:%d/%m/%Y}",
        basis=each.basis,
        state=_("In force") if has_begun else _("To come"),
        tone="good" if has_begun else "info",
        can_revoke=agencies.can_delegate(
            actor, holder_id=each.holder_id, agency=each.agency, post=each.post
        ),
    )


def _fields(
    given: Given,
    *,
    posts: Sequence[Post],
    officers: Sequence[agencies.OfficerSummary],
    faults: Mapping[str, str],
) -> tuple[Field, ...]:
    wrong = {name: (text,) for name, text in faults.items()}
    return (
        Field(
            name="post",
            label=_("Post to delegate"),
            kind="select",
            value=given.post,
            options=tuple(Option(value=each.key, label=_post_label(each)) for each in posts),
            faults=wrong.get("post", ()),
        ),
        Field(
            name="delegate",
            label=_("To the officer"),
            kind="select",
            value=given.delegate,
            options=tuple(Option(value=str(each.id), label=each.name) for each in officers),
            faults=wrong.get("delegate", ()),
        ),
        Field(
            name="from_on",
            label=_("First day"),
            kind="date",
            value=given.from_on,
            faults=wrong.get("from_on", ()),
        ),
        Field(
            name="until_on",
            label=_("Last day"),
            kind="date",
            value=given.until_on,
            faults=wrong.get("until_on", ()),
        ),
        Field(
            name="basis",
            label=_("Legal basis"),
            hint=_("For example: Decision 12/QĐ-UBND of 20/11/2026 on the delegation."),
            value=given.basis,
            max_length=LONGEST_BASIS,
            faults=wrong.get("basis", ()),
        ),
    )


def _post_label(each: Post) -> str:
    return f"{post_words(each.post)} — {each.holder}, {each.agency_name}"


def _typed(post: QueryDict, name: str) -> str:
    """Return a day as the field keeps it: ISO when it can be read, else as it was typed."""
    parts = [post.get(f"{name}.{part}", "").strip() for part in ("day", "month", "year")]
    if not any(parts):
        return ""
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0])).isoformat()
    except ValueError:
        return "/".join(parts)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
