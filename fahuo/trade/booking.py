"""What we ask of a carrier when we book."""

from __future__ import annotations

from dataclasses import dataclass

from fahuo.trade.address import Address
from fahuo.trade.declaration import NO_NUMBERS, CustomsNumbers
from fahuo.trade.parcel import Parcel


@dataclass(frozen=True, slots=True)
class Booking:
    """One request to a carrier for one parcel.

    `reference` is ours, deterministic (`<seller>-<order>-<attempt>`, at most 50 ASCII characters) and the key by
    which a doubtful answer is asked for again.
    """

    reference: str
    service_code: str
    sender: Address
    recipient: Address
    parcel: Parcel
    platform_order_number: str = ""
    ddp: bool = False
    customs: CustomsNumbers = NO_NUMBERS
