"""Parcels of the public postal service: results to people, papers from people.

Words: parcel (one envelope on its way), order (what the post is asked to fetch), tracking
number (the post's own), movement (what the post tells of it).

Invariants: a parcel is ordered once for each key, however often it is tried; a movement is
taken once; a parcel that was delivered or sent back moves no more; nothing outside is called
in a transaction. Law: 118/2025/NĐ-CP (public postal service).
"""
