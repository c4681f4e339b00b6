"""How long cases really take: what was told at acceptance, what happened, and how they agree.

Words: told (the forecast of one case, fixed at its acceptance), taken (the working time from
acceptance to decision without the waiting for the applicant), distribution (count, P50 and
P90 of the last 90 days of a procedure, of one agency or of the whole city), refresh (reckon
the distributions that moved), calibration (told against taken).

Invariants: what was told to a case never changes; a duration is noted once; a distribution
holds finished cases only; a case is known here by its number, its procedure and its agency.
"""
