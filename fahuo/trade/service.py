"""Services: what a carrier sells."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from fahuo.trade.cargo import CargoClass


class ServiceLevel(StrEnum):
    """The seven official AliExpress service levels (时效等级)."""

    SUPER_ECONOMY = "SUPER_ECONOMY"  # 超级经济
    ECONOMY = "ECONOMY"  # 经济 / Saver
    SIMPLE = "SIMPLE"  # 简易
    STANDARD = "STANDARD"  # 无忧标准
    PREMIUM = "PREMIUM"  # 无忧优先
    DEDICATED_ECONOMY = "DEDICATED_ECONOMY"  # 专线经济
    DEDICATED_STANDARD = "DEDICATED_STANDARD"  # 专线标准


@dataclass(frozen=True, slots=True)
class Service:
    """One product of one carrier, with the limits that the carrier publishes.

    `eori` is set only where the carrier publishes the importer's number; else it stands in the contract.
    `latin_name`: the recipient's name must be writable in the 26 letters.
    Weights in grams, sides in millimetres, days are working days from hand-over. 0 means "no limit published".
    """

    carrier: str
    code: str
    name_en: str
    name_zh: str
    level: ServiceLevel
    max_weight_g: int = 0
    max_side_mm: int = 0
    max_girth_mm: int = 0
    volumetric_divisor: int = 8000
    cargo: frozenset[CargoClass] = field(default_factory=lambda: frozenset({CargoClass.GENERAL}))
    ddp: bool = False
    eori: str = ""
    latin_name: bool = False
    days_min: int = 0
    days_max: int = 0

    @property
    def key(self) -> str:
        """`carrier/code`, unique in the house."""
        return f"{self.carrier}/{self.code}"
