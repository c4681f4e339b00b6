"""Open what the database holds sealed when a kit is made; seal it anew when one is taken in.

Keys never leave an installation: sealed columns travel open inside the owner's envelope, and
digests under a key are left out and reckoned again.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from allauth.mfa.adapter import get_adapter

from haidang.blocks.exchange import public as exchange
from haidang.blocks.identity import public as identity

Row = dict[str, Any]
"""One line; what stands in it is the table's affair."""
_SECRETS: Final = ("secret", "seed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """How a table's columns differ in a kit; the words describe them in its schema."""

    plain: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    added: Mapping[str, str] = field(default_factory=dict)


_NOTHING: Final = Opened()
_OPENED: Final[Mapping[str, Opened]] = {
    "identity_person": Opened(
        plain={"personal_id": "the personal id"}, dropped=frozenset({"personal_id_digest"})
    ),
    "identity_organization": Opened(
        plain={"tax_code": "the tax code"}, dropped=frozenset({"tax_code_digest"})
    ),
    "exchange_exchangerequest": Opened(
        plain={
            "request_sealed": "what was asked, as base64 of the bytes sent",
            "answer_sealed": "what was answered, as base64 of the bytes received",
        }
    ),
    "exchange_personasked": Opened(
        dropped=frozenset({"person_digest"}), added={"personal_id": "whom was asked about"}
    ),
    "vault_storedfile": Opened(dropped=frozenset({"sealed_key"})),
}


def opened_columns(table: str) -> Opened:
    """Return how the columns of a table differ in a kit."""
    return _OPENED.get(table, _NOTHING)


def needs_opening(table: str) -> bool:
    """Tell whether lines of a table pass through ``open_row`` and ``seal_row``."""
    return table in _OPEN


def open_row(table: str, row: Row) -> Row:
    """Return a line as a kit holds it."""
    return _OPEN[table](row)


def seal_row(table: str, row: Row) -> Row:
    """Return a line as this installation holds it."""
    return _SEAL[table](row)


def _open_person(row: Row) -> Row:
    row["personal_id"] = _opened(row["personal_id"], "identity_person.personal_id").decode()
    del row["personal_id_digest"]
    return row


def _seal_person(row: Row) -> Row:
    number = row["personal_id"]
    row["personal_id"] = _sealed(number.encode(), "identity_person.personal_id")
    row["personal_id_digest"] = _hexadecimal(identity.digest_of_personal_id(number))
    return row


def _open_organization(row: Row) -> Row:
    row["tax_code"] = _opened(row["tax_code"], "identity_organization.tax_code").decode()
    del row["tax_code_digest"]
    return row


def _seal_organization(row: Row) -> Row:
    number = row["tax_code"]
    row["tax_code"] = _sealed(number.encode(), "identity_organization.tax_code")
    row["tax_code_digest"] = _hexadecimal(identity.digest_of_tax_code(number))
    return row


def _open_request(row: Row) -> Row:
    for name, context in exchange.SEALED_COLUMNS.items():
        if row[name]:
            opened = b"" if row[name] == "\\x" else _opened(row[name], context)
            row[name] = base64.b64encode(opened).decode()
    return row


def _seal_request(row: Row) -> Row:
    for name, context in exchange.SEALED_COLUMNS.items():
        if row[name] is not None:
            plain = base64.b64decode(row[name])
            row[name] = _sealed(plain, context) if plain else "\\x"
    return row


def _open_asked(row: Row) -> Row:
    return row


def _seal_asked(row: Row) -> Row:
    row["person_digest"] = _hexadecimal(exchange.digest_person(row.pop("personal_id")))
    return row


def _open_factor(row: Row) -> Row:
    return _with_secrets(row, get_adapter().decrypt)


def _seal_factor(row: Row) -> Row:
    return _with_secrets(row, get_adapter().encrypt)


def _with_secrets(row: Row, change: Callable[[str], str]) -> Row:
    row["data"] = {
        name: change(value) if name in _SECRETS and isinstance(value, str) else value
        for name, value in row["data"].items()
    }
    return row


def _open_file(row: Row) -> Row:
    del row["sealed_key"]
    return row


def _seal_file(row: Row) -> Row:
    """Hold a place for the key, which is made when the file's bytes come."""
    row["sealed_key"] = "\\x" if row["shredded_at"] is None else None
    return row


def _opened(value: str, context: str) -> bytes:
    return identity.unseal(bytes.fromhex(value.removeprefix("\\x")), context=context)


def _sealed(plain: bytes, context: str) -> str:
    return _hexadecimal(identity.seal(plain, context=context))


def _hexadecimal(content: bytes) -> str:
    return f"\\x{content.hex()}"


_OPEN: Final[Mapping[str, Callable[[Row], Row]]] = {
    "identity_person": _open_person,
    "identity_organization": _open_organization,
    "exchange_exchangerequest": _open_request,
    "exchange_personasked": _open_asked,
    "mfa_authenticator": _open_factor,
    "vault_storedfile": _open_file,
}
_SEAL: Final[Mapping[str, Callable[[Row], Row]]] = {
    "identity_person": _seal_person,
    "identity_organization": _seal_organization,
    "exchange_exchangerequest": _seal_request,
    "exchange_personasked": _seal_asked,
    "mfa_authenticator": _seal_factor,
    "vault_storedfile": _seal_file,
}
