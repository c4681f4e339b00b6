"""What can be wrong with the vault."""

from haidang.kernel.errors import Conflict, HaidangError, NotFound


class VaultError(HaidangError):
    """The vault does not permit this."""

    code = "vault.error"


class FileUnknown(VaultError, NotFound):
    """There is no such file, or it may not be known of."""

    code = "vault.file_unknown"


class FileShreddedError(VaultError, NotFound):
    """The file was shredded when its time was over."""

    code = "vault.file_shredded"


class FileDamaged(VaultError):
    """The stored bytes are missing or were changed."""

    code = "vault.file_damaged"


class DocumentUnknown(VaultError, NotFound):
    """There is no such document, or it may not be known of."""

    code = "vault.document_unknown"


class KeyUsedTwice(VaultError, Conflict):
    """Another document was deposited under this key."""

    code = "vault.key_used_twice"
