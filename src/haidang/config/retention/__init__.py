"""Retention: what is no record goes when its time is over, unless somebody's hold forbids it.

Words: *rule* (a kind and how many days it is kept), *hold* (a person, organization or draft of
whom nothing may be deleted), *sweep* (one run over all rules). Rules and holds are content.
Invariant: a case that has a number, and what belongs to it, is a record and is never swept.
"""
