"""Which changes of a parcel are worth trying: the next step down of each service that matters, and missing papers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fahuo.rating.domain.lane import Lane, find_lane
from fahuo.routing.domain.counterfactual import Change
from fahuo.routing.domain.dimensions import RULES, size, weight
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene
from fahuo.routing.domain.weighing import Weighed
from fahuo.trade.measure import Size
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem

# A parcel is not asked to lose more than this share of its weight or of a side: beyond that it is another parcel.
SHARE = 0.3
# Steps finer than this are the price per kg by another name.
COARSE_G = 10
# How many of the best services are looked at, and how many of those that a limit excludes.
LOOKED_AT = 6

_TOO_HEAVY = 1 + RULES.index(weight.OVERWEIGHT)
_TOO_LONG, _TOO_THICK = 1 + RULES.index(size.OVERSIZE), 1 + RULES.index(size.GIRTH)


def changes(scene: Scene, weighed: Weighed, at: int) -> list[Change]:
    """Return the changes to try for one parcel, each once."""
    found: dict[tuple[object, ...], Change] = {}
    for change in (*_measures(scene, weighed, at), *_papers(scene, at), *_terms(scene, at)):
        found.setdefault((change.field, change.after, change.of), change)
    return list(found.values())


def _measures(scene: Scene, weighed: Weighed, at: int) -> Iterator[Change]:
    parcel, excluded = scene.requests[at].parcel, weighed.excluded[at]
    ranked = np.argsort(weighed.total[at], kind="stable")
    for column in ranked[: min(LOOKED_AT, int((excluded == 0).sum()))].tolist():
        yield from _next_step(scene, at, column, parcel)
    for rule, measure in ((_TOO_HEAVY, _lighter_to_fit), (_TOO_LONG, _shorter), (_TOO_THICK, _thinner)):
        for column in np.flatnonzero(excluded == rule)[:LOOKED_AT].tolist():
            yield from measure(scene, at, column, parcel)


def _next_step(scene: Scene, at: int, column: int, parcel: Parcel) -> Iterator[Change]:
    table = scene.table.rate
    sheet, service = table.sheets[column], table.services[column]
    lane = find_lane(service, sheet, scene.cases[at]) if sheet else None
    if lane is None or isinstance(lane, Problem):
        return
    edge = _edge(lane)
    if edge is None:
        return
    if parcel.weight_g > edge >= lane.volumetric_g:
        yield from _lighter(parcel, edge, column)
    elif lane.volumetric_g > edge >= parcel.weight_g:
        yield from _smaller(parcel, edge, service.volumetric_divisor, column)


def _edge(lane: Lane) -> int | None:
    """Return the heaviest weight that counts below the present step, None when there is none."""
    band = lane.band
    if band.per_step and band.step_g >= COARSE_G and lane.steps > 0:
        return band.first_g + (lane.steps - 1) * band.step_g if lane.steps > 1 or band.first_g else None
    tops = [one.up_to_g for one in lane.tariff.bands if one.up_to_g < lane.weight_g]
    return max(tops, default=None)


def _lighter(parcel: Parcel, to_g: int, column: int) -> Iterator[Change]:
    if parcel.weight_g * (1 - SHARE) <= to_g < parcel.weight_g:
        yield Change(
            "WEIGHT", "parcel.weight_g", str(parcel.weight_g), str(to_g), "g", parcel.weight_g - to_g,
            weight_g=to_g, of=column,
        )  # fmt: skip


def _lighter_to_fit(scene: Scene, at: int, column: int, parcel: Parcel) -> Iterator[Change]:
    table = scene.table.rate
    sheet, service = table.sheets[column], table.services[column]
    if sheet is None:
        return
    limits = [service.max_weight_g] if service.max_weight_g else []
    zone = sheet.zone_of.get(scene.requests[at].destination.country)
    if zone is not None and zone in sheet.tariffs:
        limits.append(sheet.tariffs[zone].bands[-1].up_to_g)
    if not limits:
        return
    limit, divisor = min(limits), service.volumetric_divisor
    if parcel.weight_g > limit:
        yield from _lighter(parcel, limit, column)
    elif parcel.size.volumetric_weight_g(divisor) > limit:
        yield from _smaller(parcel, limit, divisor, column)


def _smaller(parcel: Parcel, to_g: int, divisor: int, column: int) -> Iterator[Change]:
    """Flatten the box until its volumetric weight is the one wanted; where that asks too much, shrink all sides."""
    sides = parcel.size
    most_mm3 = (2 * to_g * divisor + divisor - 1) // 2  # the largest volume that rounds to this weight
    height = most_mm3 // (sides.length_mm * sides.width_mm)
    if height >= sides.height_mm * (1 - SHARE):
        yield from _flat(sides, height, column)
        return
    yield from _scaled(sides, (most_mm3 / sides.volume_mm3) ** (1 / 3), column)


def _flat(sides: Size, height: int, column: int) -> Iterator[Change]:
    if 0 < height < sides.height_mm:
        flat = Size(sides.length_mm, sides.width_mm, height)
        less = 1 - height / sides.height_mm
        yield Change(
            "SIZE", "parcel.size.height_mm", str(sides.height_mm), str(height), "mm", less, size=flat, of=column
        )


def _scaled(sides: Size, factor: float, column: int) -> Iterator[Change]:
    if not 1 - SHARE <= factor < 1:
        return
    small = Size(*(int(side * factor) for side in (sides.length_mm, sides.width_mm, sides.height_mm)))
    if small.height_mm > 0:
        yield Change("SIZE", "parcel.size", _words(sides), _words(small), "mm", 1 - factor, size=small, of=column)


def _shorter(scene: Scene, at: int, column: int, parcel: Parcel) -> Iterator[Change]:
    sides, limit = parcel.size, scene.table.services[column].max_side_mm
    if sides.length_mm * (1 - SHARE) <= limit < sides.length_mm and sides.width_mm <= limit:
        short = Size(limit, sides.width_mm, sides.height_mm)
        less = 1 - limit / sides.length_mm
        yield Change(
            "SIZE", "parcel.size.length_mm", str(sides.length_mm), str(limit), "mm", less, size=short, of=column
        )


def _thinner(scene: Scene, at: int, column: int, parcel: Parcel) -> Iterator[Change]:
    sides, limit = parcel.size, scene.table.services[column].max_girth_mm
    height = sides.height_mm - -((limit - sides.girth_mm) // 2)
    if height >= sides.height_mm * (1 - SHARE):
        yield from _flat(sides, height, column)
    else:
        yield from _scaled(sides, limit / sides.girth_mm, column)


def _papers(scene: Scene, at: int) -> Iterator[Change]:
    if scene.columns.papers_missing[at]:
        yield Change("PAPERS", "parcel.lines.papers", "", "UN 38.3, MSDS")


def _terms(scene: Scene, at: int) -> Iterator[Change]:
    columns, table, request = scene.columns, scene.table, scene.requests[at]
    if _wants_eori(table, request.destination.country) and not columns.eori_given[at]:
        yield Change("TERMS", "customs.eori", "", "EORI")
    if columns.tax_id_missing[at]:
        yield Change("TERMS", "address.tax_id", "", request.destination.country)
    if columns.not_latin[at]:
        yield Change("TERMS", "address.name", "", "A–Z")
    if request.insured:
        yield Change("TERMS", "insured", "yes", "no")
    if request.return_label:
        yield Change("TERMS", "return_label", "yes", "no")


def _wants_eori(table: RouteTable, country: str) -> bool:
    return country in table.rules.eori_needed


def _words(sides: Size) -> str:
    return f"{sides.length_mm} × {sides.width_mm} × {sides.height_mm}"
