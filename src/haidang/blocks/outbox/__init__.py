"""Events and jobs written in the caller's transaction.

Words: event (what happened), subscription (who wants to know), delivery (one event given
to one handler), job (work to do after commit), task (the kind of a job).

Invariants: an event or job exists exactly when the transaction that recorded it
committed; a handler acts on an event exactly once, in one transaction with the note
that it did; a job whose worker died is run again, so tasks are idempotent.
"""
