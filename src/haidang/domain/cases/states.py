"""The legal life of a case, as pure data (NĐ 118/2025/NĐ-CP, NĐ 309/2026/NĐ-CP).

The numbers are the national synchronisation codes. "Overdue" is derived, never a state.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """Where a case stands in law."""

    DRAFT = "draft"
    LINKED = "0"
    REGISTERED = "1"
    ACCEPTED = "2"
    REJECTED = "3"
    PROCESSING = "4"
    SUPPLEMENT = "5"
    OBLIGATION = "6"
    WITHDRAWN = "7"
    STOPPED = "8"
    FINISHED = "9"
    RETURNED = "10"


class FinanceState(StrEnum):
    """Where the money of a case stands."""

    NONE = "none"
    AWAITING = "awaiting"
    PAID = "paid"
    EXEMPT = "exempt"
    REFUNDED = "refunded"


class DeliveryState(StrEnum):
    """Where the result is on its way to the person."""

    NONE = "none"
    ELECTRONIC = "electronic"
    COUNTER = "counter"
    POST = "post"
    IN_POST = "in_post"
    SENT_BACK = "sent_back"
    DELIVERED = "delivered"


class SyncState(StrEnum):
    """Whether the national portal knows the case's present status."""

    PENDING = "pending"
    SYNCED = "synced"
    FAILED = "failed"


class BusinessState(StrEnum):
    """Who has the case in hand."""

    APPLICANT = "applicant"
    RECEPTION = "reception"
    OFFICER = "officer"
    SYSTEM = "system"
    DONE = "done"


_S = Status
TRANSITIONS: Final[Mapping[Status, frozenset[Status]]] = {
    _S.DRAFT: frozenset({_S.REGISTERED}),
    _S.LINKED: frozenset({_S.PROCESSING, _S.FINISHED, _S.STOPPED, _S.WITHDRAWN}),
    _S.REGISTERED: frozenset({_S.ACCEPTED, _S.REJECTED, _S.SUPPLEMENT, _S.WITHDRAWN}),
    _S.ACCEPTED: frozenset({_S.PROCESSING, _S.LINKED, _S.WITHDRAWN, _S.STOPPED}),
    _S.REJECTED: frozenset(),
    _S.PROCESSING: frozenset(
        {_S.SUPPLEMENT, _S.OBLIGATION, _S.WITHDRAWN, _S.STOPPED, _S.FINISHED, _S.LINKED}
    ),
    _S.SUPPLEMENT: frozenset({_S.REGISTERED, _S.PROCESSING, _S.WITHDRAWN, _S.STOPPED}),
    _S.OBLIGATION: frozenset({_S.PROCESSING, _S.WITHDRAWN, _S.STOPPED}),
    _S.WITHDRAWN: frozenset(),
    _S.STOPPED: frozenset(),
    _S.FINISHED: frozenset({_S.RETURNED}),
    _S.RETURNED: frozenset(),
}

CLOSED: Final = frozenset({_S.REJECTED, _S.WITHDRAWN, _S.STOPPED, _S.RETURNED})
DECIDED: Final = frozenset({_S.FINISHED, _S.RETURNED})
BEFORE_ACCEPTANCE: Final = frozenset({_S.DRAFT, _S.REGISTERED})

NAMES: Final[Mapping[Status, Mapping[str, str]]] = {
    _S.DRAFT: {"vi": "Đang soạn", "en": "Draft"},
    _S.LINKED: {"vi": "Liên thông, đang chờ", "en": "Waiting for a linked agency"},
    _S.REGISTERED: {"vi": "Mới đăng ký", "en": "Registered"},
    _S.ACCEPTED: {"vi": "Được tiếp nhận", "en": "Accepted"},
    _S.REJECTED: {"vi": "Không được tiếp nhận", "en": "Not accepted"},
    _S.PROCESSING: {"vi": "Đang xử lý", "en": "In progress"},
    _S.SUPPLEMENT: {"vi": "Yêu cầu bổ sung giấy tờ", "en": "Supplement requested"},
    _S.OBLIGATION: {"vi": "Yêu cầu thực hiện nghĩa vụ tài chính", "en": "Payment requested"},
    _S.WITHDRAWN: {"vi": "Công dân yêu cầu rút hồ sơ", "en": "Withdrawn by the applicant"},
    _S.STOPPED: {"vi": "Dừng xử lý", "en": "Stopped"},
    _S.FINISHED: {"vi": "Đã xử lý xong", "en": "Decided"},
    _S.RETURNED: {"vi": "Đã trả kết quả", "en": "Result returned"},
}


def legal_edges() -> dict[str, frozenset[str]]:
    """Return the table as plain strings, for the proof of a procedure's process."""
    return {str(start): frozenset(map(str, ends)) for start, ends in TRANSITIONS.items()}
