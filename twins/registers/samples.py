"""Sample people of the registers: those of a city's sample.yaml, and made-up ones by rule.

Numbers ``031 c yy 000100`` to ``…000999`` (c: century and sex, yy: year) answer without
being listed: everything about them follows from the number, so load tests have
hundreds of thousands of people who are always the same.
"""

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import yaml

SAMPLE_FILE: Final = (
    Path(__file__).resolve().parents[2] / "content" / "cities" / "haiphong" / "sample.yaml"
)
_MADE: Final = re.compile(r"^031([0-3])(\d\d)000([1-9]\d\d)$")
_FAMILY: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
_MIDDLE: Final = {
    "male": ("Văn", "Đức", "Minh", "Quang"),
    "female": ("Thị", "Thu", "Ngọc", "Khánh"),
}
_GIVEN: Final = {
    "male": ("An", "Bảo", "Cường", "Dương", "Hải", "Khoa", "Long", "Nam", "Phong", "Sơn"),
    "female": ("Anh", "Chi", "Dung", "Giang", "Hà", "Lan", "Mai", "Nga", "Quỳnh", "Trang"),
}
_PLACE: Final = "thành phố Hải Phòng (dữ liệu mẫu)"
Record = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A sample person."""

    personal_id: str
    name: str
    born_on: date
    sex: str
    marital_status: str


def load_samples(path: Path) -> dict[str, list[Record]]:
    """Return the sample records by service, or none where there is no file."""
    if not path.exists():
        return {}
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    services = content.get("services", {}) if isinstance(content, dict) else {}
    # Dates become ISO texts, as they are in answers.
    plain: dict[str, list[Record]] = json.loads(json.dumps(services, default=str))
    return plain


def record_of(sample: Record) -> Record:
    """Return the record that a sample answers with."""
    record = sample.get("record")
    return dict(record) if isinstance(record, dict) else {}


def made_person(personal_id: str) -> Person | None:
    """Return the person that a number of the reserved block stands for."""
    match = _MADE.match(personal_id)
    if match is None:
        return None
    century, year, serial = int(match[1]), int(match[2]), int(match[3])
    sex = "female" if century % 2 else "male"
    born_on = date(1900 + 100 * (century // 2) + year, 1, 1) + timedelta(days=serial % 365)
    return Person(
        personal_id=personal_id,
        name=_name(sex, serial, family=serial % 10),
        born_on=born_on,
        sex=sex,
        marital_status=("single", "married", "divorced", "widowed")[serial % 4],
    )


def made_birth(person: Person) -> Record:
    """Return the birth entry of a made-up person."""
    serial = int(person.personal_id[-3:])
    family = serial % 10
    return {
        "name": person.name,
        "born_on": person.born_on.isoformat(),
        "sex": person.sex,
        "ethnicity": "Kinh",
        "nationality": "Việt Nam",
        "birth_place": f"Trạm y tế mẫu số {serial % 20 + 1}, {_PLACE}",
        "hometown": f"Xã mẫu số {serial % 20 + 1}, {_PLACE}",
        "personal_id": person.personal_id,
        "father_name": _name("male", serial + 3, family=family),
        "father_born_on": str(person.born_on.year - 29),
        "father_ethnicity": "Kinh",
        "father_nationality": "Việt Nam",
        "mother_name": _name("female", serial + 5, family=(family + 1) % 10),
        "mother_born_on": str(person.born_on.year - 26),
        "mother_ethnicity": "Kinh",
        "mother_nationality": "Việt Nam",
        **_entry(serial, person.born_on + timedelta(days=15)),
    }


def made_marriage(person: Person) -> Record | None:
    """Return the marriage entry of a made-up person who is or was married."""
    if person.marital_status == "single":
        return None
    serial = int(person.personal_id[-3:])
    spouse_sex = "male" if person.sex == "female" else "female"
    spouse = Person(
        personal_id="",
        name=_name(spouse_sex, serial + 7, family=(serial + 4) % 10),
        born_on=person.born_on + timedelta(days=400),
        sex=spouse_sex,
        marital_status=person.marital_status,
    )
    husband, wife = (person, spouse) if person.sex == "male" else (spouse, person)
    married_on = date(person.born_on.year + 25, 6, 1)
    return {
        **_side("husband", husband),
        **_side("wife", wife),
        "married_on": married_on.isoformat(),
        **_entry(serial, married_on),
    }


def _side(role: str, person: Person) -> Record:
    return {
        f"{role}_name": person.name,
        f"{role}_born_on": person.born_on.isoformat(),
        f"{role}_personal_id": person.personal_id,
        f"{role}_residence": f"Phường mẫu, {_PLACE}",
        f"{role}_ethnicity": "Kinh",
        f"{role}_nationality": "Việt Nam",
    }


def _entry(serial: int, registered_on: date) -> Record:
    return {
        "registered_agency": f"Ủy ban nhân dân xã mẫu số {serial % 20 + 1}, {_PLACE}",
        "registered_on": registered_on.isoformat(),
        "number": str(serial),
        "book": f"01/{registered_on.year}",
        "notes": ["Dữ liệu mẫu."],
    }


def _name(sex: str, serial: int, *, family: int) -> str:
    middle, given = _MIDDLE[sex], _GIVEN[sex]
    return f"{_FAMILY[family]} {middle[serial % len(middle)]} {given[serial // 7 % len(given)]}"
