"""Acts on a case beside the tasks of its process: what each is called, asks for, and does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from haidang.channels.desk.forms import LONGEST, item_faults, named_items, read_rows
from haidang.channels.desk.words import ActionWords, language
from haidang.domain.cases import public as cases
from haidang.kernel.actors import Actor
from haidang.kernel.errors import Conflict, IllegalTransition, InvalidInput

TICKED: Final = "true"
MOST_DAYS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One act: its place in the address, the ability it needs, what it asks for."""

    slug: str
    ability: str
    words: ActionWords
    texts: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    has_items: bool = False


VERBS: Final = (
    Verb(
        slug="ghi-chu",
        ability="note",
        texts=("kind", "text"),
        words=ActionWords(
            label=pgettext_lazy("action", "Write a note or an opinion"),
            effect=lazy("Only officers in charge of the case read it; the applicant never does."),
            icon="chat",
        ),
    ),
    Verb(
        slug="sai-sot",
        ability="find",
        texts=("text",),
        optional=("path", "clause"),
        words=ActionWords(
            label=pgettext_lazy("action", "Note what is missing or wrong"),
            effect=lazy("It stands in the list of deficiencies and in the supplement request."),
            icon="alert",
        ),
    ),
    Verb(
        slug="hoi-y-kien",
        ability="consult",
        texts=("agency", "question", "working_days"),
        optional=("silence_agrees", "stops_clock"),
        words=ActionWords(
            label=pgettext_lazy("action", "Ask another agency"),
            effect=lazy("The other agency sees the case and answers by its own date."),
            icon="building",
        ),
    ),
    Verb(
        slug="chuyen-co-quan",
        ability="transfer",
        texts=("agency", "reason"),
        words=ActionWords(
            label=pgettext_lazy("action", "Transfer to the competent agency"),
            effect=lazy("Number, clock and appointment stay; your agency may lose sight of it."),
            icon="arrow-right",
        ),
    ),
    Verb(
        slug="da-hen",
        ability="meet",
        texts=("appointment",),
        words=ActionWords(
            label=pgettext_lazy("action", "Appointment kept"),
            effect=lazy("The appointment was kept; the next date runs from now."),
            icon="calendar",
        ),
    ),
    Verb(
        slug="bo-sung-lan-hai",
        ability="ask_again",
        optional=("reason",),
        texts=("head_reason",),
        has_items=True,
        words=ActionWords(
            label=pgettext_lazy("action", "Request a second supplement"),
            effect=lazy(
                "Only the head may, once, with a reason; the case counts as overdue. What could "
                "be seen the first time is refused unless your reason names it."
            ),
            icon="edit",
        ),
    ),
    Verb(
        slug="gia-han",
        ability="extend",
        texts=("reason",),
        days=("new_due_on",),
        words=ActionWords(
            label=pgettext_lazy("action", "Extend with an apology"),
            effect=lazy(
                "Once only, at least one day before the due date: the apology (form 04) bears "
                "your signature and goes to the applicant."
            ),
            icon="clock",
        ),
    ),
    Verb(
        slug="dung",
        ability="stop",
        texts=("reason",),
        words=ActionWords(
            label=pgettext_lazy("action", "Stop the case"),
            effect=lazy("The case ends without a decision (form 05); refundable fees go back."),
            icon="cross-circle",
            kind="danger",
        ),
    ),
)
BY_SLUG: Final = {verb.slug: verb for verb in VERBS}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbInput:
    """What was typed into the form of an act; ``is_editing`` while rows come and go."""

    verb: Verb
    words: Mapping[str, str]
    items: tuple[cases.SupplementItem, ...] = ()
    is_editing: bool = False

    def day(self, name: str) -> date | None:
        """Return a day, if it can be read."""
        try:
            return date.fromisoformat(self.words.get(name, ""))
        except ValueError:
            return None


def read_verb(post: QueryDict, verb: Verb) -> VerbInput:
    """Read the form of an act."""
    names = (*verb.texts, *verb.optional)
    words = {name: post.get(name, "").strip().replace("\r\n", "\n") for name in names}
    words |= {name: read_day(post, name) for name in verb.days}
    items, is_editing = read_rows(post) if verb.has_items else ((), False)
    return VerbInput(verb=verb, words=words, items=items, is_editing=is_editing)


def read_day(post: QueryDict, name: str) -> str:
    """Return a day as a field keeps it: ISO when it can be read, else as it was typed."""
    parts = [post.get(f"{name}.{part}", "").strip() for part in ("day", "month", "year")]
    if not any(parts):
        return ""
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0])).isoformat()
    except ValueError:
        return "/".join(parts)


def find_faults(given: VerbInput) -> dict[str, str]:
    """Return what is wrong with what was typed, all at once, by the name of the field."""
    verb = given.verb
    faults = {name: _("This must be filled in.") for name in verb.texts if not given.words[name]}
    faults |= {
        name: _("The text is too long: at most 2,000 characters.")
        for name, text in given.words.items()
        if len(text) > LONGEST
    }
    faults |= {
        name: _("Write the day as day, month and year.")
        for name in verb.days
        if given.day(name) is None
    }
    if given.words.get("working_days") and _days(given) is None:
        faults["working_days"] = _("Give the working days as a number from 1 to 60.")
    return faults | (item_faults(given.items) if verb.has_items else {})


def perform(number: str, given: VerbInput, *, actor: Actor) -> dict[str, str]:
    """Do the act; return what the domain says against it, by the name of the field."""
    try:
        _perform(number, given, actor=actor)
    except InvalidInput as error:
        names = {*given.words, "items.0.text"}
        return {
            _field(problem.path, names=names, given=given): problem.text(language())
            for problem in error.problems
        }
    except (Conflict, IllegalTransition):
        text = _("The state of the case does not allow it, or nothing would change.")
        return {next(iter(given.words)): text}
    return {}


def _field(path: str, *, names: set[str], given: VerbInput) -> str:
    name = path.strip("/").partition("/")[0]
    if name in names:
        return name
    return "items.0.text" if given.verb.has_items else next(iter(given.words))


def _perform(number: str, given: VerbInput, *, actor: Actor) -> None:
    words = given.words
    match given.verb.slug:
        case "ghi-chu":
            kind: cases.NoteKind = "opinion" if words["kind"] == "opinion" else "note"
            cases.write_note(number, kind=kind, text=words["text"], actor=actor)
        case "sai-sot":
            cases.record_finding(
                number, path=words["path"], text=words["text"], clause=words["clause"], actor=actor
            )
        case "hoi-y-kien":
            cases.request_consultation(
                number,
                agency=words["agency"],
                question=words["question"],
                working_days=_days(given),
                silence_agrees=words["silence_agrees"] == TICKED,
                stops_clock=words["stops_clock"] == TICKED,
                actor=actor,
            )
        case "chuyen-co-quan":
            cases.transfer_case(
                number, to_agency=words["agency"], reason=words["reason"], actor=actor
            )
        case "da-hen":
            cases.meet_appointment(number, key=words["appointment"], actor=actor)
        case _:
            _direct(number, given, actor=actor)


def _direct(number: str, given: VerbInput, *, actor: Actor) -> None:
    """Do what only heads and leaders may."""
    words = given.words
    match given.verb.slug:
        case "bo-sung-lan-hai":
            cases.request_second_supplement(
                number,
                items=named_items(given.items),
                reason=words["reason"],
                head_reason=words["head_reason"],
                actor=actor,
            )
        case "gia-han":
            day = given.day("new_due_on")
            if day is not None:
                cases.extend_case(number, new_due_on=day, reason=words["reason"], actor=actor)
        case "dung":
            cases.stop_case(number, reason=words["reason"], actor=actor)


def _days(given: VerbInput) -> int | None:
    text = given.words.get("working_days", "")
    return int(text) if text.isdecimal() and 1 <= int(text) <= MOST_DAYS else None
