"""What a carrier and customs are told about one parcel."""

from __future__ import annotations

from dataclasses import dataclass

from fahuo.trade.goods import GoodsLine
from fahuo.trade.money import Money


@dataclass(frozen=True, slots=True)
class CustomsNumbers:
    """Numbers that a lane demands; empty where the lane does not."""

    eori: str = ""
    ioss: str = ""
    vat: str = ""


NO_NUMBERS = CustomsNumbers()


@dataclass(frozen=True, slots=True)
class Declaration:
    """The goods lines of a parcel with their total value; the customs room builds its messages from this."""

    lines: tuple[GoodsLine, ...]
    value: Money
    numbers: CustomsNumbers = NO_NUMBERS


def invoice_number(reference: str) -> str:
    """Return the number of a shipment's commercial invoice: it follows from our reference, the same each time."""
    return f"INV-{reference}"
