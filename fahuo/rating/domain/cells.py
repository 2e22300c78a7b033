"""Tariffs as one long list of cells: what a weight class of a zone costs in one service.

Weights are cut at the ends of all bands and at all least weights, so that within one class of one tariff everything but
the number of steps is the same. The first cells stand for "no price": there a cell's number is the code of the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import numpy as np

from fahuo.rating.domain.exact import Flags, Floats, Ints, factor, ints, whole
from fahuo.rating.domain.places import COUNTRY_AT, Places
from fahuo.rating.domain.sheet import Band, RateSheet, Tariff
from fahuo.rating.domain.surcharges import window
from fahuo.trade.money import minor_digits

PRICED = 16  # cells from here on have a price, those before are codes
FLAT, FIRST, STEP, PER_STEP, REGISTERED, MINIMUM, PEAK_SHARE, PEAK_FIXED = range(8)
_NO_PRICE = (0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Cells:
    """`cell_of[row_of[service, place] + class_of[service, cut]]` is a cell, `figures[:, cell]` what it costs.

    `cuts` are the upper ends of the weight classes in grams; `class_of` leads from a class among all cuts to one among
    the service's own. `one` has a figure that all cells of a service share, `same` tells whether they do.
    """

    cuts: Floats
    class_of: Ints  # service × cut
    row_of: Ints  # service × place
    cell_of: Ints
    figures: Floats
    one: Floats  # figure × service
    same: Flags  # figure × service


@dataclass(slots=True)
class Reasons:
    """The codes that cells stand for."""

    not_served: int
    overweight: int


@dataclass(slots=True)
class _Maker:
    """Collects the cells of one service after the other."""

    reasons: Reasons
    on: date
    cell_of: list[int] = field(default_factory=list)
    figures: list[tuple[float, ...]] = field(default_factory=lambda: [_NO_PRICE] * PRICED)
    starts: list[int] = field(default_factory=lambda: [PRICED])
    cuts: list[list[int]] = field(default_factory=list)
    rows: list[dict[str | None, int]] = field(default_factory=list)

    def refuse(self, code: int) -> None:
        """Add a service that has no price anywhere."""
        self.rows.append({None: len(self.cell_of)})
        self.cell_of.append(code)
        self.cuts.append([])
        self.starts.append(len(self.figures))

    def add(self, sheet: RateSheet) -> None:
        """Add a service with the rows of its zones and one for where it does not go."""
        tariffs = sheet.tariffs.values()
        tops = {band.up_to_g for tariff in tariffs for band in tariff.bands}
        cuts = sorted(tops | {tariff.min_g for tariff in tariffs if tariff.min_g})
        rows: dict[str | None, int] = {}
        for zone, tariff in sheet.tariffs.items():
            rows[zone] = len(self.cell_of)
            self._row(sheet, zone, tariff, cuts)
        rows[None] = len(self.cell_of)
        self.cell_of.extend([self.reasons.not_served] * (len(cuts) + 1))
        self.cuts.append(cuts)
        self.rows.append(rows)
        self.starts.append(len(self.figures))

    def _row(self, sheet: RateSheet, zone: str, tariff: Tariff, cuts: Sequence[int]) -> None:
        first = self._cells(sheet, zone, tariff)
        for top in cuts:
            if top <= tariff.min_g:
                self.cell_of.append(first + len(tariff.bands))
            else:
                at = next((at for at, band in enumerate(tariff.bands) if top <= band.up_to_g), None)
                self.cell_of.append(self.reasons.overweight if at is None else first + at)
        self.cell_of.append(self.reasons.overweight)

    def _cells(self, sheet: RateSheet, zone: str, tariff: Tariff) -> int:
        """Add a cell for each band, and one for parcels that are lighter than the least weight."""
        first, digits = len(self.figures), minor_digits(sheet.currency)
        peak = window(sheet.peak, zone, self.on)
        shared = (
            float(whole(tariff.minimum, digits)),
            factor(peak.percent) if peak else 0.0,
            float(whole(peak.fixed, digits)) if peak else 0.0,
        )
        self.figures.extend((*_figures(band, digits), *shared) for band in tariff.bands)
        if tariff.min_g:
            self.figures.append((*_least(tariff, digits), *shared))
        return first


def _figures(band: Band, digits: int) -> tuple[float, float, float, float, float]:
    flat, registered = whole(band.flat, digits), whole(band.registered, digits)
    if not band.per_step:
        return float(flat), 0.0, 1.0, 0.0, float(registered)
    per_step = whole(band.per_step, digits + 3) / 1000
    return float(flat), float(band.first_g), float(band.step_g), per_step, float(registered)


def _least(tariff: Tariff, digits: int) -> tuple[float, float, float, float, float]:
    band = tariff.band(tariff.min_g)
    if band is None:
        raise ValueError(f"the least weight {tariff.min_g} g lies beyond the last band")
    thousandths = whole(band.flat, digits) * 1000 + whole(band.per_step, digits + 3) * band.steps(tariff.min_g)
    return float((thousandths + 500) // 1000), 0.0, 1.0, 0.0, float(whole(band.registered, digits))


def cells(sheets: Sequence[RateSheet | int], places: Places, reasons: Reasons, *, on: date) -> Cells:
    """Return the cells of all services; a number in place of a sheet is the code why the service has no price."""
    maker = _Maker(reasons, on)
    for sheet in sheets:
        if isinstance(sheet, int):
            maker.refuse(sheet)
        else:
            maker.add(sheet)
    cuts = np.array(sorted({cut for own in maker.cuts for cut in own}), dtype=np.float64)
    figures = np.array(maker.figures, dtype=np.float64).T.copy()
    one, same = _common(figures, maker.starts)
    return Cells(
        cuts=cuts,
        class_of=_class_of(cuts, maker.cuts),
        row_of=_row_of(sheets, places, maker.rows),
        cell_of=ints(maker.cell_of),
        figures=figures,
        one=one,
        same=same,
    )


def _common(figures: Floats, starts: Sequence[int]) -> tuple[Floats, Flags]:
    """Bands without steps agree with any first weight and step: they only need a price per step of nothing."""
    one = np.zeros((len(figures), len(starts) - 1))
    same = np.ones(one.shape, dtype=np.bool_)
    one[STEP] = 1
    for service, (start, end) in enumerate(pairwise(starts)):
        own = figures[:, start:end]
        if start == end:
            continue
        one[:, service] = own[:, 0]
        same[:, service] = (own == own[:, :1]).all(axis=1)
        stepped = own[:, own[PER_STEP] > 0]
        if stepped.size:
            one[[FIRST, STEP], service] = stepped[[FIRST, STEP], 0]
            same[[FIRST, STEP], service] = (stepped[[FIRST, STEP]] == stepped[[FIRST, STEP], :1]).all(axis=1)
    return one, same


def _class_of(cuts: Floats, own: Sequence[Sequence[int]]) -> Ints:
    """A weight of class c lies above cut c − 1 and not above cut c; behind the last cut it is too heavy."""
    result = np.zeros((len(own), len(cuts) + 1), dtype=np.int64)
    for service, tops in enumerate(own):
        result[service, :-1] = np.searchsorted(tops, cuts)
        result[service, -1] = len(tops)
    return result


def _row_of(sheets: Sequence[RateSheet | int], places: Places, rows: Sequence[dict[str | None, int]]) -> Ints:
    result = np.empty((len(sheets), len(places.starts)), dtype=np.int64)
    countries = places.countries()
    for service, (sheet, row) in enumerate(zip(sheets, rows, strict=True)):
        by_country = np.full(len(COUNTRY_AT), row[None], dtype=np.int64)
        if not isinstance(sheet, int):
            for country, zone in sheet.zone_of.items():
                by_country[COUNTRY_AT[country]] = row[zone]
        np.take(by_country, countries, out=result[service])
        if isinstance(sheet, int) or not sheet.postcode_zones:
            continue
        held, narrowest = places.narrowest([entry.postcodes for entry in sheet.postcode_zones])
        result[service, held] = ints([row[entry.zone] for entry in sheet.postcode_zones])[narrowest]
    return result
