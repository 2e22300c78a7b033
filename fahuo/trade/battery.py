"""Batteries in goods, as carriers and the rules for dangerous goods ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fahuo.trade.cargo import CargoClass


class Chemistry(StrEnum):
    """What a battery is made of, as far as transport asks."""

    LITHIUM_ION = "LITHIUM_ION"
    LITHIUM_METAL = "LITHIUM_METAL"
    OTHER = "OTHER"  # alkaline, nickel, lead, sodium


class Configuration(StrEnum):
    """Where the battery is: alone, packed with its device, or in it."""

    ALONE = "ALONE"
    WITH = "WITH"
    IN = "IN"


CONFIGURATION_OF = {
    CargoClass.BATTERY_ONLY: Configuration.ALONE,
    CargoClass.BATTERY_PACKED: Configuration.WITH,
    CargoClass.BATTERY_BUILTIN: Configuration.IN,
}


@dataclass(frozen=True, slots=True)
class Battery:
    """The batteries of ONE unit of goods. None: not said.

    `charge_percent`: how full they are when packed.
    `watt_hours` and `lithium_g` are of one battery (or of one cell, where the unit holds single cells); `batteries`
    and `cells` count what one unit holds.
    """

    chemistry: Chemistry | None = None
    watt_hours: Decimal | None = None
    lithium_g: Decimal | None = None
    batteries: int | None = None
    cells: int | None = None
    charge_percent: int | None = None

    @property
    def is_told(self) -> bool:
        """Whether chemistry, strength in its own unit and the number of cells are known."""
        strength = {Chemistry.LITHIUM_ION: self.watt_hours, Chemistry.LITHIUM_METAL: self.lithium_g}
        if self.chemistry is None:
            return False
        return self.chemistry is Chemistry.OTHER or (strength[self.chemistry] is not None and self.cells is not None)
