"""The desk's words for codes: actions, posts, channels, what happened; and for time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from haidang.engines.deadlines import NEAR, WorkingCalendar, derive_attributes, derive_light
from haidang.kernel.clock import local, now
from haidang.ui.parts import Tone

Words = str | Promise

HOURS_A_DAY: Final = 8
TONES: Final[Mapping[str, Tone]] = {
    "red": "bad",
    "amber": "warn",
    "green": "good",
    "none": "idle",
}
STATUS_TONES: Final[Mapping[str, Tone]] = {
    "1": "info",
    "2": "info",
    "3": "bad",
    "4": "info",
    "5": "warn",
    "6": "warn",
    "7": "idle",
    "8": "bad",
    "9": "good",
    "10": "good",
}
POSTS: Final[Mapping[str, Words]] = {
    "reception": pgettext_lazy("post", "Reception"),
    "processing": pgettext_lazy("post", "Processing"),
    "head": pgettext_lazy("post", "Head of division"),
    "leader": pgettext_lazy("post", "Leader"),
    "clerk": pgettext_lazy("post", "Clerk"),
    "steward": pgettext_lazy("post", "Steward of the catalogue"),
    "return": pgettext_lazy("post", "Return of results"),
    "cashier": pgettext_lazy("post", "Cashier"),
    "guide": pgettext_lazy("post", "Guide"),
    "digitisation": pgettext_lazy("post", "Digitisation"),
}
CHANNELS: Final[Mapping[str, Words]] = {
    "online": pgettext_lazy("channel", "Online"),
    "counter": pgettext_lazy("channel", "At the counter"),
    "post": pgettext_lazy("channel", "By post"),
}
FINANCE: Final[Mapping[str, Words]] = {
    "none": lazy("Nothing is owed."),
    "awaiting": lazy("Waiting for payment."),
    "paid": lazy("Paid."),
    "exempt": lazy("Exempt from fees."),
    "refunded": lazy("Refunded."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionWords:
    """How an action of a task is offered: its label, what it does, how its button looks."""

    label: Words
    effect: Words
    icon: str
    kind: str = "secondary"


ACTIONS: Final[Mapping[str, ActionWords]] = {
    "accept": ActionWords(
        label=pgettext_lazy("action", "Accept"),
        effect=lazy(
            "The case is complete: the receipt with the appointment (form 01) goes to the "
            "applicant and the legal time limit begins."
        ),
        icon="check",
        kind="",
    ),
    "approve": ActionWords(
        label=pgettext_lazy("action", "Approve"),
        effect=lazy("The case moves on to the next step."),
        icon="check",
        kind="",
    ),
    "handed_over": ActionWords(
        label=pgettext_lazy("action", "Result handed over"),
        effect=lazy("The result is in the applicant's hands; the case is closed."),
        icon="handshake",
        kind="",
    ),
    "supplement": ActionWords(
        label=pgettext_lazy("action", "Request a supplement"),
        effect=lazy(
            "One request with all items (form 02) goes to the applicant. The law allows it "
            "once only, so name everything that is missing or wrong."
        ),
        icon="edit",
    ),
    "return": ActionWords(
        label=pgettext_lazy("action", "Send back"),
        effect=lazy("The case goes back to the officer in charge with your remark."),
        icon="arrow-left",
    ),
    "forward": ActionWords(
        label=pgettext_lazy("action", "Forward the case"),
        effect=lazy(
            "The case is handed on now; what was accepted after 15:00 is forwarded by the system "
            "first thing on the next working day."
        ),
        icon="arrow-right",
        kind="",
    ),
    "agree": ActionWords(
        label=pgettext_lazy("action", "We agree"),
        effect=lazy("Your agency's answer goes to the agency that asked."),
        icon="check",
        kind="",
    ),
    "disagree": ActionWords(
        label=pgettext_lazy("action", "We disagree"),
        effect=lazy("Your agency's answer goes to the agency that asked; say why."),
        icon="cross",
    ),
    "other": ActionWords(
        label=pgettext_lazy("action", "Another answer"),
        effect=lazy("Your agency's answer in words goes to the agency that asked."),
        icon="chat",
    ),
    "poor": ActionWords(
        label=pgettext_lazy("action", "Poor household"),
        effect=lazy("The survey concludes that the household is poor; the decision follows."),
        icon="check",
        kind="",
    ),
    "near_poor": ActionWords(
        label=pgettext_lazy("action", "Near-poor household"),
        effect=lazy("The survey concludes that the household is near poor; the decision follows."),
        icon="check",
    ),
    "refuse": ActionWords(
        label=pgettext_lazy("action", "Refuse the request"),
        effect=lazy("The refusal goes on for decision; the applicant reads the reason."),
        icon="cross-circle",
        kind="danger",
    ),
    "reject": ActionWords(
        label=pgettext_lazy("action", "Do not accept"),
        effect=lazy(
            "The case is not taken in (form 03) and is closed; the applicant reads the reason."
        ),
        icon="cross-circle",
        kind="danger",
    ),
}
SIGN: Final = ActionWords(
    label=pgettext_lazy("action", "Approve and sign"),
    effect=lazy(
        "Your approval stands for your signature: the result is numbered and signed with "
        "your certificate."
    ),
    icon="signature",
    kind="",
)


def action_words(action: str, *, post: str = "") -> ActionWords:
    """Return the words of an action; a leader's approval is a signature."""
    if post == "leader" and action == "approve":
        return SIGN
    return ACTIONS.get(
        action, ActionWords(label=action.replace("_", " "), effect="", icon="check")
    )


def say(text: Mapping[str, str]) -> str:
    """Return a text in the page's language, else in Vietnamese."""
    return text.get(language()) or text.get("vi", "")


def language() -> str:
    """Return the language of the page: vi or en."""
    return (get_language() or "vi")[:2]


def exact(instant: datetime | None) -> str:
    """Write an instant as offices do: 14:20, 24/11/2026."""
    return f"{local(instant):%H:%M, %d/%m/%Y}" if instant else ""


def post_words(post: str) -> str:
    """Return the name of a post."""
    return str(POSTS.get(post, post))


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWords:
    """When something is due: how far away, exactly when, and the light."""

    relative: str
    exact: str
    tone: Tone


def due_words(
    due_at: datetime | None, *, calendar: WorkingCalendar, near: timedelta = NEAR
) -> DueWords:
    """Say how much working time is left, or by how much it is late."""
    if due_at is None:
        return DueWords(relative=_("No due date"), exact="", tone="idle")
    at = now()
    light = derive_light(due_at, at, calendar=calendar, near=near)
    left = derive_attributes(due_at, at, calendar=calendar).working_hours_left or 0.0
    words = _late(-left) if light == "red" else _left(left)
    return DueWords(relative=words, exact=exact(due_at), tone=TONES[light])


def _left(hours: float) -> str:
    days = int(hours // HOURS_A_DAY)
    if days >= 1 and hours > HOURS_A_DAY:
        return ngettext("%(count)d working day left", "%(count)d working days left", days) % {
            "count": days
        }
    if hours >= 1:
        whole = int(hours)
        return ngettext("%(count)d working hour left", "%(count)d working hours left", whole) % {
            "count": whole
        }
    return _("Less than one working hour left")


def _late(hours: float) -> str:
    days = int(hours // HOURS_A_DAY)
    if days >= 1:
        return ngettext("%(count)d working day late", "%(count)d working days late", days) % {
            "count": days
        }
    if hours >= 1:
        whole = int(hours)
        return ngettext("%(count)d working hour late", "%(count)d working hours late", whole) % {
            "count": whole
        }
    return pgettext("due", "Just overdue")
