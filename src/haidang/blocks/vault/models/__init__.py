"""Tables of the vault."""

from haidang.blocks.vault.models.files import FileShare, StoredFile, VaultDocument
from haidang.blocks.vault.models.sealing import make_key, seal_file, unseal_file

__all__ = ["FileShare", "StoredFile", "VaultDocument", "make_key", "seal_file", "unseal_file"]
