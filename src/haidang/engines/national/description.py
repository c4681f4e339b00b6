"""What the page of a generic procedure says: name, field, audiences, steps, law, result."""

import re
from collections.abc import Mapping
from typing import Final

from haidang.engines.national.record import NationalRecord
from haidang.engines.national.traps import RESULT_CODE, is_customs
from haidang.engines.packages import LegalBasis, Result
from haidang.kernel.text import fold

AUDIENCES: Final[Mapping[str, str]] = {
    "Công dân Việt Nam": "citizen",
    "Người Việt Nam định cư ở nước ngoài": "overseas_vietnamese",
    "Người nước ngoài": "foreigner",
    "Người nước ngoài cư trú tại Việt Nam": "foreigner",
    "Cán bộ, công chức, viên chức": "official",
    "Đảng viên": "official",
    "Doanh nghiệp": "enterprise",
    "Doanh nghiệp Việt Nam": "enterprise",
    "Doanh nghiệp có vốn đầu tư nước ngoài": "foreign_enterprise",
    "Tổ chức (không bao gồm doanh nghiệp, HTX)": "organization",
    "Tổ chức Đảng": "organization",
    "Tổ chức nước ngoài": "foreign_organization",
    "Hợp tác xã": "cooperative",
}
MINISTRIES: Final[Mapping[str, tuple[str, str]]] = {
    "bo-cong-an": ("G01", "Bộ Công an"),
    "bo-nong-nghiep-mt": ("G10", "Bộ Nông nghiệp và Môi trường"),
    "bo-tai-chinh": ("G12", "Bộ Tài chính"),
    "bo-tu-phap": ("G15", "Bộ Tư pháp"),
    "bo-xay-dung": ("G17", "Bộ Xây dựng"),
    "ngan-hang-nha-nuoc": ("G19", "Ngân hàng Nhà nước Việt Nam"),
    "toa-an-nhan-dan": ("", "Toà án nhân dân"),
}
"""Code (as in the results' codes of the data) and name of each body of the crawl."""

LOOKALIKES: Final = str.maketrans(
    "аесорхуіАВЕКМНОРСТУХІ",  # noqa: RUF001 - Cyrillic letters are the point
    "aecopxyiABEKMHOPCTYXI",
)
_CODE_IN_NAME: Final = re.compile(r"\s*\(?\s*\d\.\d{6}\s*\)?\s*")
_SYMBOLS: Final = (
    ("quyet dinh", "QĐ"), ("giay chung nhan", "GCN"), ("giay phep", "GP"),
    ("giay xac nhan", "GXN"), ("chung chi", "CC"), ("thong bao", "TB"), ("van ban", "VB"),
    ("phieu", "PH"), ("the ", "THE"),
)  # fmt: skip
_LONGEST_TITLE: Final = 240
_LONGEST_SUMMARY: Final = 300


def clean_name(record: NationalRecord) -> str:
    """Return the name without the code that some repeat, in Latin letters."""
    name = _CODE_IN_NAME.sub(" ", record.name.translate(LOOKALIKES)).strip()
    return " ".join(name.split()).rstrip(". ") or record.code


def field_of(record: NationalRecord) -> dict[str, str]:
    """Return the field with the code of its ministry."""
    code, _name = MINISTRIES.get(record.ministry, ("", ""))
    return {"code": code, "vi": record.field}


def audiences(record: NationalRecord) -> tuple[str, ...]:
    """Return who may apply, by the platform's words, each once."""
    known = (AUDIENCES.get(words) for words in record.audiences)
    return tuple(dict.fromkeys(one for one in known if one)) or ("citizen",)


def agency_kind(record: NationalRecord) -> str:
    """Return the kind of agency that decides, as the levels say; a city's own rule may differ."""
    if is_customs(record) or record.ministry in {"toa-an-nhan-dan", "ngan-hang-nha-nuoc"}:
        return "central_agency"
    police = record.ministry == "bo-cong-an"
    if "commune" in record.level:
        return "commune_police" if police else "commune_people_committee"
    if "province" in record.level or not record.level:
        return "province_police" if police else "department"
    return "central_agency"


def summary_of(record: NationalRecord) -> dict[str, str]:
    """Return one sentence: the result, else the field."""
    name = next((name for name, _code in record.results if name), "")
    words = f"Kết quả: {name}" if name else f"Lĩnh vực: {record.field}"
    return {"vi": _cut(words.rstrip(". "), _LONGEST_SUMMARY) + "."}


def steps_of(record: NationalRecord) -> tuple[str, ...]:
    """Return the steps, one paragraph each, without the marks of lists."""
    lines = (line.strip().lstrip("-\u2013+•* ").strip() for line in record.steps.splitlines())
    return tuple(line for line in lines if line)


def legal_basis(record: NationalRecord, dead: frozenset[str]) -> tuple[LegalBasis, ...]:
    """Return the law that is cited and not repealed; its dates are not known."""
    return tuple(
        LegalBasis(number=number.translate(LOOKALIKES), title={"vi": title})
        for title, number in dict.fromkeys(record.legal_basis)
        if number not in dead
    )


def result_of(record: NationalRecord) -> Result:
    """Return the result that the case ends in: the first that is no refusal."""
    given = [(name, code) for name, code in record.results if name]
    name, code = next(
        ((name, code) for name, code in given if "tu choi" not in fold(name)),
        given[0] if given else ("Thông báo kết quả giải quyết thủ tục hành chính", ""),
    )
    folded = fold(name)
    symbol = next((symbol for words, symbol in _SYMBOLS if folded.startswith(words)), "KQ")
    return Result(
        key="result",
        code=code if RESULT_CODE.match(code) else "",
        name={"vi": _cut(" ".join(name.split()).rstrip(" .;"), _LONGEST_TITLE)},
        template="result.typ",
        symbol=symbol,
    )


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
