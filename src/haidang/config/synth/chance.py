"""Chance by words: the same words give the same chance, whatever was drawn before."""

from random import Random  # noqa: TID251 - seeded

__all__ = ["Random", "chance_of"]


def chance_of(*words: object) -> Random:
    """Return a source of chance that follows from the words alone."""
    return Random(":".join(map(str, words)))  # noqa: S311 - sample data, no secret
