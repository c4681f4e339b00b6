"""Who people are: persons, organizations, accounts, mandates, tokens, and who read what.

Five words: *person*, *account* (what signs in), *representation* (one person may act for
another or for an organization), *assurance* (how sure we are: VNeID level 1 or 2),
*access* (a read of personal data). Invariants: a personal id is stored sealed and found
by a keyed digest only; a token is stored as its digest only; a person signs in through
a provider, an officer by password and second factor; every read of somebody's data by
somebody else is shown to that person.
"""
