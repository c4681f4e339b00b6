"""The process of a case in words: its steps and where it stands."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from haidang.channels.desk.pages import StepLine
from haidang.channels.desk.words import HOURS_A_DAY, exact, post_words
from haidang.domain.cases import public as cases
from haidang.ui.parts import Tone

_STATES: Final[Mapping[str, Tone]] = {"done": "good", "now": "info", "to_come": "idle"}


def step_lines(
    steps: Iterable[cases.ProcessStep], *, timeline: Iterable[cases.TimelineItem]
) -> tuple[StepLine, ...]:
    """Return the steps in working order, each with where it stands and who did it."""
    doers = _doers(timeline)
    return tuple(
        StepLine(
            number=step.number or "·",
            name=step.name,
            detail=" · ".join(
                part
                for part in (
                    post_words(step.post) if step.post else _("the system"),
                    _hours(step.hours),
                )
                if part
            ),
            by=doers.get(step.key, "") if step.state == "done" else "",
            state=_state(step.state),
            kind=step.state,
            tone=_STATES[step.state],
        )
        for step in steps
    )


def _doers(timeline: Iterable[cases.TimelineItem]) -> dict[str, str]:
    return {
        str(item.facts.get("step")): f"{item.actor_name}, {exact(item.at)}"
        for item in timeline
        if item.code == "case.step_completed"
    }


def _hours(hours: float | None) -> str:
    if hours is None:
        return ""
    if hours < HOURS_A_DAY:
        return _("%(count)s hours") % {"count": f"{hours:g}"}
    return _("%(count)s days") % {"count": f"{hours / HOURS_A_DAY:g}"}


def _state(state: cases.StepState) -> str:
    match state:
        case "done":
            return pgettext("process", "Done")
        case "now":
            return pgettext("process", "Now")
        case "to_come":
            return pgettext("process", "To come")
