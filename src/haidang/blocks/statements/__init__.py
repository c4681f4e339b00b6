"""Statements whose text is made once in a process and only bound afterwards.

Words: a prepared query is an ORM query whose text and readers are kept; a mark stands where a
value goes while the text is made; columns are the fields that a write names.

Invariants:
- What a prepared query reads is what the query set reads: the same rows, order, relations, lock.
- A value is always bound, never part of the text; one that would not arrive unchanged is refused.
- A lock is taken on the primary, inside a transaction only.
"""
