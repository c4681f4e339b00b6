"""Calls to other agencies: described by content, logged for the citizen, sealed.

Words: service (what another agency answers), request (one call, with who asked and why),
answer (what came back), outcome (how it ended), access note (what the citizen sees of it).

Invariants: no call without a request row written before it; the same key calls once and
answers the same ever after; personal data stand in the log only sealed; hashes of
request and answer go into the audit's chain.
"""
