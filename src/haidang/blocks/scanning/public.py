"""The front door of scanning."""

from haidang.blocks.scanning.actions import finish_stack, recognise_text, take_stack
from haidang.blocks.scanning.errors import (
    PagesLost,
    ScanningError,
    ScanRefused,
    StackUnknown,
    TextReaderMissing,
)
from haidang.blocks.scanning.providers import CodeReader, TextReader
from haidang.blocks.scanning.queries import (
    can_read_text,
    draw_page,
    get_stack,
    list_stacks,
    read_card,
    read_pages,
)
from haidang.blocks.scanning.types import (
    Recognised,
    StackDone,
    StackId,
    StackTaken,
    StackView,
)

__all__ = [
    "CodeReader",
    "PagesLost",
    "Recognised",
    "ScanRefused",
    "ScanningError",
    "StackDone",
    "StackId",
    "StackTaken",
    "StackUnknown",
    "StackView",
    "TextReader",
    "TextReaderMissing",
    "can_read_text",
    "draw_page",
    "finish_stack",
    "get_stack",
    "list_stacks",
    "read_card",
    "read_pages",
    "recognise_text",
    "take_stack",
]
