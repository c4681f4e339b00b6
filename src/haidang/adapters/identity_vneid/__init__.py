"""Sign-in with VNeID, the national electronic identity, and the officers' own sign-in.

``client.Provider`` is what the setting IDENTITY_PROVIDERS names; ``provider``, ``views``
and ``urls`` put it behind django-allauth for browsers, ``accounts`` tells allauth our
rules. Domain models are not imported here, since Django loads this package first.
"""
