"""The front door of the audit."""

from haidang.blocks.audit.actions import announce, announce_all, gathering, record, seal_entries
from haidang.blocks.audit.queries import find_last_seal, list_entries, sealing_lag, verify
from haidang.blocks.audit.types import Entry, SealingLag, SealMark, Verification, merkle_root

__all__ = [
    "Entry",
    "SealMark",
    "SealingLag",
    "Verification",
    "announce",
    "announce_all",
    "find_last_seal",
    "gathering",
    "list_entries",
    "merkle_root",
    "record",
    "seal_entries",
    "sealing_lag",
    "verify",
]
