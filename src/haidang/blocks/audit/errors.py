"""What can be wrong with the record."""

from haidang.kernel.errors import HaidangError


class AuditError(HaidangError):
    """The record of acts cannot be trusted."""

    code = "audit.error"
