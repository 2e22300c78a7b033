"""A batch with everything the rules look at, as arrays: one row per parcel, one column per service."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fahuo.rating.domain.bulk import BatchRates, Columns
from fahuo.rating.domain.case import Case
from fahuo.rating.domain.table import COUNTRY_AT, Flags, RateTable
from fahuo.routing.domain.request import RouteContext, RouteRequest, RouteRules
from fahuo.trade.cargo import BATTERIES, Paper

_EORI = re.compile(r"[A-Z]{2}[A-Z0-9]{1,15}")
_PAPERS = frozenset({Paper.UN383, Paper.MSDS})


@dataclass(frozen=True, slots=True)
class Scene:
    """The batch, its prices and the rules of the day."""

    requests: Sequence[RouteRequest]
    cases: Sequence[Case]
    parcels: Columns
    rates: BatchRates
    table: RateTable
    rules: RouteRules
    context: RouteContext

    def by_country(self, countries: frozenset[str]) -> Flags:
        """Return for each parcel whether it goes to one of the countries, as a column."""
        flags = np.zeros(len(COUNTRY_AT), dtype=np.bool_)
        flags[[COUNTRY_AT[code] for code in countries]] = True
        return flags[self.parcels.country][:, None]


def papers_missing(request: RouteRequest) -> bool:
    """Tell whether a line with a battery lacks its UN 38.3 summary or its MSDS."""
    return any(line.cargo_class in BATTERIES and not line.papers >= _PAPERS for line in request.parcel.lines)


def eori_valid(number: str, rules: RouteRules) -> bool:
    """Tell whether a number has the form of an EORI issued in the EU: country, then up to 15 letters or digits.

    Whether it exists can only be asked of the Commission's service; there is no check digit and no Chinese EORI.
    """
    return bool(_EORI.fullmatch(number)) and number[:2] in rules.eori_countries
