"""Public bodies: who governs where, who holds which post, and the next number in a book.

Five words: *unit* (a province, ward, commune or special zone), *agency*, *post*, *officer*,
*delegation*. Invariants: every unit, agency, assignment and delegation has a period of
validity and every look-up names its instant; what was true stays readable; a number of a
book is given out once.
"""
