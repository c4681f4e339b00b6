"""Pure interpreters of package data: no Django, no I/O, no clock, no randomness."""
