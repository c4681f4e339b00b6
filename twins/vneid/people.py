"""Who can sign in at the twin: the sample people of a city, and made-up ones by their number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import yaml

from twins.registers.samples import SAMPLE_FILE, made_person

__all__ = ["SAMPLE_FILE", "Person", "find_person", "load_people"]

_SEXES: Final = {"male": 1, "female": 2}
_FALLBACK: Final = (
    ("lan", "Nguyễn Thị Lan", "031194000001", "1994-05-12", "female"),
    ("minh", "Trần Văn Minh", "031090000002", "1990-09-03", "male"),
    ("binh", "Lê Văn Bình", "031088000003", "1988-02-20", "male"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A sample person; ``key`` is what ``login_hint`` names."""

    key: str
    name: str
    personal_id: str
    born_on: str
    sex: str
    phone: str = ""
    email: str = ""
    level: int = 2

    @property
    def subject(self) -> str:
        """Return the twin's own key of the account, which tells nothing of the person."""
        return sha256(f"vneid-twin:{self.personal_id}".encode()).hexdigest()[:32]

    def claims(self) -> dict[str, object]:
        """Return the claims that VNeID gives, under VNeID's names."""
        return {
            "sub": self.subject,
            "LoaiTaiKhoan": 1,
            "SoDinhDanh": self.personal_id,
            "HoVaTen": self.name,
            "NgayThangNamSinh": self.born_on.replace("-", ""),
            "GioiTinh": _SEXES.get(self.sex, 0),
            "SoDienThoai": self.phone,
            "ThuDienTu": self.email,
            "TechID": self.subject[:12],
            "loAs": self.level,
            "IAL": f"IAL{self.level}",
        }


def load_people(path: Path = SAMPLE_FILE) -> list[Person]:
    """Return the citizens of a city's sample.yaml; three of our own where there is none."""
    if not path.exists():
        return [
            Person(key=key, name=name, personal_id=number, born_on=born_on, sex=sex)
            for key, name, number, born_on, sex in _FALLBACK
        ]
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [_read(entry) for entry in content.get("citizens", [])]


def find_person(people: Sequence[Person], hint: str) -> Person | None:
    """Return the person of a key or personal id; numbers of the reserved block are made up."""
    known = next((one for one in people if hint in {one.key, one.personal_id}), None)
    made = made_person(hint) if known is None else None
    if made is None:
        return known
    return Person(
        key=hint,
        name=made.name,
        personal_id=hint,
        born_on=made.born_on.isoformat(),
        sex=made.sex,
    )


def _read(entry: Mapping[str, object]) -> Person:
    level = entry.get("level", 2)
    return Person(
        key=str(entry["key"]),
        name=str(entry["name"]),
        personal_id=str(entry["personal_id"]),
        born_on=str(entry["born_on"]),
        sex=str(entry.get("sex", "")),
        phone=str(entry.get("phone", "")),
        email=str(entry.get("email", "")),
        level=level if isinstance(level, int) else 2,
    )
