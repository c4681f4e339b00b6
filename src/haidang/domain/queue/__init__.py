"""The queue of a counter: numbers of the day, who is called where, how long it may take.

Words: ticket (a number of the day), kind (what the person came for), window (where an officer
serves), called (the number stands on the board), absent (nobody came), pace (how long serving
took lately).

Invariants: an agency gives each number once a day; a ticket is called by one officer at a
time; what a ticket carries of a person is encrypted, and forgotten when it was served.
"""
