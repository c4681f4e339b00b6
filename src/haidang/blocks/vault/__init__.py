"""Files and the person's own documents: encrypted, typed by content, shared on purpose, shredded.

Five words: *file* (bytes with a hash), *share* (an agency may read a file for a matter),
*document* (an issued result in a person's keeping), *verification code* (what a reader of
the paper types), *shred*. Invariants: bytes lie encrypted under a key of their own, so
forgetting the key is shredding; what is stored is what was hashed; only the owner, the
representatives and the agencies it was shared with read a file; each such read is shown
to the owner.
"""
