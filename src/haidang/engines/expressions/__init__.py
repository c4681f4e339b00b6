"""Expressions of package data: conditions, rules and amounts in CEL, compiled once.

Five words: an *expression* reads *names*, gives a *value*, or is *unknown*; its source may
be *malformed*. What is not known never raises and never guesses: it stays unknown.
"""

from haidang.engines.expressions.functions import read_day, whole_months
from haidang.engines.expressions.model import (
    UNKNOWN,
    ExpressionError,
    Names,
    Unknown,
    Value,
)
from haidang.engines.expressions.parse import compile_expression
from haidang.engines.expressions.run import Expression

__all__ = [
    "UNKNOWN",
    "Expression",
    "ExpressionError",
    "Names",
    "Unknown",
    "Value",
    "compile_expression",
    "read_day",
    "whole_months",
]
