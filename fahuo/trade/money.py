"""Money: a decimal amount that never travels without its currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# ISO 4217 currencies whose minor unit is not two digits.
_WITHOUT_MINOR_UNIT = (
    *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"),
    *("PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"),
)
_WITH_THOUSANDTHS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
_SEEN: set[str] = set()  # codes that were found good: pricing makes hundreds of amounts an order
_MINOR_DIGITS = {**dict.fromkeys(_WITHOUT_MINOR_UNIT, 0), **dict.fromkeys(_WITH_THOUSANDTHS, 3)}


class CurrencyMismatchError(ValueError):
    """Two amounts in different currencies were added or compared."""


def minor_digits(currency: str) -> int:
    """Return how many decimals the currency has (ISO 4217): JPY 0, USD 2, KWD 3."""
    return _MINOR_DIGITS.get(currency, 2)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in one currency. Arithmetic is exact; `rounded` gives what is shown or stored.

    Raises `CurrencyMismatchError` when two currencies meet: convert first, never relabel.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        """Refuse floats (they lose cents) and anything that is not a three-letter code."""
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise TypeError(f"Money takes a finite Decimal, not {self.amount!r}")
        if self.currency not in _SEEN:
            if not (len(self.currency) == 3 and self.currency.isalpha() and self.currency.isupper()):
                raise ValueError(f"Not an ISO 4217 code: {self.currency!r}")
            _SEEN.add(self.currency)

    def __add__(self, other: Money) -> Money:
        """Add an amount of the same currency."""
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        """Subtract an amount of the same currency."""
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        """Multiply by a pure number; floats are refused."""
        if isinstance(factor, float):
            raise TypeError("Multiply money by Decimal or int, not float")
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: Money) -> bool:
        """Compare within one currency."""
        self._same(other)
        return self.amount < other.amount

    def __str__(self) -> str:
        """`12.30 USD`."""
        return f"{self.rounded().amount} {self.currency}"

    def rounded(self) -> Money:
        """Round half up to the currency's minor unit."""
        step = Decimal(1).scaleb(-minor_digits(self.currency))
        return Money(self.amount.quantize(step, ROUND_HALF_UP), self.currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatchError(f"{self.currency} and {other.currency}")


def zero(currency: str) -> Money:
    """Return nothing, in this currency."""
    return Money(Decimal(0), currency)


def total(amounts: list[Money], currency: str) -> Money:
    """Sum amounts of one currency; an empty list gives zero in `currency`."""
    result = zero(currency)
    for amount in amounts:
        result = result + amount
    return result
