"""VietQR payloads and bank notices: theirs and ours. Pure.

A payload is a chain of fields: two digits of tag, two of length, then the value (EMVCo
Merchant-Presented QR). The last field, 63, is a CRC-16/CCITT-FALSE over everything
before its value.
"""

import binascii
import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from haidang.blocks.payments.public import BankNotice, NoticeForged, NoticeUnreadable
from haidang.kernel.money import Money

NAPAS: Final = "A000000727"
VNPAY: Final = "A000000775"
TO_ACCOUNT: Final = "QRIBFTTA"
_MAX_LENGTH: Final = 99
_MAX_PURPOSE: Final = 25
_HEADER: Final = 4
_CRC_LENGTH: Final = 4

SIGNATURE_HEADER: Final = "x-vietqr-signature"
TIMESTAMP_HEADER: Final = "x-vietqr-timestamp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """What a VietQR code asks a bank to do; no amount means that the person types it."""

    bank_bin: str
    account: str
    amount: Money | None = None
    purpose: str = ""
    service: str = TO_ACCOUNT
    name: str = ""
    city: str = ""

    @property
    def is_dynamic(self) -> bool:
        """Tell whether the code is for one payment only."""
        return self.amount is not None


class PayloadFault(ValueError):
    """The text is not a VietQR payload."""


def crc(text: str) -> str:
    """Return the CRC-16/CCITT-FALSE of a text as four hexadecimal digits."""
    return f"{binascii.crc_hqx(text.encode('utf-8'), 0xFFFF):04X}"


def encode(transfer: Transfer) -> str:
    """Return the payload of a transfer, in the order of tags that banks write."""
    beneficiary = _field("00", transfer.bank_bin) + _field("01", transfer.account)
    account = _field("00", NAPAS) + _field("01", beneficiary) + _field("02", transfer.service)
    parts = [
        _field("00", "01"),
        _field("01", "12" if transfer.is_dynamic else "11"),
        _field("38", account),
        _field("53", "704"),
        _field("54", str(transfer.amount.dong) if transfer.amount is not None else ""),
        _field("58", "VN"),
        _field("59", transfer.name),
        _field("60", transfer.city),
        _field("62", _field("08", transfer.purpose)),
    ]
    text = "".join(parts) + "6304"
    return text + crc(text)


def parse(payload: str) -> Transfer:
    """Read a payload; raises PayloadFault when the CRC or a field is wrong."""
    if crc(payload[:-_CRC_LENGTH]) != payload[-_CRC_LENGTH:].upper():
        raise PayloadFault("The CRC does not agree.")
    fields = _split(payload)
    account = _split(fields.get("38", ""))
    if account.get("00") != NAPAS:
        raise PayloadFault("The code is not for VietQR.")
    beneficiary = _split(account.get("01", ""))
    if fields.get("53") != "704" or fields.get("58") != "VN":
        raise PayloadFault("The code is not for đồng in Vietnam.")
    return Transfer(
        bank_bin=beneficiary.get("00", ""),
        account=beneficiary.get("01", ""),
        amount=_amount(fields.get("54", "")),
        purpose=_split(fields.get("62", "")).get("08", ""),
        service=account.get("02", ""),
        name=fields.get("59", ""),
        city=fields.get("60", ""),
    )


def plain_purpose(text: str) -> str:
    """Return a purpose that every bank carries unchanged: ASCII, at most 25 signs."""
    letters = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", letters)
    ascii_only = "".join(sign for sign in decomposed if sign.isascii())
    kept = re.sub(r"[^A-Za-z0-9 .\-]", " ", ascii_only)
    return " ".join(kept.split())[:_MAX_PURPOSE]


def sign(*, secret: str, timestamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256 that the bank puts on a notice."""
    content = timestamp.encode() + b"." + body
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()


def read_notice(*, secret: str, headers: Mapping[str, str], body: bytes) -> BankNotice:
    """Check a notice's signature, then read it.

    An old notice that is sent again is harmless, since each event is acted on once; so
    the timestamp is signed but not compared with our clock, and late notices count.
    """
    given = {name.lower(): value for name, value in headers.items()}
    true = sign(secret=secret, timestamp=given.get(TIMESTAMP_HEADER, ""), body=body)
    if not hmac.compare_digest(true.encode(), given.get(SIGNATURE_HEADER, "").lower().encode()):
        raise NoticeForged
    try:
        content = json.loads(body)
    except ValueError as error:
        raise NoticeUnreadable from error
    return to_notice(content)


def to_notice(content: object) -> BankNotice:
    """Return a bank's booking in our words."""
    if not isinstance(content, dict):
        raise NoticeUnreadable
    try:
        return BankNotice(
            event_id=str(content["event_id"]),
            transaction_id=str(content["transaction_id"]),
            reference=find_reference(str(content["content"])),
            amount=Money(content["amount"]),
            paid_at=_instant(str(content["booked_at"])),
            raw={str(key): str(value) for key, value in content.items()},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NoticeUnreadable from error


def find_reference(content: str) -> str:
    """Return the order's reference from a transfer's text, which banks decorate at will."""
    words = re.findall(r"[A-Za-z0-9]+", content)
    return next((word.upper() for word in words if _REFERENCE.match(word)), content[:80])


_REFERENCE: Final = re.compile(r"^[A-Za-z]{2}[2-9A-HJKMNP-Za-hjkmnp-z]{10}$")


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("The time of a booking needs a time zone.")
    return instant


def _field(tag: str, value: str) -> str:
    if not value:
        return ""
    if len(value) > _MAX_LENGTH:
        raise PayloadFault(f"Field {tag} is longer than {_MAX_LENGTH} signs.")
    return f"{tag}{len(value):02d}{value}"


def _split(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    rest = text
    while rest:
        tag, length = rest[:2], rest[2:_HEADER]
        if not (tag.isascii() and tag.isdigit() and length.isascii() and length.isdigit()):
            raise PayloadFault("A field has no tag or no length.")
        end = _HEADER + int(length)
        if end > len(rest):
            raise PayloadFault(f"Field {tag} is cut off.")
        fields[tag] = rest[_HEADER:end]
        rest = rest[end:]
    return fields


def _amount(text: str) -> Money | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise PayloadFault("The amount is not a whole number of đồng.")
    return Money(int(text))
