"""What the vault does: files, and documents made of them."""

from haidang.blocks.vault.actions.copying import copy_files
from haidang.blocks.vault.actions.custody import (
    check_contents,
    list_paths,
    list_shredded,
    read_sealed,
)
from haidang.blocks.vault.actions.documents import deposit, read_document, revoke_document
from haidang.blocks.vault.actions.files import (
    each_file,
    read_file,
    restore_file,
    share_files,
    share_files_with,
    shred_expired,
    shred_file,
    store_file,
)
from haidang.blocks.vault.actions.succession import HOLDINGS, move_agencies

__all__ = [
    "HOLDINGS",
    "check_contents",
    "copy_files",
    "deposit",
    "each_file",
    "list_paths",
    "list_shredded",
    "move_agencies",
    "read_document",
    "read_file",
    "read_sealed",
    "restore_file",
    "revoke_document",
    "share_files",
    "share_files_with",
    "shred_expired",
    "shred_file",
    "store_file",
]
