"""Signatures: PAdES on PDF documents, with the marks that Vietnamese offices look for.

The words: a *credential* (certificates and a way to sign bytes with the key that belongs to
them), a *field* (the named place in a document where a signature stands), a *stamp* (what
people see there: the signer's name in blue, the agency's seal in red, or a note in the top
right corner), a *trust list* (the roots that count), a *report* (what each signature proves).

Invariants: a signature only ever appends to the bytes that were signed before; verification
fails closed: what cannot be proved is not valid. Law: NĐ 30/2020/NĐ-CP, Annex I (places and
looks); TT 15/2025/TT-BKHCN, Article 6 (path to a root, state at signing time, integrity).
"""

from haidang.engines.signatures.check import check_signatures
from haidang.engines.signatures.detached import check_detached, sign_detached
from haidang.engines.signatures.model import (
    Credential,
    FieldPlace,
    SignatureCheck,
    SigningFailed,
    Stamp,
    ValidationReport,
)
from haidang.engines.signatures.parse import find_places
from haidang.engines.signatures.run import sign

__all__ = [
    "Credential",
    "FieldPlace",
    "SignatureCheck",
    "SigningFailed",
    "Stamp",
    "ValidationReport",
    "check_detached",
    "check_signatures",
    "find_places",
    "sign",
    "sign_detached",
]
