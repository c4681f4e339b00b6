"""The front door of statements."""

from haidang.blocks.statements.actions import save_columns, write_new, write_once
from haidang.blocks.statements.errors import NotPreparable
from haidang.blocks.statements.queries import Prepared, Value

__all__ = ["NotPreparable", "Prepared", "Value", "save_columns", "write_new", "write_once"]
