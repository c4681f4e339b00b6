"""The front door of the audit."""

from haidang.blocks.audit.actions import announce, record, seal_entries
from haidang.blocks.audit.queries import list_entries, verify
from haidang.blocks.audit.types import Entry, Verification

__all__ = ["Entry", "Verification", "announce", "list_entries", "record", "seal_entries", "verify"]
