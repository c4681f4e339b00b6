"""Cards: what the QR code on an identity card says, read with care.

The words: a *card text* (fields between upright strokes: number, old number, name, day of
birth, sex, place of residence, day of issue, and whatever newer cards add), a *card* (the
fields that could be read), *trouble* (what a scanner or keyboard did to the text).

Invariants: the text is unsigned, so a card only fills in a form and proves nobody; a field
that came damaged stays empty instead of being guessed; nothing here raises on any text.
"""

from haidang.engines.cards.model import Card, CardRead
from haidang.engines.cards.parse import parse_card

__all__ = ["Card", "CardRead", "parse_card"]
