"""Remote-area fees as a table: the sheets' own lists by postcode, and the areas of the rule book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fahuo.rating.domain.exact import Flags, Floats, Ints, ints, whole
from fahuo.rating.domain.places import Places
from fahuo.rating.domain.rules import RemoteArea
from fahuo.rating.domain.sheet import RateSheet
from fahuo.trade.money import minor_digits

NO_AREA = 0
CLOSED = -1.0  # a fee that means: the service does not go there


@dataclass(frozen=True, slots=True)
class Remote:
    """Fees in minor units. `area_at` numbers the areas, 0 is none; a name that nobody knows is the last number.

    `fee_of` has the fee of a place, `own` tells that it is from the sheet's own list; `anywhere` tells whether any
    service asks a fee there or does not go there.
    """

    area_at: Mapping[str, int]
    area_of: Ints  # place
    fee_of_area: Floats  # service × area
    fee_of: Floats  # service × place
    own: Flags  # service × place
    anywhere: Flags  # place

    @property
    def unknown(self) -> int:
        """The number of an area that nobody knows."""
        return len(self.area_at)


def remote(sheets: Sequence[RateSheet | int], areas: Sequence[RemoteArea], places: Places) -> Remote:
    """Return the table; `areas` in the sequence in which they count."""
    names = {area.code for area in areas} | {
        area for sheet in sheets if not isinstance(sheet, int) for area in sheet.remote_fees
    }
    area_at = {"": NO_AREA} | {name: number for number, name in enumerate(sorted(names), 1)}
    area_of = np.zeros(len(places.starts), dtype=np.int64)
    first, end = places.spans([area.postcodes for area in areas])
    for at in range(len(areas) - 1, -1, -1):
        area_of[first[at] : end[at]] = area_at[areas[at].code]
    by_area = np.full((len(sheets), len(area_at) + 1), CLOSED)
    by_area[:, NO_AREA] = 0
    fee_of = np.zeros((len(sheets), len(area_of)))
    own = np.zeros(fee_of.shape, dtype=np.bool_)
    for service, sheet in enumerate(sheets):
        if not isinstance(sheet, int):
            digits = minor_digits(sheet.currency)
            for area, fee in sheet.remote_fees.items():
                by_area[service, area_at[area]] = CLOSED if fee is None else whole(fee, digits)
            np.take(by_area[service], area_of, out=fee_of[service])
            _own_list(sheet, places, fee_of[service], own[service])
    return Remote(area_at, area_of, by_area, fee_of, own, (fee_of != 0).any(axis=0))


def _own_list(sheet: RateSheet, places: Places, fee_of: Floats, own: Flags) -> None:
    if not sheet.postcode_fees:
        return
    digits = minor_digits(sheet.currency)
    held, narrowest = places.narrowest([entry.postcodes for entry in sheet.postcode_fees])
    fee_of[held] = ints([whole(entry.fee, digits) for entry in sheet.postcode_fees])[narrowest]
    own[held] = True
