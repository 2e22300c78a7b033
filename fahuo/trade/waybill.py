"""What a carrier gives back for a booking."""

from __future__ import annotations

from dataclasses import dataclass, field

from fahuo.trade.label import LabelFile
from fahuo.trade.money import Money


@dataclass(frozen=True, slots=True)
class Waybill:
    """A booking as the carrier knows it.

    `number` is the carrier's identifier (运单号); `tracking_number` is what the buyer types (跟踪号)
    and is empty while the carrier has not assigned it. `charged` is the carrier's own price when it says one, `label`
    the label when the carrier answers a booking with it.
    """

    carrier: str
    reference: str
    number: str
    tracking_number: str = ""
    cancelled: bool = False
    charged: Money | None = None
    label: LabelFile | None = field(default=None, repr=False, compare=False)

    @property
    def barcode(self) -> str:
        """The number that the label's bar code must hold."""
        return self.tracking_number or self.number
