"""Load over HTTP: citizens, officers, banks and programs against a whole city, at its peak hour.

Words: a *visit* (what somebody comes for, page after page, with pauses), a *multiple* (how many
times the city's peak hour), a *stage* (so many seconds at one multiple), the *knee* (the last
stage that still answers well).
"""
