"""Officers' work: what is to be done, by which post of which agency, until when.

Words: task (one step that waits for an officer), post (who may do it), claim (take it
for oneself), assign (give it to an officer), outcome (the action that closed it).

Invariants: a task of a subject and token is opened once; a closed task stays closed;
only an officer who holds the post at the agency may act; the case behind a task is
known only by its subject.
"""
