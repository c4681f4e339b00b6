"""Read ``fees.yaml`` and ``tariffs.yaml``; every fault is told at once."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Final

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    ValidationError,
)
from pydantic_core import ErrorDetails

from haidang.engines.expressions import ExpressionError, compile_expression
from haidang.engines.fees.model import (
    CHANNELS,
    Collect,
    Exemption,
    Fee,
    FeeKind,
    FeeSchedule,
    LegalBasis,
    PerUnit,
    Price,
    PriceTable,
    Step,
    Tariff,
    TariffKey,
)
from haidang.kernel.errors import Problem, Severity
from haidang.kernel.money import Money

SMALLEST_LIKELY: Final = 1000
"""No fee is below a thousand đồng: "700 VNĐ" in the national database means 700.000."""


def parse_fees(data: object) -> tuple[FeeSchedule | None, list[Problem]]:
    """Read the data of a ``fees.yaml``: a schedule, or every problem that it has.

    A schedule may come with warnings; it is absent only when there are errors.
    """
    try:
        page = _FeesPage.model_validate(data)
    except ValidationError as error:
        return None, [_problem(fault) for fault in error.errors()]
    problems = [
        *_repeated(page.fees),
        *(
            problem
            for index, row in enumerate(page.fees)
            for problem in _check(row, "fees", index)
        ),
    ]
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    return FeeSchedule(tuple(_fee(row) for row in page.fees)), problems


def parse_tariffs(data: object) -> tuple[tuple[Tariff, ...], list[Problem]]:
    """Read the data of a city's ``tariffs.yaml``: its tariffs, or every problem."""
    try:
        page = _TariffsPage.model_validate(data)
    except ValidationError as error:
        return (), [_problem(fault) for fault in error.errors()]
    problems = [
        problem
        for index, row in enumerate(page.tariffs)
        for problem in _check(row, "tariffs", index)
    ]
    if any(problem.severity is Severity.ERROR for problem in problems):
        return (), problems
    return tuple(_tariff(page.city, row) for row in page.tariffs), problems


def _source_text(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _price_form(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return {"amount": value}
    return value


class _Page(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Source = Annotated[str, BeforeValidator(_source_text), Field(min_length=1)]
_Dong = Annotated[StrictInt, Field(ge=0, le=100_000_000_000)]


class _Words(_Page):
    vi: str = Field(min_length=1)
    en: str = ""


class _Basis(_Page):
    number: str = Field(min_length=1)
    title: str = ""
    articles: str = ""
    valid_from: date
    valid_until: date | None = None
    sample: bool = False


class _StepRow(_Page):
    each: _Dong
    up_to: Annotated[StrictInt, Field(gt=0)] | None = None


class _Per(_Page):
    count: _Source
    steps: list[_StepRow] = Field(min_length=1)
    cap: _Dong | None = None
    times: _Source | None = None


class _PriceRow(_Page):
    amount: _Dong | None = None
    per: _Per | None = None


class _PricedRow(_PriceRow):
    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: _Words
    channels: dict[str, Annotated[_PriceRow, BeforeValidator(_price_form)]] = Field(
        default_factory=dict
    )
    legal_basis: _Basis


class _Exempt(_Page):
    when: _Source
    reason: _Words
    law: str = Field(min_length=1)
    percent: Annotated[StrictInt, Field(ge=1, le=100)] = 100
    valid_from: date | None = None
    valid_until: date | None = None


class _Reference(_Page):
    key: str = Field(min_length=1)
    city: str | None = None


class _FeeRow(_PricedRow):
    kind: FeeKind
    when: _Source | None = None
    tariff: _Reference | None = None
    exempt: list[_Exempt] = Field(default_factory=list)
    collect: Collect = Collect.SUBMISSION
    refundable_on_refusal: bool = False


class _FeesPage(_Page):
    fees: list[_FeeRow]


class _TariffRow(_PricedRow):
    units: list[str] = Field(default_factory=list)


class _TariffsPage(_Page):
    city: str = Field(min_length=1)
    notice: str = ""
    tariffs: list[_TariffRow]


def _repeated(rows: Iterable[_FeeRow]) -> Iterable[Problem]:
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if row.key in seen:
            yield _told("repeated_key", f"/fees/{index}/key")
        seen.add(row.key)


def _check(row: _PricedRow, table: str, index: int) -> Iterable[Problem]:
    place = f"/{table}/{index}"
    yield from _check_price(row, place)
    for channel, price in row.channels.items():
        if channel not in CHANNELS:
            yield _told("unknown_channel", f"{place}/channels/{channel}")
        yield from _check_price(price, f"{place}/channels/{channel}")
    until = row.legal_basis.valid_until
    if until is not None and until < row.legal_basis.valid_from:
        yield _told("dates_reversed", f"{place}/legal_basis/valid_until")
    for path, source in _sources(row, place):
        yield from _check_source(source, path)


def _check_price(price: _PriceRow, place: str) -> Iterable[Problem]:
    if price.amount is None and price.per is None:
        yield _told("no_price", place)
    if price.amount is not None and 0 < price.amount < SMALLEST_LIKELY:
        yield _told("unlikely_amount", f"{place}/amount", severity=Severity.WARNING)
    if price.per is not None:
        bounds = [step.up_to for step in price.per.steps]
        known = [bound for bound in bounds if bound is not None]
        if bounds[-1] is not None or len(known) != len(bounds) - 1 or known != sorted(set(known)):
            yield _told("steps_out_of_order", f"{place}/per/steps")


def _sources(row: _PricedRow, place: str) -> Iterable[tuple[str, str]]:
    prices: dict[str, _PriceRow] = {place: row}
    prices |= {f"{place}/channels/{channel}": price for channel, price in row.channels.items()}
    for path, price in prices.items():
        if price.per is not None:
            yield f"{path}/per/count", price.per.count
            if price.per.times is not None:
                yield f"{path}/per/times", price.per.times
    if isinstance(row, _FeeRow):
        if row.when is not None:
            yield f"{place}/when", row.when
        for index, exemption in enumerate(row.exempt):
            yield f"{place}/exempt/{index}/when", exemption.when


def _check_source(source: str, path: str) -> Iterable[Problem]:
    try:
        compile_expression(source)
    except ExpressionError as error:
        yield _told("expression", path, detail=str(error))


def _fee(row: _FeeRow) -> Fee:
    return Fee(
        key=row.key,
        name=_by_language(row.name),
        kind=row.kind,
        prices=_prices(row),
        legal_basis=_basis(row.legal_basis),
        collect=row.collect,
        refundable_on_refusal=row.refundable_on_refusal,
        when=compile_expression(row.when) if row.when is not None else None,
        tariff=TariffKey(key=row.tariff.key, city=row.tariff.city) if row.tariff else None,
        exempt=tuple(_exemption(item) for item in row.exempt),
    )


def _tariff(city: str, row: _TariffRow) -> Tariff:
    return Tariff(
        city=city,
        key=row.key,
        name=_by_language(row.name),
        prices=_prices(row),
        legal_basis=_basis(row.legal_basis),
        units=frozenset(row.units),
    )


def _exemption(row: _Exempt) -> Exemption:
    return Exemption(
        when=compile_expression(row.when),
        reason=_by_language(row.reason),
        law=row.law,
        percent=row.percent,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _prices(row: _PricedRow) -> PriceTable:
    channels = {channel: _price(price) for channel, price in row.channels.items()}
    return PriceTable(price=_price(row), channels=channels)


def _price(row: _PriceRow) -> Price:
    amount = Money(row.amount or 0)
    if row.per is None:
        return Price(amount=amount)
    per = PerUnit(
        count=compile_expression(row.per.count),
        steps=tuple(Step(each=Money(step.each), up_to=step.up_to) for step in row.per.steps),
        cap=Money(row.per.cap) if row.per.cap is not None else None,
        times=compile_expression(row.per.times) if row.per.times is not None else None,
    )
    return Price(amount=amount, per=per)


def _basis(row: _Basis) -> LegalBasis:
    return LegalBasis(
        number=row.number,
        title=row.title,
        articles=row.articles,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        is_sample=row.sample,
    )


def _by_language(words: _Words) -> Mapping[str, str]:
    return {"vi": words.vi, "en": words.en or words.vi}


def _problem(fault: ErrorDetails) -> Problem:
    path = "".join(f"/{part}" for part in fault["loc"])
    code = {"missing": "missing", "extra_forbidden": "unknown_key"}.get(fault["type"], "invalid")
    return _told(code, path, detail=fault["msg"])


_MESSAGES: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("Thiếu mục bắt buộc này.", "This entry is required."),
    "unknown_key": ("Không có mục nào mang tên này.", "There is no entry of this name."),
    "invalid": ("Giá trị không hợp lệ.", "The value is not valid."),
    "repeated_key": ("Khoá này đã dùng cho một khoản thu khác.", "Another fee has this key."),
    "unknown_channel": (
        "Kênh nộp hồ sơ chỉ có: online, post, counter.",
        "A channel is online, post or counter.",
    ),
    "dates_reversed": (
        "Ngày hết hiệu lực trước ngày có hiệu lực.",
        "The last day of validity lies before the first.",
    ),
    "no_price": (
        "Khoản thu phải có mức thu (amount) hoặc cách tính (per).",
        "A fee has an amount or a way to count it (per).",
    ),
    "unlikely_amount": (
        "Mức thu dưới 1.000 đồng: hãy kiểm tra lại đơn vị tính.",
        "The amount is below 1,000 đồng: check whether thousands are missing.",
    ),
    "steps_out_of_order": (
        "Các bậc phải tăng dần; riêng bậc cuối không có giới hạn (up_to).",
        "Steps rise, and only the last one has no bound (up_to).",
    ),
    "expression": ("Biểu thức viết sai.", "The expression is not well formed."),
}


def _told(
    code: str, path: str, *, detail: str = "", severity: Severity = Severity.ERROR
) -> Problem:
    vietnamese, english = _MESSAGES[code]
    return Problem(
        code=f"fees.{code}",
        path=path,
        severity=severity,
        message={"vi": vietnamese, "en": english},
        hint={"en": detail} if detail else {},
    )
