"""The verbs of the platform over HTTP, for people, officers and machines.

Five words: a *bearer token* says who acts and within which *scopes*; a *problem* (RFC 9457)
lists every fault at once; a *mark* asks for the next page of a list; an *idempotency key*
makes a repeated request return the first answer; a *verb* is one action of the domain.
"""
