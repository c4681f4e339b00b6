"""What must hold of an installation at any size: each invariant is a named query with a sentence.

The queries are set-based, so that a million cases take minutes. They read, never write, and
need a cursor only: ``check_invariants`` works with Django's and with psycopg's alike.
"""
