"""What a synthetic person writes into a form: a scenario's answers, told of this person."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from haidang.config.synth.mix import Kind
from haidang.config.synth.people import Someone
from haidang.domain.cases.testing import scenario_answers
from haidang.kernel.clock import local
from haidang.kernel.events import JSON

_TODAY: Final = date(2026, 11, 23)
"""The day that the scenarios are written for."""
_RECENT: Final = timedelta(days=60)
_LAN: Final = ("Nguyễn Thị Lan", "031194000001", "1994-05-12", "0900000001")
_MINH: Final = ("Trần Văn Minh", "031090000002", "1990-09-03", "0900000002")
_BINH: Final = ("Lê Văn Bình", "031088000003", "1988-02-20", "0900000003")
_WARD: Final = "11560"
_OTHER: Final = {"male": "female", "female": "male"}


def answers_for(kind: Kind, person: Someone, *, place: int, at: datetime) -> dict[str, JSON]:
    """Return the answers of a case: names, numbers and days are this person's and this day's."""
    told = _scenario(kind)
    own = (person.name, person.personal_id, person.born_on.isoformat(), person.phone)
    swaps: dict[str, str] = {_WARD: person.unit}
    applicant = _applicant(kind, person)
    swaps.update(zip(applicant, own, strict=True))
    filled = {key: _swap(value, swaps, on=local(at).date()) for key, value in told.items()}
    return {**filled, **_own(kind, person, place=place)}


def _applicant(kind: Kind, person: Someone) -> tuple[str, str, str, str]:
    if kind.procedure == "1.001193":
        return _LAN if person.sex == "female" else _MINH
    return _BINH if kind.procedure in {"1.004873", "1.001612"} else _LAN


def _own(kind: Kind, person: Someone, *, place: int) -> dict[str, JSON]:
    """Return what must differ between people beyond their names."""
    match kind.procedure:
        case "1.001193":
            number = f"CS-MAU-{place:07d}"
            if person.sex == "female":
                return {"birth_notice_number": number}
            return {
                "birth_notice_number": number, "declarant_relation": "father",
                "declarant_name": person.name, "declarant_personal_id": person.personal_id,
                "declarant_phone": person.phone,
            }  # fmt: skip
        case "1.004873":
            return {"subject_sex": person.sex, "partner_sex": _OTHER[person.sex]}
        case "1.001612":
            return {"owner_sex": person.sex, "business_name": f"Cửa hàng mẫu {place}"}
        case "1.000656":
            return {
                "death_notice_number": f"BT-MAU-{place:07d}",
                "deceased_personal_id": f"099041{place % 1_000_000:06d}",
            }
        case _:
            return {}


def _swap(value: JSON, swaps: Mapping[str, str], *, on: date) -> JSON:
    if isinstance(value, str):
        return swaps.get(value) or _moved(value, on)
    if isinstance(value, Mapping):
        return {key: _swap(inner, swaps, on=on) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_swap(inner, swaps, on=on) for inner in value]
    return value


def _moved(value: str, on: date) -> str:
    """Move a day shortly before the scenario's to shortly before the case's."""
    try:
        day = date.fromisoformat(value) if len(value) == len("2026-11-23") else None
    except ValueError:
        return value
    if day is None or not _TODAY - _RECENT <= day <= _TODAY:
        return value
    return (day + (on - _TODAY)).isoformat()


@cache
def _scenario(kind: Kind) -> dict[str, JSON]:
    return scenario_answers(kind.procedure, kind.scenario)
