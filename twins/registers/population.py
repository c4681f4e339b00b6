"""Population: does what somebody says agree with the database? (Law: 136/2026/TT-BCA)."""

import unicodedata
from typing import Final

from twins.registers.samples import Record, made_person

_FACTS: Final = ("name", "born_on", "marital_status")
_MARITAL: Final = {"never_married": "single"}


def match_person(samples: list[Record], asked: dict[str, str]) -> Record:
    """Answer ``match``, ``no_match``, ``no_data`` or ``not_enough``; never the record itself.

    The four answers are trùng khớp, không trùng khớp, không có thông tin, chưa đủ căn cứ.
    """
    known = _find(samples, asked.get("personal_id", ""))
    if known is None:
        return {"answer": "no_data", "facts": {}}
    facts = {key: _match(key, asked[key], known) for key in _FACTS if asked.get(key)}
    if not facts:
        return {"answer": "not_enough", "facts": {}}
    if "no_match" in facts.values():
        return {"answer": "no_match", "facts": facts}
    return {"answer": "match", "facts": facts}


def _match(key: str, said: str, known: Record) -> str:
    kept = str(known.get(key, ""))
    if not kept:
        return "no_data"
    if key == "name":
        same = _plain(said) == _plain(kept)
    elif key == "marital_status":
        same = _MARITAL.get(said, said) == _MARITAL.get(kept, kept)
    else:
        same = kept.startswith(said)
    return "match" if same else "no_match"


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
