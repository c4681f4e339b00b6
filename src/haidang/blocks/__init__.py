"""Stateful building blocks of government; none has heard of a procedure."""
