"""The front door of the audit."""

from haidang.blocks.audit.actions import announce, record, seal_entries
from haidang.blocks.audit.queries import list_entries, sealing_lag, verify
from haidang.blocks.audit.types import Entry, SealingLag, Verification

__all__ = [
    "Entry",
    "SealingLag",
    "Verification",
    "announce",
    "list_entries",
    "record",
    "seal_entries",
    "sealing_lag",
    "verify",
]
