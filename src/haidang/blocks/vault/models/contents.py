"""What a file must look like before the vault takes it. Pure."""

from collections.abc import Collection
from pathlib import PurePath
from typing import Final

import puremagic

from haidang.blocks.vault.types import CONTENT_TYPES
from haidang.kernel.errors import Problem

_TAIL: Final = 4096
_PDF: Final = "application/pdf"
_ENDS: Final = {
    "application/pdf": b"%%EOF",
    "image/jpeg": b"\xff\xd9",
    "image/png": b"IEND",
}
_STARTS: Final = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
}
_NAMES: Final = {media_type: name.upper() for name, media_type in CONTENT_TYPES.items()}
NAME_LENGTH: Final = 200


def detect_media_type(content: bytes) -> str:
    """Return the media type by content, never by name; empty when it is none of ours."""
    if content.startswith(_STARTS[_PDF]):
        return _PDF  # nothing else begins so, and every document of ours comes this way
    try:
        found = puremagic.from_string(content[:65536], mime=True)
    except (puremagic.PureError, ValueError):
        return ""
    start = _STARTS.get(found)
    return found if start is not None and content.startswith(start) else ""


def find_problems(
    content: bytes, *, allowed: Collection[str], max_bytes: int
) -> tuple[str, list[Problem]]:
    """Return the media type and everything that is wrong with a file, for its giver."""
    if not content:
        return "", [_empty()]
    problems = []
    media_type = detect_media_type(content)
    if len(content) > max_bytes:
        problems.append(_too_large(max_bytes))
    if media_type not in allowed:
        problems.append(_wrong_type(allowed))
    elif _ENDS[media_type] not in content[-_TAIL:]:
        problems.append(_cut_off())
    return media_type, problems


def clean_name(name: str) -> str:
    """Return the last part of a path without control signs, short enough to show."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in last if sign.isprintable()).strip() or "tep"
    stem, dot, ending = shown.rpartition(".")
    kept = NAME_LENGTH - len(ending) - len(dot)
    return f"{stem[:kept]}{dot}{ending}" if dot else shown[:NAME_LENGTH]


def _empty() -> Problem:
    return Problem(
        code="vault.empty_file",
        message={
            "vi": "Tệp không có nội dung. Hãy chọn lại tệp.",
            "en": "The file is empty. Please choose it again.",
        },
    )


def _too_large(max_bytes: int) -> Problem:
    megabytes = max(max_bytes // (1024 * 1024), 1)
    return Problem(
        code="vault.file_too_large",
        message={
            "vi": f"Tệp lớn hơn {megabytes} MB. Hãy giảm dung lượng hoặc tách tệp.",
            "en": f"The file is larger than {megabytes} MB. Please make it smaller or split it.",
        },
        params={"max_mb": megabytes},
    )


def _wrong_type(allowed: Collection[str]) -> Problem:
    names = ", ".join(sorted(_NAMES[media_type] for media_type in allowed))
    return Problem(
        code="vault.wrong_file_type",
        message={
            "vi": f"Nội dung tệp không thuộc loại được nhận: {names}.",
            "en": f"By its content the file is none of the kinds that are taken: {names}.",
        },
        params={"allowed": names},
    )


def _cut_off() -> Problem:
    return Problem(
        code="vault.file_cut_off",
        message={
            "vi": "Tệp bị cắt ngang khi tải lên hoặc khi quét. Hãy tải lại tệp đầy đủ.",
            "en": "The end of the file is missing. Please upload the whole file again.",
        },
    )
