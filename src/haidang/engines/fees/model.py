"""What the fee engine speaks of: fees, prices, exemptions, dated tariffs, and lines."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from haidang.engines.expressions import Expression
from haidang.kernel.money import Money

CHANNELS: Final = frozenset({"online", "post", "counter"})
NOTHING: Final = Money(0)


class FeeKind(StrEnum):
    """Phí pays for a service, lệ phí is a duty (97/2015/QH13, Article 3)."""

    CHARGE = "charge"
    DUTY = "duty"


class Collect(StrEnum):
    """At which moment of a case a fee is collected."""

    SUBMISSION = "submission"
    PROCESSING = "processing"
    RETURN = "return"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """The document that sets an amount, and when it holds; both dates are included."""

    number: str
    title: str = ""
    articles: str = ""
    valid_from: date
    valid_until: date | None = None
    is_sample: bool = False

    def holds_on(self, day: date) -> bool:
        """Say whether the document is in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The price of each unit up to a number of units; the last step has no bound."""

    each: Money
    up_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PerUnit:
    """A price by copies or pages: steps, a cap for one copy, and how many copies."""

    count: Expression
    steps: tuple[Step, ...]
    cap: Money | None = None
    times: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one channel pays: a fixed amount, or a price per unit, or both."""

    amount: Money = NOTHING
    per: PerUnit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    """The price for everybody, and the channels that pay another one."""

    price: Price
    channels: Mapping[str, Price] = field(default_factory=dict)

    def of(self, channel: str) -> Price:
        """Return the price of a channel."""
        return self.channels.get(channel, self.price)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """Who pays nothing, or ``percent`` less, by which law, and between which dates."""

    when: Expression
    reason: Mapping[str, str]
    law: str
    percent: int = 100
    valid_from: date | None = None
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether the exemption is in force on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffKey:
    """The name under which a People's Council sets the amount; any city when unnamed."""

    key: str
    city: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """An amount set by a resolution, for a city or only some of its units, with dates."""

    city: str
    key: str
    name: Mapping[str, str]
    prices: PriceTable
    legal_basis: LegalBasis
    units: frozenset[str] = frozenset()
    """Codes of the units where it holds; everywhere in the city when empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """One fee of a procedure, as its package declares it."""

    key: str
    name: Mapping[str, str]
    kind: FeeKind
    prices: PriceTable
    legal_basis: LegalBasis
    collect: Collect
    refundable_on_refusal: bool
    when: Expression | None = None
    tariff: TariffKey | None = None
    exempt: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """All fees of a procedure."""

    fees: tuple[Fee, ...]

    @property
    def names_read(self) -> frozenset[str]:
        """Return the dotted names that any of the expressions reads."""
        return frozenset(
            name
            for fee in self.fees
            for expression in _expressions(fee)
            for name in expression.names_read
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeLine:
    """One line of what is owed; ``full_amount`` is before exemption or reduction."""

    key: str
    name: Mapping[str, str]
    kind: FeeKind
    amount: Money
    full_amount: Money
    quantity: int
    reason: Mapping[str, str]
    legal_basis: LegalBasis
    collect: Collect
    refundable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeResult:
    """What is owed, and the names whose answers are still needed to be sure of it."""

    lines: tuple[FeeLine, ...]
    unknown: tuple[str, ...] = ()

    @property
    def total(self) -> Money:
        """Return the sum of the lines."""
        return _sum(self.lines)

    def collected_at(self, moment: Collect) -> tuple[FeeLine, ...]:
        """Return the lines collected at a moment of the case."""
        return tuple(line for line in self.lines if line.collect is moment)

    @property
    def refundable(self) -> Money:
        """Return what is paid back when the case is refused."""
        return _sum(line for line in self.lines if line.refundable)


def _sum(lines: Iterable[FeeLine]) -> Money:
    return Money(sum(line.amount.dong for line in lines))


def _expressions(fee: Fee) -> Iterator[Expression]:
    if fee.when is not None:
        yield fee.when
    for price in (fee.prices.price, *fee.prices.channels.values()):
        if price.per is not None:
            yield price.per.count
            if price.per.times is not None:
                yield price.per.times
    yield from (exemption.when for exemption in fee.exempt)
