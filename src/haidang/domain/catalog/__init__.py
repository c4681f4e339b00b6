"""Procedures and cities, published as immutable revisions.

Words: procedure (what a person may ask for), revision (its text, form, process and fees
as published), city revision (units, calendar, tariffs and offers as published), offer
(which agency of a city decides it), search.

Invariants: a published revision never changes (the database refuses); a case keeps the
revision that it was submitted under; publishing the same content again changes nothing.
"""
