"""Single cells of a price file: money, weights, days, with everything that can be wrong with one."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from fahuo.rating.importing.amounts import Amount, Per, amount, is_closed
from fahuo.rating.importing.faults import Faults
from fahuo.rating.importing.grids import Grid, Place
from fahuo.rating.importing.weights import BandKind, WeightBand, names_unit, weight_band, weight_g
from fahuo.trade.money import minor_digits
from fahuo.trade.text import tidy

CLOSED = Decimal("NaN")  # the file says that the carrier does not go there
_TO = r"\s*(?:-|–|—|~|至|到|to)\s*"
_DAYS = re.compile(rf"(\d{{1,3}})(?:{_TO}(\d{{1,3}}))?\s*(?:个?(?:工作|自然)日|天|日|(?:working |business )?days?)?")


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads cells of one grid in one currency; what cannot be read is blamed and comes back as None."""

    grid: Grid
    currency: str
    unit: str
    faults: Faults
    header_row: int = -1  # from 0; a header that names a unit of weight goes before `unit`
    guess: str = "kg"  # with which reading goes on where nobody named a unit and that was blamed

    def price(self, place: Place, per: Per, *, closable: bool = True) -> Decimal | None:
        """Return an amount of money, `CLOSED` where the cell says that there is none; an empty cell is blamed."""
        text = self.grid.text(*place)
        if not self._readable(place):
            return None
        if text and closable and is_closed(text):
            return CLOSED
        found = amount(text)
        if found is None:
            self.faults.at(self.grid, place, "SHEET_CELL_NUMBER" if text else "SHEET_CELL_EMPTY")
            return None
        if wrong := self._wrong(found, per):
            self.faults.at(self.grid, place, *wrong)
            return None
        return found.number

    def _wrong(self, found: Amount, per: Per) -> tuple[str, str] | None:
        """Return code and detail of what is wrong with an amount, None for a good one."""
        digits = minor_digits(self.currency)
        if found.number < 0:
            return "SHEET_CELL_NEGATIVE", ""
        if found.number.scaleb(digits) != found.number.scaleb(digits).to_integral_value():
            return "SHEET_CELL_DECIMALS", f"> {digits}"
        if found.currencies and self.currency not in found.currencies:
            return "SHEET_CELL_CURRENCY", self.currency
        if found.per and per and found.per is not per:
            return "SHEET_CELL_UNIT", f"≠ /{per}"
        return None

    def unit_at(self, place: Place) -> str:
        """Return the unit of weight of a cell: its column's header may name one; empty where only the cell can."""
        return names_unit(self.grid.text(self.header_row, place[1])) or self.unit

    def band(self, place: Place) -> WeightBand | None:
        """Return what a cell says about weight."""
        if not self._readable(place):
            return None
        if not (text := self.grid.text(*place)):
            self.faults.at(self.grid, place, "SHEET_CELL_EMPTY")
            return None
        unit = self.unit_at(place)
        found = weight_band(text, unit or self.guess)
        if found is None:
            self.faults.at(self.grid, place, "SHEET_BAND_TEXT")
        elif not unit and weight_band(text, "") is None:
            self._ask_unit(text)
        elif found.kind is BandKind.RANGE and not found.rises:
            self.faults.at(self.grid, place, "SHEET_BAND_ORDER")
            return None
        return found

    def weight(self, place: Place) -> int | None:
        """Return one weight in grams."""
        if not self._readable(place):
            return None
        text, unit = self.grid.text(*place), self.unit_at(place)
        found = weight_g(text, unit or self.guess)
        if found is None:
            self.faults.at(self.grid, place, "SHEET_BAND_TEXT")
        elif not unit and weight_g(text, "") is None:
            self._ask_unit(text)
        return found

    def _ask_unit(self, text: str) -> None:
        """Blame the mapping, once a table, that neither it nor header and cell say what `0-300` is counted in."""
        self.faults.term("weight_unit", "SHEET_WEIGHT_UNIT", text, worksheet=self.grid.name)

    def days(self, place: Place) -> tuple[int, int] | None:
        """Return working days from and to; an empty cell says nothing."""
        text = tidy(self.grid.text(*place))
        if not text or not self._readable(place):
            return None
        found = _DAYS.fullmatch(text.casefold())
        if not found or not 0 < int(found[1]) <= int(found[2] or found[1]):
            self.faults.at(self.grid, place, "SHEET_DAYS")
            return None
        return int(found[1]), int(found[2] or found[1])

    def one_role(self, places: Collection[Place]) -> None:
        """Blame a merged cell that spreads over columns of different meaning: one of the prices is hidden by it."""
        seen: dict[Place, Place] = {}
        for place in places:
            source = self.grid.source(place)
            if source in seen and seen[source] != place and self.grid.text(*place):
                self.faults.at(self.grid, place, "SHEET_CELL_MERGED")
            seen[source] = place

    def _readable(self, place: Place) -> bool:
        if place in self.grid.hidden:
            self.faults.at(self.grid, place, "SHEET_CELL_MERGED", self.grid.hidden[place])
            return False
        if self.grid.source(place) in self.grid.formulas or place in self.grid.formulas:
            self.faults.at(self.grid, place, "SHEET_CELL_FORMULA")
            return False
        return True
