"""What a pick list says: goods along the shelves, then the parcels in the sequence of their batch. Plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from fahuo.printing.domain.sequence import natural, place, shelf_key


class Packed(NamedTuple):
    """One SKU of a parcel: how many of it, where it lies (`""`: nobody knows), what it is called."""

    sku: str
    quantity: int
    shelf: str
    title_en: str
    title_zh: str


@dataclass(frozen=True, slots=True)
class PickParcel:
    """A parcel at its place in the batch, with its goods along the shelves."""

    position: int
    order_number: str
    waybill_number: str
    carrier: str
    country: str
    goods: tuple[Packed, ...]

    @property
    def place(self) -> str:
        """What it is called in its batch, as on its label."""
        return place(self.position)

    @property
    def units(self) -> int:
        """How many things it holds."""
        return sum(one.quantity for one in self.goods)


class Share(NamedTuple):
    """Parcels one after another that get as many each: from `first` to `last`."""

    first: int
    last: int
    each: int

    @property
    def places(self) -> str:
        """`A-017`, or `A-001–A-040`."""
        return place(self.first) if self.first == self.last else f"{place(self.first)}–{place(self.last)}"


@dataclass(frozen=True, slots=True)
class PickRow:
    """One SKU: how many to take in all, and for whom."""

    goods: Packed
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class PickList:
    """A whole pick list. `on_shelves` follow the pick path; `elsewhere` have no shelf and are looked for at the end.

    Places are those of the batch `batch_number`, as its labels say; without one they mean nothing and are not shown.
    """

    batch_number: str
    seller: str
    made_at: datetime
    parcels: tuple[PickParcel, ...]
    on_shelves: tuple[PickRow, ...]
    elsewhere: tuple[PickRow, ...]

    @property
    def places_of(self) -> str:
        """The batch that the places belong to, as its labels say it: `#42`; `""` when places are not shown."""
        return f"#{self.batch_number}" if self.batch_number else ""

    @property
    def skus(self) -> int:
        """How many different SKUs there are."""
        return len(self.on_shelves) + len(self.elsewhere)

    @property
    def units(self) -> int:
        """How many things are taken from shelves in all."""
        return sum(row.goods.quantity for row in (*self.on_shelves, *self.elsewhere))


def pick_list(parcels: Sequence[PickParcel], *, batch_number: str, seller: str, made_at: datetime) -> PickList:
    """Put the parcels' goods together along the pick path."""
    rows = sorted(_rows(parcels), key=lambda row: (shelf_key(row.goods.shelf), natural(row.goods.sku)))
    return PickList(
        batch_number,
        seller,
        made_at,
        tuple(parcels),
        tuple(row for row in rows if row.goods.shelf.strip()),
        tuple(row for row in rows if not row.goods.shelf.strip()),
    )


def together(goods: Iterable[Packed]) -> tuple[Packed, ...]:
    """Return a parcel's goods along the pick path; a SKU that stands there twice is one line."""
    first: dict[str, Packed] = {}
    totals: dict[str, int] = defaultdict(int)
    for one in goods:
        first.setdefault(one.sku, one)
        totals[one.sku] += one.quantity
    merged = (one._replace(quantity=totals[sku]) for sku, one in first.items())
    return tuple(sorted(merged, key=lambda one: (shelf_key(one.shelf), natural(one.sku))))


def _rows(parcels: Sequence[PickParcel]) -> list[PickRow]:
    goods: dict[str, Packed] = {}
    gets: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for parcel in sorted(parcels, key=lambda one: one.position):
        for one in parcel.goods:
            goods.setdefault(one.sku, one)
            gets[one.sku].append((parcel.position, one.quantity))
    return [
        PickRow(goods[sku]._replace(quantity=sum(quantity for _, quantity in shares)), _shares(shares))
        for sku, shares in gets.items()
    ]


def _shares(gets: Sequence[tuple[int, int]]) -> tuple[Share, ...]:
    """Draw neighbours that get as many together: forty parcels of one pile are one entry, not forty."""
    drawn: list[Share] = []
    for position, quantity in gets:
        if drawn and drawn[-1].last == position - 1 and drawn[-1].each == quantity:
            drawn[-1] = drawn[-1]._replace(last=position)
        else:
            drawn.append(Share(position, position, quantity))
    return tuple(drawn)
