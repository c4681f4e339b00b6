"""The life of a notice."""

from collections.abc import Mapping
from typing import Final

from haidang.blocks.messaging.types import NoticeStatus

TRANSITIONS: Final[Mapping[NoticeStatus, frozenset[NoticeStatus]]] = {
    NoticeStatus.QUEUED: frozenset({NoticeStatus.SENT, NoticeStatus.FAILED}),
    NoticeStatus.SENT: frozenset(),
    # An officer may try again once the address is mended.
    NoticeStatus.FAILED: frozenset({NoticeStatus.QUEUED}),
}
