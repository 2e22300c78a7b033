"""Which postal customs form a parcel bears: CN 22 for small packets of little value, CN 23 for all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fahuo.trade.goods import GoodsLine
from fahuo.trade.label import CustomsForm

SDR = "XDR"


@dataclass(frozen=True, slots=True)
class FormLimit:
    """Up to this much CN 22 suffices: the value in special drawing rights, the weight in grams."""

    value: Decimal
    weight_g: int


def customs_form(
    lines: Sequence[GoodsLine], weight_g: int, *, limit: FormLimit, yuan_per_unit: Mapping[str, Decimal]
) -> CustomsForm:
    """Return the form. A value in a currency without a rate is not guessed at: CN 23, which is right for any value."""
    value = worth(lines, SDR, yuan_per_unit)
    is_small = value is not None and value <= limit.value and weight_g <= limit.weight_g
    return CustomsForm.CN22 if is_small else CustomsForm.CN23


def worth(lines: Sequence[GoodsLine], currency: str, yuan_per_unit: Mapping[str, Decimal]) -> Decimal | None:
    """Return the value of all lines in `currency`; None when a rate is missing."""
    used = {line.unit_value.currency for line in lines} - {currency}
    if used and not (used | {currency}) <= yuan_per_unit.keys():
        return None
    return sum(
        (_converted(line.value.amount, line.unit_value.currency, currency, yuan_per_unit) for line in lines), Decimal(0)
    )


def _converted(amount: Decimal, source: str, target: str, yuan_per_unit: Mapping[str, Decimal]) -> Decimal:
    return amount if source == target else amount * yuan_per_unit[source] / yuan_per_unit[target]
