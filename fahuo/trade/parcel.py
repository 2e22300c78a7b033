"""One box: its weight, its size, what is in it."""

from __future__ import annotations

from dataclasses import dataclass

from fahuo.trade.cargo import CargoClass
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money, total


@dataclass(frozen=True, slots=True)
class Parcel:
    """A packed box. `weight_g` is the actual weight of goods; packing material is not added."""

    lines: tuple[GoodsLine, ...]
    weight_g: int
    size: Size

    @property
    def cargo_classes(self) -> frozenset[CargoClass]:
        """Every cargo class in the box."""
        return frozenset(line.cargo_class for line in self.lines)

    @property
    def value(self) -> Money:
        """Declared value of the contents; all lines carry one currency."""
        return total([line.value for line in self.lines], self.lines[0].unit_value.currency)


def pack(lines: tuple[GoodsLine, ...]) -> Parcel:
    """Lay all units flat on each other in one box.

    Length is the largest length, width the largest width, height the sum of heights × quantity;
    the sides are then sorted, as a tall stack may be longer than its base.
    """
    size = Size.of(
        max(line.unit_size.length_mm for line in lines),
        max(line.unit_size.width_mm for line in lines),
        sum(line.unit_size.height_mm * line.quantity for line in lines),
    )
    return Parcel(lines=lines, weight_g=sum(line.weight_g for line in lines), size=size)
