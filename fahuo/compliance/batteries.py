"""What the rules of dangerous goods make of a battery: section, and whether a parcel bears the battery mark.

Limits of Section II are general knowledge of the IATA rules and stand in the rule book (DG-06, DG-07), not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fahuo.trade.battery import Battery, Chemistry, Configuration

# UN number and packing instruction by chemistry and configuration (IATA DGR 67th edition, second hand).
INSTRUCTIONS: Mapping[tuple[Chemistry, Configuration], tuple[str, int]] = {
    (Chemistry.LITHIUM_ION, Configuration.ALONE): ("UN3480", 965),
    (Chemistry.LITHIUM_ION, Configuration.WITH): ("UN3481", 966),
    (Chemistry.LITHIUM_ION, Configuration.IN): ("UN3481", 967),
    (Chemistry.LITHIUM_METAL, Configuration.ALONE): ("UN3090", 968),
    (Chemistry.LITHIUM_METAL, Configuration.WITH): ("UN3091", 969),
    (Chemistry.LITHIUM_METAL, Configuration.IN): ("UN3091", 970),
}
_LITHIUM = frozenset({Chemistry.LITHIUM_ION, Chemistry.LITHIUM_METAL})


def is_lithium(battery: Battery) -> bool:
    """Tell whether lithium is known to be in it."""
    return battery.chemistry in _LITHIUM


def is_large(battery: Battery, limits: Mapping[str, Any]) -> bool | None:
    """Tell whether a battery is above the limits of Section II; None while its strength is not known.

    `limits`: `watt_hours` and `lithium_g` of a battery, `cell_watt_hours` and `cell_lithium_g` of a single cell.
    """
    single = battery.batteries == 0 or (battery.batteries is None and battery.cells == 1)
    prefix = "cell_" if single else ""
    strength = battery.watt_hours if battery.chemistry is Chemistry.LITHIUM_ION else battery.lithium_g
    name = "watt_hours" if battery.chemistry is Chemistry.LITHIUM_ION else "lithium_g"
    if not is_lithium(battery):
        return False
    return None if strength is None else strength > Decimal(limits[f"{prefix}{name}"])
