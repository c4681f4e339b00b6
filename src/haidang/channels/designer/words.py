"""The words of the stewards' screen for codes of the national catalogue."""

from typing import Final

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from haidang.engines.national import MINISTRIES
from haidang.ui.parts import Tone

STATES: Final = {
    "staged": pgettext_lazy("record", "Staged"),
    "published": pgettext_lazy("record", "Published, not confirmed"),
    "confirmed": pgettext_lazy("record", "Confirmed"),
    "changed": pgettext_lazy("record", "Changed, to be confirmed again"),
    "own": pgettext_lazy("record", "Has its own package"),
}
STATE_TONES: Final[dict[str, Tone]] = {
    "staged": "idle",
    "published": "warn",
    "confirmed": "good",
    "changed": "bad",
    "own": "info",
}
LEVELS: Final = {
    "central": gettext_lazy("Central level"),
    "province": gettext_lazy("Province level"),
    "commune": gettext_lazy("Commune level"),
}
CHANNELS: Final = {
    "online": gettext_lazy("Online"),
    "counter": gettext_lazy("At the counter"),
    "post": gettext_lazy("By public post"),
}
UNITS: Final = {
    "working_day": gettext_lazy("Working days"),
    "calendar_day": gettext_lazy("Days (calendar)"),
    "hour": gettext_lazy("Working hours"),
    "none": gettext_lazy("No due date"),
}
FEES: Final = {
    "free": gettext_lazy("Free of charge"),
    "amount": gettext_lazy("A fixed sum"),
    "told": gettext_lazy("The agency tells the sum"),
}
PAPER_KINDS: Final = {
    "paper": gettext_lazy("Paper"),
    "heading": gettext_lazy("Heading"),
    "remark": gettext_lazy("Remark"),
    "register": gettext_lazy("Data of a register instead"),
    "abolished": gettext_lazy("Abolished paper"),
}
TRAPS: Final = {
    "time_placeholder": gettext_lazy("Time: placeholder 1"),
    "time_unit_missing": gettext_lazy("Time: unit missing"),
    "time_in_words": gettext_lazy("Time: only in words"),
    "time_by_case": gettext_lazy("Time: several by case"),
    "time_by_channel": gettext_lazy("Time: differs by channel"),
    "time_unlikely": gettext_lazy("Time: unusual"),
    "fee_free_contradicted": gettext_lazy("Fee: free, yet a sum is named"),
    "fee_of_council": gettext_lazy("Fee: set by the People's Council"),
    "fee_lost_thousands": gettext_lazy("Fee: lost its thousands"),
    "fee_in_dollars": gettext_lazy("Fee: in US dollars"),
    "fee_unknown": gettext_lazy("Fee: unknown"),
    "fee_by_case": gettext_lazy("Fee: by case or piece"),
    "evidence_not_paper": gettext_lazy("Papers: heading or remark"),
    "evidence_missing": gettext_lazy("Papers: none named"),
    "part_not_cut": gettext_lazy("Text that could not be cut"),
    "result_code_bad": gettext_lazy("Result: bad code"),
    "result_code_shared": gettext_lazy("Result: shared code"),
    "result_missing": gettext_lazy("Result: none named"),
    "district_in_title": gettext_lazy("District in the title"),
    "internal": gettext_lazy("Internal procedure"),
    "no_online_channel": gettext_lazy("No online channel"),
    "channels_missing": gettext_lazy("No channel at all"),
    "lookalike_letters": gettext_lazy("Look-alike letters"),
    "code_in_name": gettext_lazy("Code in the name"),
    "dead_law": gettext_lazy("Repealed law"),
    "paper_held": gettext_lazy("Paper that a register holds"),
    "paper_abolished": gettext_lazy("Abolished paper asked for"),
    "customs_at_commune": gettext_lazy("Customs labelled commune"),
    "level_missing": gettext_lazy("No level"),
    "law_missing": gettext_lazy("No legal basis in rows"),
    "name_too_long": gettext_lazy("Very long name"),
}
SEVERITY_TONES: Final[dict[str, Tone]] = {"error": "bad", "warning": "warn", "info": "info"}


def language() -> str:
    """Return the reader's language, ``vi`` or ``en``."""
    return (get_language() or "vi")[:2]


def ministry_words(code: str) -> str:
    """Return the name of a body of the crawl; a dash where the data name none."""
    return MINISTRIES[code][1] if code in MINISTRIES else "—"


_PARTS: Final = {
    "name": gettext_lazy("Name"),
    "decision": gettext_lazy("Published by decision"),
    "ministry": gettext_lazy("Ministry"),
    "level": gettext_lazy("Level of government"),
    "raw_level": gettext_lazy("Level of government"),
    "kind": gettext_lazy("Kind of procedure"),
    "field": gettext_lazy("Field of law"),
    "audiences": gettext_lazy("For whom"),
    "competent_authority": gettext_lazy("Competent agency"),
    "executing_agency": gettext_lazy("Executing agency"),
    "coordinating_agency": gettext_lazy("Coordinating agency"),
    "related": gettext_lazy("Related procedure"),
    "steps": gettext_lazy("Steps"),
    "channels": gettext_lazy("Channel"),
    "channel": gettext_lazy("Channel"),
    "time_limit": gettext_lazy("Time limit"),
    "value": gettext_lazy("Number"),
    "unit": gettext_lazy("Unit of time"),
    "text": gettext_lazy("Text"),
    "fee": gettext_lazy("Fee"),
    "amounts": gettext_lazy("Sum"),
    "amounts_in_text": gettext_lazy("Sum named in the text"),
    "free": gettext_lazy("Free of charge"),
    "note": gettext_lazy("Note"),
    "documents": gettext_lazy("Papers"),
    "documents_note": gettext_lazy("Remark after the papers"),
    "group": gettext_lazy("Case of the papers"),
    "form": gettext_lazy("Form"),
    "more_forms": gettext_lazy("Form"),
    "copies": gettext_lazy("Copies"),
    "original": gettext_lazy("Originals"),
    "copy": gettext_lazy("Copies"),
    "conditions": gettext_lazy("Conditions"),
    "results": gettext_lazy("Result"),
    "code": gettext_lazy("Code"),
    "legal_basis": gettext_lazy("Legal basis"),
    "title": gettext_lazy("Title of the document"),
    "number": gettext_lazy("Document number"),
    "source_url": gettext_lazy("Source on the national portal"),
}


def place_words(path: str) -> str:
    """Return the words for a place in a record, such as "Channel 1 · Time limit · Unit"."""
    words: list[str] = []
    for part in path.strip("/").split("/"):
        if part.isdecimal() and words:
            words[-1] += f" {int(part) + 1}"
        else:
            words.append(str(_PARTS.get(part, part.replace("_", " "))))
    return " · ".join(words)
