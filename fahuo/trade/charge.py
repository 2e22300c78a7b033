"""A rate is what one service costs for one parcel; it is made of charges."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fahuo.trade.money import Money, total


class ChargeKind(StrEnum):
    """Why money is asked, in the sequence of reckoning. Stored; new kinds are added, none is renamed."""

    BASE = "BASE"  # 基础运费
    FUEL = "FUEL"  # 燃油附加费
    REGISTERED = "REGISTERED"  # 挂号费
    REMOTE_AREA = "REMOTE_AREA"  # 偏远费
    CARGO_PREMIUM = "CARGO_PREMIUM"  # 特殊货物附加费
    OVERSIZE = "OVERSIZE"  # 超尺寸附加费
    PEAK = "PEAK"  # 旺季附加费
    RETURN_LABEL = "RETURN_LABEL"  # 退货面单费
    DISCOUNT = "DISCOUNT"  # 合同折扣, negative
    INSURANCE = "INSURANCE"  # 保险费
    DDP_DUTY = "DDP_DUTY"  # 关税预付
    DDP_TAX = "DDP_TAX"  # 税金预付
    DDP_HANDLING = "DDP_HANDLING"  # 关税预付手续费
    REBATE = "REBATE"  # 月度返利, negative, paid after the month and never on the carrier's bill of the parcel


# What a percentage "of the freight" is taken of; insurance, duties and reductions are no freight.
FREIGHT = (
    ChargeKind.BASE,
    ChargeKind.FUEL,
    ChargeKind.REGISTERED,
    ChargeKind.REMOTE_AREA,
    ChargeKind.CARGO_PREMIUM,
    ChargeKind.OVERSIZE,
    ChargeKind.PEAK,
    ChargeKind.RETURN_LABEL,
)


@dataclass(frozen=True, slots=True)
class Charge:
    """One item of a rate, with the sum it came from (`15.00 + 8.00 × 2`). Reductions are negative."""

    kind: ChargeKind
    amount: Money
    working: str


@dataclass(frozen=True, slots=True)
class Rate:
    """The price of one service for one parcel, every charge shown, with the sheet it was read from.

    `charges` are what the carrier bills for the parcel; `rebate` is what it is expected to give back after the month.
    """

    service_key: str
    sheet: str
    zone: str
    actual_weight_g: int
    volumetric_weight_g: int
    chargeable_weight_g: int
    currency: str
    charges: tuple[Charge, ...]
    rebate: Charge | None = None

    @property
    def total(self) -> Money:
        """Sum of the charges, each already rounded to the minor unit: what the carrier bills."""
        return total([charge.amount for charge in self.charges], self.currency)

    @property
    def net(self) -> Money:
        """What the parcel costs in the end: the bill less the expected rebate."""
        return self.total + self.rebate.amount if self.rebate else self.total
