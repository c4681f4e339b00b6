"""The exit kit: everything that an installation holds, in open formats, for another system.

The words: a *kit* (a folder), a *table* (rows as JSON Lines with a JSON Schema), a *part* (a
piece of a table or of the documents, small enough to be held in memory), the *owner* (whose
certificate the parts are enveloped to), the *manifest* (every file with its digest, signed by
an agency). What a stranger has to know stands in docs/reference/exit-kit.md.

Invariants: an export sees one instant; a byte that was changed is found before a row is
written; an import is whole or nothing.
"""
