"""VNeID's claims in our words. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from haidang.blocks.identity.public import ClaimsKind, VerifiedClaims
from haidang.kernel.errors import ProviderRefused
from haidang.kernel.personal_id import Sex, parse_personal_id

PROVIDER: Final = "vneid"

_KINDS: Final[Mapping[str, ClaimsKind]] = {
    "1": "person",
    "2": "enterprise",
    "3": "organization",
}
_SEXES: Final[Mapping[str, Sex]] = {"1": "male", "2": "female"}
_HIGHEST_LEVEL: Final = 2


def map_claims(claims: Mapping[str, object]) -> VerifiedClaims:
    """Read the claims of a checked answer; raises ProviderRefused when the identity is missing."""
    subject = _text(claims, "sub")
    personal_id = parse_personal_id(_text(claims, "SoDinhDanh"))
    name = _text(claims, "HoVaTen")
    if not subject or personal_id is None or not name:
        raise ProviderRefused("The answer names no person.")
    return VerifiedClaims(
        provider=PROVIDER,
        subject=subject,
        kind=_KINDS.get(_text(claims, "LoaiTaiKhoan"), "person"),
        personal_id=personal_id,
        full_name=name,
        assurance=read_assurance(claims),
        born_on=read_date(_text(claims, "NgayThangNamSinh")),
        sex=_SEXES.get(_text(claims, "GioiTinh")),
        phone=_text(claims, "SoDienThoai"),
        email=_text(claims, "ThuDienTu"),
        tax_code=_text(claims, "MaSoThue") or _text(claims, "MaSoDoanhNghiep"),
        organization_name=_text(claims, "TenDoanhNghiep"),
    )


def read_assurance(claims: Mapping[str, object]) -> int:
    """Return the level that both ``loAs`` and ``IAL`` vouch for; what is absent vouches 0."""
    levels = [_level(_text(claims, name)) for name in ("loAs", "IAL") if name in claims]
    return min(levels, default=0)


def read_date(text: str) -> date | None:
    """Read yyyyMMdd, yyyy-MM-dd or dd/MM/yyyy; old people may have a year only: None."""
    for pattern in ("%Y%m%d", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def _level(text: str) -> int:
    digits = text.upper().removeprefix("IAL").removeprefix("LOA").strip()
    return min(int(digits), _HIGHEST_LEVEL) if digits.isdigit() else 0


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims.get(name)
    return "" if value is None else str(value).strip()
