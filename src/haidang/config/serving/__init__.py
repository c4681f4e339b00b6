"""Serve without a gap: web processes behind a switch, workers that drain, replaced one by one.

Words: *backend* (one web process on a socket of its own), *switch* (the one listener, which
gives each connection to a backend), *drain* (take nothing new, finish what is begun).
Invariant: a backend is asked to end only when the switch holds no connection to it, or its
time to drain is over; the old one goes only when the new one answers.
"""
