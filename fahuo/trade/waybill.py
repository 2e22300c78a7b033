"""What a carrier gives back for a booking."""

from __future__ import annotations

from dataclasses import dataclass

from fahuo.trade.money import Money


@dataclass(frozen=True, slots=True)
class Waybill:
    """A booking as the carrier knows it.

    `number` is the carrier's identifier (运单号); `tracking_number` is what the buyer types (跟踪号)
    and is empty while the carrier has not assigned it. `charged` is the carrier's own price when it says one.
    """

    carrier: str
    reference: str
    number: str
    tracking_number: str = ""
    cancelled: bool = False
    charged: Money | None = None

    @property
    def barcode(self) -> str:
        """The number that the label's bar code must hold."""
        return self.tracking_number or self.number
