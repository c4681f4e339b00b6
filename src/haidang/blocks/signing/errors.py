"""What may go wrong with signatures."""

from haidang.kernel.errors import Conflict, HaidangError, NotAllowed, NotFound


class SigningError(HaidangError):
    """The signature could not be made."""

    code = "signing.error"


class NoSigningKey(SigningError, NotFound):
    """The holder has no key that is valid now."""

    code = "signing.no_key"


class DocumentUnsignable(SigningError):
    """The document cannot be signed at this field."""

    code = "signing.document_unsignable"


class KeyReused(SigningError, Conflict):
    """The idempotency key signed another document, field or holder before."""

    code = "signing.key_reused"


class SigningNotAllowed(SigningError, NotAllowed):
    """The actor may not sign for this holder."""

    code = "signing.not_allowed"
