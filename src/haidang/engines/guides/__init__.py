"""Short questionnaires that end at the right procedure, case, papers and fee.

Words: a *guide* asks *questions*, one after the other; an *outcome* is a row of a decision
table, read from above, the first that holds counts (DMN, hit policy First); what was answered
is *carried* into the form of the procedure. Invariants: nothing raises on any answers; answers
to questions that are not asked do not count; papers and fees come from the procedure's package
and are never written in a guide.
"""

from haidang.engines.guides.check import GuideFault, check_guide
from haidang.engines.guides.model import Guide, Need, Option, Outcome, Question, Scenario
from haidang.engines.guides.parse import parse_guide
from haidang.engines.guides.run import (
    answered,
    asked_questions,
    carried,
    decide,
    needs_of,
    next_question,
)

__all__ = [
    "Guide",
    "GuideFault",
    "Need",
    "Option",
    "Outcome",
    "Question",
    "Scenario",
    "answered",
    "asked_questions",
    "carried",
    "check_guide",
    "decide",
    "needs_of",
    "next_question",
    "parse_guide",
]
