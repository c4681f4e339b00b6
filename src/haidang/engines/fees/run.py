"""From a fee schedule and what is known of a case to the lines that are owed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from haidang.engines.expressions import Expression
from haidang.engines.fees.explain import exempted, flat, reduced, stepped
from haidang.engines.fees.model import (
    Exemption,
    Fee,
    FeeLine,
    FeeResult,
    FeeSchedule,
    LegalBasis,
    PerUnit,
    Price,
    PriceTable,
    Step,
    Tariff,
)
from haidang.kernel.money import Money


def compute_fees(
    schedule: FeeSchedule,
    *,
    names: Mapping[str, object],
    channel: str,
    on: date,
    tariffs: Sequence[Tariff] = (),
    unit: str | None = None,
) -> FeeResult:
    """Return the fee lines of a case by one channel on a day; it never raises.

    A local tariff in force (of ``unit``, else of the whole city) replaces the amount
    of the package. A fee whose condition or count is not known has no line; the names
    that it needs stand in ``unknown``. A fee stays full while an exemption is unknown.
    Law: 97/2015/QH13 on charges and duties.
    """
    reading = _Reading(names={"today": on, **names}, on=on)
    lines = [
        line
        for fee in schedule.fees
        for line in [_line(fee, reading=reading, channel=channel, tariffs=tariffs, unit=unit)]
        if line is not None
    ]
    return FeeResult(lines=tuple(lines), unknown=tuple(sorted(reading.unknown)))


@dataclass(slots=True, kw_only=True)
class _Reading:
    names: Mapping[str, object]
    on: date
    unknown: set[str] = field(default_factory=set)

    def is_true(self, expression: Expression | None) -> bool | None:
        if expression is None:
            return True
        answer = expression.is_true(self.names)
        if answer is None:
            self.note(expression)
        return answer

    def count(self, expression: Expression | None) -> int | None:
        if expression is None:
            return 1
        value = expression.evaluate(self.names)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.note(expression)
            return None
        return value

    def note(self, expression: Expression) -> None:
        self.unknown |= expression.missing(self.names) or expression.names_read


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cost:
    amount: Money
    quantity: int
    words: Mapping[str, str]


def _line(
    fee: Fee, *, reading: _Reading, channel: str, tariffs: Sequence[Tariff], unit: str | None
) -> FeeLine | None:
    tariff = find_tariff(fee, tariffs, on=reading.on, unit=unit)
    basis: LegalBasis = tariff.legal_basis if tariff else fee.legal_basis
    prices: PriceTable = tariff.prices if tariff else fee.prices
    if not basis.holds_on(reading.on) or not reading.is_true(fee.when):
        return None
    price = prices.of(channel)
    if tariff is None and fee.tariff is not None and price == Price():
        return None  # Only a People's Council may set this amount, and none has.
    cost = _cost(price, reading)
    if cost is None or cost.quantity == 0:
        return None
    amount, words = _after_exemptions(fee.exempt, cost, reading)
    return FeeLine(
        key=fee.key,
        name=fee.name,
        kind=fee.kind,
        amount=amount,
        full_amount=cost.amount,
        quantity=cost.quantity,
        reason=words,
        legal_basis=basis,
        collect=fee.collect,
        refundable=fee.refundable_on_refusal,
    )


def find_tariff(
    fee: Fee, tariffs: Iterable[Tariff], *, on: date, unit: str | None = None
) -> Tariff | None:
    """Return the tariff that sets a fee on a day: a unit's own first, then the newest.

    Two former provinces' resolutions live side by side until the new council unifies them.
    """
    if fee.tariff is None:
        return None
    wanted = fee.tariff
    fitting = [
        tariff
        for tariff in tariffs
        if tariff.key == wanted.key
        and wanted.city in {None, tariff.city}
        and tariff.legal_basis.holds_on(on)
        and (not tariff.units or unit in tariff.units)
    ]
    return max(
        fitting,
        key=lambda tariff: (bool(tariff.units), tariff.legal_basis.valid_from),
        default=None,
    )


def _cost(price: Price, reading: _Reading) -> _Cost | None:
    if price.per is None:
        return _Cost(amount=price.amount, quantity=1, words=flat(price.amount))
    count, times = reading.count(price.per.count), reading.count(price.per.times)
    if count is None or times is None:
        return None
    parts = list(split(count, price.per.steps))
    one = _capped(Money(sum(each.dong * units for units, each in parts)), price.per)
    amount = one * times + price.amount if count and times else Money(0)
    words = stepped(parts, times=times, base=price.amount, cap=price.per.cap, amount=amount)
    return _Cost(amount=amount, quantity=count * times, words=words)


def split(count: int, steps: Iterable[Step]) -> Iterable[tuple[int, Money]]:
    """Divide a number of units among the steps of a price."""
    begun = 0
    for step in steps:
        end = count if step.up_to is None else min(step.up_to, count)
        if end > begun:
            yield end - begun, step.each
            begun = end


def _capped(amount: Money, per: PerUnit) -> Money:
    return amount if per.cap is None else min(amount, per.cap)


def _after_exemptions(
    exemptions: Iterable[Exemption], cost: _Cost, reading: _Reading
) -> tuple[Money, Mapping[str, str]]:
    held = [
        item for item in exemptions if item.holds_on(reading.on) and reading.is_true(item.when)
    ]
    best = max(held, key=lambda item: item.percent, default=None)
    if best is None:
        return cost.amount, cost.words
    if best.percent == 100:
        return Money(0), exempted(best)
    # Half a đồng is rounded up: nobody is given change for it.
    kept = Money((cost.amount.dong * (100 - best.percent) + 50) // 100)
    return kept, reduced(best, cost.words)
