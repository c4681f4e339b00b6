"""Population: does what somebody says agree with the database? (Law: 136/2026/TT-BCA)."""

import unicodedata

from twins.registers.samples import Record, made_person


def match_person(samples: list[Record], *, personal_id: str, name: str, born_on: str) -> Record:
    """Answer one of four ways; the record itself is never handed out."""
    known = _find(samples, personal_id)
    if not personal_id or not (name or born_on):
        return {"KetQua": "chưa đủ căn cứ"}
    if known is None:
        return {"KetQua": "không có thông tin"}
    same_name = not name or _plain(name) == _plain(str(known["name"]))
    same_day = not born_on or str(known["born_on"]).startswith(born_on)
    if not (same_name and same_day):
        return {"KetQua": "không trùng khớp"}
    return {"KetQua": "trùng khớp", "TinhTrangHonNhan": known["marital_status"]}


def _find(samples: list[Record], personal_id: str) -> Record | None:
    for sample in samples:
        if sample.get("personal_id") == personal_id:
            return sample
    person = made_person(personal_id)
    if person is None:
        return None
    return {
        "name": person.name,
        "born_on": person.born_on.isoformat(),
        "marital_status": person.marital_status,
    }


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.upper().replace("Đ", "D"))
    return "".join(sign for sign in letters if sign.isalnum())
