"""Money that people owe for a case: asked for, received, acknowledged, given back.

Words: order (a sum asked from a payer), notice (a bank's word that money came), booking (the
one time that an order becomes paid), receipt (biên lai điện tử), refund.

Invariants: an order is paid at most once and has at most one receipt; a notice is acted on
once, however often it comes; every notice with a true signature is kept, also the
one that fits no order; receipt numbers of an agency, year and symbol have no gap.
"""
