"""The doctor: everything that an operator needs to hold, each with what it means and its cure.

Words: *finding* (one thing looked at: ok, warn or fail, what was seen, what to do), *check*
(a function that looks and yields findings). A check that cannot look is a finding as well.
"""
