"""A rate is what one service costs for one parcel; it is made of charges."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fahuo.trade.money import Money, total


class ChargeKind(StrEnum):
    """Why money is asked. Stored; new kinds are added, none is renamed."""

    BASE = "BASE"  # 基础运费
    FUEL = "FUEL"  # 燃油附加费
    REMOTE_AREA = "REMOTE_AREA"  # 偏远费
    DDP_DUTY = "DDP_DUTY"  # 关税预付
    DDP_TAX = "DDP_TAX"  # 税金预付
    DDP_HANDLING = "DDP_HANDLING"  # 关税预付手续费
    CARGO_PREMIUM = "CARGO_PREMIUM"  # 特殊货物附加费
    REGISTERED = "REGISTERED"  # 挂号费


@dataclass(frozen=True, slots=True)
class Charge:
    """One item of a rate, with the sum it came from (`15.00 + 8.00 × 2`)."""

    kind: ChargeKind
    amount: Money
    working: str


@dataclass(frozen=True, slots=True)
class Rate:
    """The price of one service for one parcel, every charge shown, with the sheet it was read from."""

    service_key: str
    sheet: str
    zone: str
    actual_weight_g: int
    volumetric_weight_g: int
    chargeable_weight_g: int
    currency: str
    charges: tuple[Charge, ...]

    @property
    def total(self) -> Money:
        """Sum of the charges, each already rounded to the minor unit."""
        return total([charge.amount for charge in self.charges], self.currency)
