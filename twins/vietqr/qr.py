"""Read a VietQR payload as a bank does; written apart from the platform's own reader."""

import binascii
from dataclasses import dataclass


class UnreadableError(ValueError):
    """The code is no VietQR payment code, or it is damaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a code asks for."""

    bank: str
    account: str
    amount: int
    content: str
    name: str


def read_code(payload: str) -> Code:
    """Read a dynamic payment code; raises UnreadableError."""
    if len(payload) < 8 or payload[-8:-4] != "6304":
        raise UnreadableError("no checksum field")
    if f"{binascii.crc_hqx(payload[:-4].encode(), 0xFFFF):04X}" != payload[-4:]:
        raise UnreadableError("wrong checksum")
    outer = _fields(payload)
    merchant = _fields(outer.get("38", ""))
    if merchant.get("00") != "A000000727" or merchant.get("02") not in {"QRIBFTTA", "QRIBFTTC"}:
        raise UnreadableError("not a NAPAS transfer")
    target = _fields(merchant.get("01", ""))
    return Code(
        bank=target.get("00", ""),
        account=target.get("01", ""),
        amount=int(outer.get("54", "0")),
        content=_fields(outer.get("62", "")).get("08", ""),
        name=outer.get("59", ""),
    )


def _fields(text: str) -> dict[str, str]:
    found, position = {}, 0
    while position < len(text):
        try:
            length = int(text[position + 2 : position + 4])
        except ValueError as error:
            raise UnreadableError("a field without length") from error
        found[text[position : position + 2]] = text[position + 4 : position + 4 + length]
        position += 4 + length
    return found
