"""Read the plan of a merger; every fault is told at once."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from haidang.engines.succession.model import AgencyStep, Plan, UnitStep
from haidang.kernel.errors import Problem


class _Page(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Unit(_Page):
    old: str = Field(alias="from", min_length=1)
    new: list[str] = Field(alias="to", min_length=1)
    main: str = ""


class _Agency(_Page):
    old: str = Field(alias="from", min_length=1)
    new: str = Field(alias="to", min_length=1)


class _Plan(_Page):
    city: str = Field(min_length=1)
    name: str = Field(min_length=1)
    law: str = Field(min_length=1)
    effective: date
    units: list[_Unit] = Field(default_factory=list)
    agencies: list[_Agency] = Field(default_factory=list)


def parse_plan(data: object) -> tuple[Plan | None, list[Problem]]:
    """Return the plan that the data of a YAML file make, or every fault that they have."""
    try:
        page = _Plan.model_validate(data)
    except ValidationError as error:
        return None, [
            _told("invalid", "".join(f"/{part}" for part in fault["loc"]), fault["msg"])
            for fault in error.errors()
        ]
    problems = [*_units(page.units), *_agencies(page.agencies)]
    if problems:
        return None, problems
    return Plan(
        city=page.city,
        name=page.name,
        law=page.law,
        effective=page.effective,
        units=tuple(
            UnitStep(old=row.old, new=tuple(row.new), main=row.main or row.new[0])
            for row in page.units
        ),
        agencies=tuple(AgencyStep(old=row.old, new=row.new) for row in page.agencies),
    ), []


def _units(rows: list[_Unit]) -> Iterable[Problem]:
    yield from _repeated("/units", [row.old for row in rows])
    ended = {row.old for row in rows}
    for index, row in enumerate(rows):
        if ended & set(row.new):
            yield _told("ends_too", f"/units/{index}/to")
        if len(set(row.new)) < len(row.new):
            yield _told("repeated", f"/units/{index}/to")
        if row.main and row.main not in row.new:
            yield _told("main_is_no_successor", f"/units/{index}/main")
        if len(row.new) > 1 and not row.main:
            yield _told("main_missing", f"/units/{index}/main")


def _agencies(rows: list[_Agency]) -> Iterable[Problem]:
    yield from _repeated("/agencies", [row.old for row in rows])
    ended = {row.old for row in rows}
    for index, row in enumerate(rows):
        if row.new in ended:
            yield _told("ends_too", f"/agencies/{index}/to")


def _repeated(path: str, codes: list[str]) -> Iterable[Problem]:
    for code, times in Counter(codes).items():
        if times > 1:
            yield _told("repeated", f"{path}/{codes.index(code)}/from", code)


_MESSAGES = {
    "invalid": ("Giá trị không hợp lệ.", "The value is not valid."),
    "repeated": ("Mã này đã có ở trên.", "This code stands above already."),
    "ends_too": (
        "Đơn vị kế thừa cũng kết thúc trong kế hoạch này.",
        "The successor ends in this plan as well.",
    ),
    "main_missing": (
        "Đơn vị bị chia tách phải nêu đơn vị kế thừa chính (main).",
        "A unit that is split names its main successor.",
    ),
    "main_is_no_successor": (
        "Đơn vị kế thừa chính không nằm trong danh sách kế thừa.",
        "The main successor is none of the successors.",
    ),
}


def _told(code: str, path: str, detail: str = "") -> Problem:
    vi, en = _MESSAGES[code]
    return Problem(
        code=f"succession.{code}",
        path=path,
        message={"vi": vi, "en": en},
        hint={"en": detail} if detail else {},
    )
