"""The append-only record of who did what.

Words: entry (one act), digest (SHA-256 of an entry), seal (a batch of entries, chained to
the seal before it), verification (recompute everything and compare).

Invariants: an entry is never changed or removed (the database refuses); every entry
ends in exactly one seal; each seal carries the hash of the one before.
"""
