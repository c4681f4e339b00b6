"""Which pages belong together."""

from collections.abc import Sequence

from haidang.engines.scans.model import SEPARATOR, PageLook, Part


def separator_text(key: str = "") -> str:
    """Return the text of a separator sheet; with a key it also says which paper follows."""
    return f"{SEPARATOR}:{key}" if key else SEPARATOR


def propose_parts(pages: Sequence[PageLook]) -> tuple[Part, ...]:
    """Split a stack at its separators; without any, at its blank pages.

    Blank pages beside separator sheets are the backs of printed pages, so they do not split.
    """
    has_sheets = any(page.separator for page in pages)
    parts: list[Part] = []
    open_numbers: list[int] = []
    key = ""
    for page in pages:
        if page.separator or (page.is_blank and not has_sheets):
            parts += _closed(open_numbers, key)
            open_numbers, key = [], page.separator.removeprefix(SEPARATOR).lstrip(":")
        elif not page.is_blank:
            open_numbers.append(page.number)
    return (*parts, *_closed(open_numbers, key))


def _closed(numbers: list[int], key: str) -> list[Part]:
    return [Part(first=numbers[0], last=numbers[-1], key=key)] if numbers else []
