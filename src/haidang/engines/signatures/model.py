"""Who signs, where, and what a verification found."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from haidang.kernel.errors import HaidangError, Problem

StampKind = Literal["person", "agency", "corner"]


class SigningFailed(HaidangError):
    """The document cannot be signed."""

    code = "signatures.failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A certificate in DER, its issuers' after it, and the act of signing with its key.

    ``sign_bytes`` returns the signature of the SHA-256 of what it is given: RSASSA-PKCS1-v1_5
    for an RSA key, ECDSA in DER for an elliptic curve.
    """

    certificates: tuple[bytes, ...]
    sign_bytes: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPlace:
    """Where a field stands: page from 0, and its box in points from the lower left."""

    field: str
    page: int
    box: tuple[float, float, float, float]

    @property
    def width(self) -> float:
        """Return the width in points."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """Return the height in points."""
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What people see where a signature stands.

    ``person``: the name in blue; ``agency``: the round red seal; ``corner``: the note on an
    attachment, with the number of the document in ``note``. ``sample`` marks it as not real.
    """

    kind: StampKind
    name: str
    at: datetime
    note: str = ""
    sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureCheck:
    """What one signature proves, from its certificate and from the bytes that it covers."""

    field: str
    who: str
    role: str
    organization: str
    holder_code: str
    serial: str
    signed_at: datetime | None
    timestamped_at: datetime | None
    intact: bool
    trusted: bool
    valid: bool
    covers_whole_document: bool
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationReport:
    """Every signature of a document, oldest first, and every reason not to believe it."""

    signatures: tuple[SignatureCheck, ...]
    problems: tuple[Problem, ...]

    @property
    def is_valid(self) -> bool:
        """Tell whether the document is signed and nothing speaks against it."""
        return bool(self.signatures) and not self.problems
