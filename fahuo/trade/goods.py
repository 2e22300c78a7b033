"""Goods lines: what customs sees of an order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fahuo.trade.battery import CONFIGURATION_OF, Battery, Configuration
from fahuo.trade.cargo import CargoClass, Paper
from fahuo.trade.measure import Size
from fahuo.trade.money import Money


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """One line as customs and carriers see it. Weight, size and value are of ONE unit.

    `hs_code` has 6, 8 or 10 digits or is empty; `origin` is an ISO country or empty. `barcode` is a GTIN; `model` is
    the maker's own number; `brand_type` is customs' digit for who owns the brand; `sale_unit` is a code of
    `trade.units`; `elements` are the declaration elements that the catalogue states, by key. Empty: not said.
    """

    sku: str
    title_en: str
    title_zh: str
    quantity: int
    unit_weight_g: int
    unit_size: Size
    unit_value: Money
    cargo_class: CargoClass = CargoClass.GENERAL
    hs_code: str = ""
    origin: str = ""
    papers: frozenset[Paper] = field(default_factory=frozenset)
    barcode: str = ""
    model: str = ""
    brand: str = ""
    brand_type: str = ""
    sale_unit: str = ""
    elements: Mapping[str, str] = field(default_factory=dict, hash=False)
    battery: Battery | None = None

    @property
    def weight_g(self) -> int:
        """Weight of all units in grams."""
        return self.unit_weight_g * self.quantity

    @property
    def battery_configuration(self) -> Configuration | None:
        """How its batteries travel, by the cargo class; None when it has none."""
        return CONFIGURATION_OF.get(self.cargo_class)

    @property
    def value(self) -> Money:
        """Declared value of all units."""
        return self.unit_value * self.quantity
