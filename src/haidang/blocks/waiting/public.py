"""The front door of the waiting room."""

from haidang.blocks.waiting.actions import draw_number, forget_visitors, turn_the_door
from haidang.blocks.waiting.queries import find_visitor
from haidang.blocks.waiting.types import Drawn, HouseView, Mark

__all__ = [
    "Drawn",
    "HouseView",
    "Mark",
    "draw_number",
    "find_visitor",
    "forget_visitors",
    "turn_the_door",
]
