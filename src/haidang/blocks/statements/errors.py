"""Faults of a statement's definition; a programmer's fault, never a user's."""

from haidang.kernel.errors import HaidangError


class NotPreparable(HaidangError):
    """The query cannot be made once: a value of it does not reach the database as it is."""

    code = "statements.not_preparable"
