"""Plain words to the right procedure: fold, mend slips, expand everyday words, weigh.

Words: a *word* is one written syllable, with its accents (``key``) and without (``plain``); a
*saying* is what people say for what the law calls otherwise; a *vocabulary* is what stands in
the catalogue and how often; *asked* is a query understood; a *candidate* is a procedure that
shares words with it. Invariants: nothing raises on any text; the same text, lexicon and
vocabulary give the same answer; a score lies between 0 and 1.
"""

from haidang.engines.search.lexicon import FILES, read_lexicon
from haidang.engines.search.model import (
    Asked,
    Candidate,
    Concept,
    Lexicon,
    LifeEvent,
    Phrase,
    Saying,
    Special,
    Vocabulary,
    Word,
)
from haidang.engines.search.query import analyse, wanted_words
from haidang.engines.search.ranking import Judge
from haidang.engines.search.rules import events_of, is_about, prior_of
from haidang.engines.search.slips import edits, sound_alikes, untyped
from haidang.engines.search.words import plain_text, split_words

__all__ = [
    "FILES",
    "Asked",
    "Candidate",
    "Concept",
    "Judge",
    "Lexicon",
    "LifeEvent",
    "Phrase",
    "Saying",
    "Special",
    "Vocabulary",
    "Word",
    "analyse",
    "edits",
    "events_of",
    "is_about",
    "plain_text",
    "prior_of",
    "read_lexicon",
    "sound_alikes",
    "split_words",
    "untyped",
    "wanted_words",
]
