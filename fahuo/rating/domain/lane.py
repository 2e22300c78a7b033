"""Where in a sheet a parcel falls: its zone, its remote fee, its band, and the steps begun beyond the first weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from fahuo.rating.domain import codes
from fahuo.rating.domain.case import Case
from fahuo.rating.domain.places import width
from fahuo.rating.domain.sheet import Band, PostcodeFee, PostcodeZone, RateSheet, Tariff
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

_Entry = TypeVar("_Entry", PostcodeZone, PostcodeFee)


@dataclass(frozen=True, slots=True)
class Lane:
    """`weight_g` is the larger of actual, volumetric and least weight; `remote` the area's name and fee."""

    zone: str
    tariff: Tariff
    band: Band
    weight_g: int
    steps: int
    volumetric_g: int
    remote: tuple[str, Decimal] | None


def find_lane(service: Service, sheet: RateSheet, case: Case) -> Lane | Problem:
    """Return the lane, or why the sheet has none for this parcel."""
    zone = _zone(sheet, case)
    if isinstance(zone, Problem):
        return zone
    remote = _remote(sheet, case)
    if isinstance(remote, Problem):
        return remote
    parcel, tariff = case.request.parcel, sheet.tariffs[zone]
    volumetric_g = parcel.size.volumetric_weight_g(service.volumetric_divisor)
    weight_g = max(parcel.weight_g, volumetric_g, tariff.min_g)
    band = tariff.band(weight_g)
    if band is None:
        return Problem(codes.OVERWEIGHT, "parcel.weight_g", f"{weight_g} g > {tariff.bands[-1].up_to_g} g")
    return Lane(zone, tariff, band, weight_g, band.steps(weight_g), volumetric_g, remote)


def _zone(sheet: RateSheet, case: Case) -> str | Problem:
    """The narrowest range of postcodes goes before the country."""
    country = case.request.country
    own = _narrowest(sheet.postcode_zones, case) if case.postcode else None
    if own is not None:
        return own.zone or Problem(codes.NOT_SERVED, "address.postcode", f"{country} {case.postcode}")
    return sheet.zone_of.get(country) or Problem(codes.NOT_SERVED, "address.country", country)


def _remote(sheet: RateSheet, case: Case) -> tuple[str, Decimal] | Problem | None:
    """The sheet's own list of postcodes goes before the area of the rule book."""
    own = _narrowest(sheet.postcode_fees, case) if case.postcode else None
    if own is not None:
        return own.area or f"{case.request.country} {case.postcode}", own.fee
    if not case.area:
        return None
    fee = sheet.remote_fees.get(case.area)
    if fee is None or not case.rules.lies_in(case.area, case.request.country):
        return Problem(codes.NOT_SERVED, "address.postcode", case.area)
    return case.area, fee


def _narrowest(entries: tuple[_Entry, ...], case: Case) -> _Entry | None:
    country, postcode = case.request.country, case.postcode
    own = _by_country(entries).get(country, ())  # what follows is `PostcodeRange.holds`, unrolled
    held = [one for n, first, last, one in own if first <= postcode and postcode[:n] <= last]
    return min(held, key=lambda one: width(one.postcodes), default=None) if len(held) != 1 else held[0]


_MOST = 1024
# How long the postcodes of a range are, the first and the last one, and the entry that it belongs to.
_Range = tuple[int, str, str, Any]
_kept: dict[int, tuple[tuple[Any, ...], dict[str, list[_Range]]]] = {}


def _by_country(entries: tuple[_Entry, ...]) -> Mapping[str, Sequence[_Range]]:
    """A sheet may list thousands of ranges: those of one tuple are sorted into countries once.

    The tuple is kept beside them, so that its identity cannot come to mean another one.
    """
    found = _kept.get(id(entries))
    if found is None:
        if len(_kept) >= _MOST:
            _kept.clear()
        sorted_: dict[str, list[_Range]] = {}
        for one in entries:
            held = one.postcodes
            sorted_.setdefault(held.country, []).append((len(held.first), held.first, held.last, one))
        found = _kept[id(entries)] = entries, sorted_
    return found[1]
