"""A batch of parcels as routing looks at it: the columns of pricing, and what only routing asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from fahuo.compliance.identifiers.trade import eori_formed
from fahuo.compliance.kept import Kept
from fahuo.rating.domain.case import Case
from fahuo.rating.domain.columns import Columns, columns
from fahuo.rating.domain.rules import PriceRules
from fahuo.rating.domain.table import Flags, Ints, RateTable
from fahuo.routing.domain.laws import PAPERS, TAX_ID, papers_missing
from fahuo.routing.domain.request import RouteContext, RouteRequest, RouteRules
from fahuo.routing.domain.templates import level_place
from fahuo.trade.latin import plain_latin
from fahuo.trade.service import ServiceLevel

Floats = npt.NDArray[np.float64]

NOT_PROMISED = -1


@dataclass(frozen=True, slots=True)
class RouteColumns:
    """`level`: place in `templates.LEVEL_AT` of what the buyer chose, −1 when not known. `days_left`: from the day of
    choosing to the promised one, at least 0; −1 when nothing was promised. `foreign`: bit i is set when special service
    i (`special_services`) does not take one of the HS chapters. `value` is the declared value in the currency of the
    weights, 0 without an exchange rate. `stopped`: by a rule of the book without a vector form."""

    parcels: Columns
    level: Ints
    late: Flags
    days_left: Ints
    papers_missing: Flags
    not_latin: Flags
    tax_id_missing: Flags
    stopped: Flags
    eori_given: Flags
    over_value: Flags
    foreign: Ints
    failures: Ints
    insured: Flags
    value: Floats

    def __len__(self) -> int:
        """How many parcels."""
        return len(self.level)

    def take(self, parcels: Ints) -> RouteColumns:
        """Return some of the parcels, each as often as it is named."""
        own = {name: getattr(self, name)[parcels] for name in _OWN}
        return RouteColumns(self.parcels.take(parcels), **own)


_OWN = tuple(field.name for field in fields(RouteColumns))[1:]


def columns_of(
    requests: Sequence[RouteRequest],
    cases: Sequence[Case],
    *,
    table: RateTable,
    rules: RouteRules,
    context: RouteContext,
) -> RouteColumns:
    """Return requests and their cases as columns."""
    on, seller = context.on, eori_valid(context.seller_eori, rules)
    into = float(table.rules.yuan_per_unit[rules.weights.currency])
    laws, papers, tax_ids = rules.laws, rules.laws.of(PAPERS), rules.laws.of(TAX_ID)
    limits, taken = _of_day.get(
        (table.rules, rules), (), lambda: (_limits(table.rules, rules), special_services(rules))
    )
    rows = [
        (
            _level_place(request.chosen_service, rules.level_of),
            request.ship_by is not None and request.ship_by < on,
            _days_left(request.promised_on, on),
            papers_missing(request.parcel, papers.get(request.destination.country, ())),
            not plain_latin(request.destination.name),
            request.destination.country in tax_ids and not request.destination.tax_id.strip(),
            laws.stops(request.destination, request.parcel) is not None,
            seller,
            _over(case, limits),
            _foreign(request, taken),
            request.buyer_failures,
            request.insured,
            float(case.yuan or 0) / into,
        )
        for request, case in zip(requests, cases, strict=True)
    ]
    made: list[Any] = [np.array(column, dtype=kind) for column, kind in zip(_columns(rows), _KINDS, strict=True)]
    return RouteColumns(columns(cases, table), *made)


_of_day: Kept[tuple[Mapping[str, Decimal], tuple[frozenset[str], ...]]] = Kept(16)


def _limits(prices: PriceRules, rules: RouteRules) -> dict[str, Decimal]:
    """Return the value limits in yuan of those that have a rate."""
    return {
        country: prices.in_yuan(limit)
        for country, limit in rules.laws.limits().items()
        if limit.currency in prices.yuan_per_unit
    }


_KINDS = (np.int64, np.bool_, np.int64, *([np.bool_] * 6), np.int64, np.int64, np.bool_, np.float64)


def _columns(rows: Sequence[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * len(_KINDS)


def special_services(rules: RouteRules) -> tuple[frozenset[str], ...]:
    """Return the distinct sets of HS chapters that services made for one kind of goods take; at most 62."""
    return tuple(sorted(set(rules.goods_chapters.values()), key=sorted))


def buyer_level(key: str, level_of: Mapping[str, ServiceLevel]) -> ServiceLevel | None:
    """Return the level behind a platform's service key, None when it is not known.

    Online-shipping ids carry a warehouse behind the service (`CAINIAO_STANDARD_TS_12350032`): the longest known
    beginning counts.
    """
    while key and key not in level_of:
        key = key.rpartition("_")[0]
    return level_of.get(key)


def eori_valid(number: str, rules: RouteRules) -> bool:
    """Tell whether a number has the form of an EORI that a country of the EU issued; there is no Chinese one."""
    return eori_formed(number) and number[:2] in rules.eori_countries


def foreign_chapters(request: RouteRequest, taken: frozenset[str]) -> list[str]:
    """Return the HS chapters of the parcel that are not among those taken."""
    return sorted({line.hs_code[:2] for line in request.parcel.lines} - taken)


def _level_place(key: str, level_of: Mapping[str, ServiceLevel]) -> int:
    return level_place(buyer_level(key, level_of))


def _days_left(promised_on: date | None, on: date) -> int:
    return NOT_PROMISED if promised_on is None else max(0, (promised_on - on).days)


def _over(case: Case, limits: Mapping[str, Decimal]) -> bool:
    limit = limits.get(case.request.country)
    return limit is not None and case.yuan is not None and case.yuan > limit


def _foreign(request: RouteRequest, taken: Sequence[frozenset[str]]) -> int:
    return sum(1 << place for place, chapters in enumerate(taken) if foreign_chapters(request, chapters))
