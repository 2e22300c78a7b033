"""Which changes of a parcel are worth trying: the next step down of each service that matters, and missing papers."""

from __future__ import annotations

from collections.abc import Iterator

from fahuo.rating.domain.case import Case
from fahuo.rating.domain.lane import find_lane
from fahuo.rating.domain.sheet import RateSheet, Tariff
from fahuo.routing.domain.columns import RouteColumns
from fahuo.routing.domain.counterfactual import Change
from fahuo.routing.domain.dimensions.origin import closing
from fahuo.routing.domain.laws import EORI
from fahuo.routing.domain.request import RouteRequest
from fahuo.routing.domain.route_table import RouteTable
from fahuo.trade.measure import Size
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

# A parcel is not asked to lose more than this share of its weight or of a side: beyond that it is another parcel.
SHARE = 0.3
# Steps finer than this are the price per kg by another name.
COARSE_G = 10


def changes(request: RouteRequest, case: Case, columns: RouteColumns, table: RouteTable) -> list[Change]:
    """Return the changes to try for one parcel, the only one of `columns`; each once."""
    found: dict[tuple[str, str], Change] = {}
    for change in (*_measures(case, table), *_papers(columns), *_terms(request, columns, table)):
        found.setdefault((change.field, change.after), change)
    return list(found.values())


def _measures(case: Case, table: RouteTable) -> Iterator[Change]:
    classes, parcel = frozenset(case.cargo), case.request.parcel
    volumetric_g = {divisor: parcel.size.volumetric_weight_g(divisor) for divisor in table.rate.divisors.tolist()}
    for service, sheet, apart in table.once(_bookable):
        tariff = _tariff(service, sheet, apart, case) if classes <= service.cargo else None
        if tariff is not None:
            yield from _next_step(service, tariff, parcel, volumetric_g[service.volumetric_divisor])
            yield from _into_limits(service, tariff, parcel, volumetric_g[service.volumetric_divisor])


def _bookable(table: RouteTable) -> list[tuple[Service, RateSheet, frozenset[str]]]:
    """Return the services that can be booked, with their sheets and the countries where a postcode decides the zone."""
    return [
        (service, sheet, frozenset(one.postcodes.country for one in sheet.postcode_zones))
        for service, sheet in zip(table.services, table.rate.sheets, strict=True)
        if sheet and closing(table.context, service) is None
    ]


def _tariff(service: Service, sheet: RateSheet, apart: frozenset[str], case: Case) -> Tariff | None:
    """Return the prices of the parcel's zone, None where the service does not go."""
    if case.request.country in apart:
        lane = find_lane(service, sheet, case)
        if not isinstance(lane, Problem):
            return lane.tariff
    zone = sheet.zone_of.get(case.request.country)
    return None if zone is None else sheet.tariffs[zone]


def _next_step(service: Service, tariff: Tariff, parcel: Parcel, volumetric_g: int) -> Iterator[Change]:
    edge = _edge(tariff, max(parcel.weight_g, volumetric_g, tariff.min_g))
    if edge is None:
        return
    if parcel.weight_g > edge >= volumetric_g:
        yield from _lighter(parcel, edge)
    elif volumetric_g > edge >= parcel.weight_g:
        yield from _smaller(parcel, edge, service.volumetric_divisor)


def _into_limits(service: Service, tariff: Tariff, parcel: Parcel, volumetric_g: int) -> Iterator[Change]:
    sides, heaviest_g = parcel.size, tariff.bands[-1].up_to_g
    if service.max_weight_g:
        heaviest_g = min(heaviest_g, service.max_weight_g)
    if 0 < service.max_side_mm < sides.length_mm:
        yield from _shorter(sides, service.max_side_mm)
    if 0 < service.max_girth_mm < sides.girth_mm:
        yield from _thinner(sides, service.max_girth_mm)
    if parcel.weight_g > heaviest_g:
        yield from _lighter(parcel, heaviest_g)
    elif volumetric_g > tariff.bands[-1].up_to_g:
        yield from _smaller(parcel, tariff.bands[-1].up_to_g, service.volumetric_divisor)


def _edge(tariff: Tariff, weight_g: int) -> int | None:
    """Return the heaviest weight below the step of a weight that counts, None when there is none."""
    band = tariff.band(weight_g)
    if band is None:
        return None
    steps = band.steps(weight_g)
    if steps and band.step_g >= COARSE_G:
        return band.first_g + (steps - 1) * band.step_g or None
    return max((one.up_to_g for one in tariff.bands if one.up_to_g < weight_g), default=None)


def _lighter(parcel: Parcel, to_g: int) -> Iterator[Change]:
    if parcel.weight_g * (1 - SHARE) <= to_g < parcel.weight_g:
        less = parcel.weight_g - to_g
        yield Change("WEIGHT", "parcel.weight_g", str(parcel.weight_g), str(to_g), "g", less, weight_g=to_g)


def _smaller(parcel: Parcel, to_g: int, divisor: int) -> Iterator[Change]:
    """Flatten the box until its volumetric weight is the one wanted; where that asks too much, shrink all sides."""
    sides = parcel.size
    most_mm3 = (2 * to_g * divisor + divisor - 1) // 2  # the largest volume that rounds to this weight
    height = most_mm3 // (sides.length_mm * sides.width_mm)
    if height >= sides.height_mm * (1 - SHARE):
        yield from _flat(sides, height)
        return
    yield from _scaled(sides, (most_mm3 / sides.volume_mm3) ** (1 / 3))


def _flat(sides: Size, height: int) -> Iterator[Change]:
    if 0 < height < sides.height_mm:
        flat = Size(sides.length_mm, sides.width_mm, height)
        less = 1 - height / sides.height_mm
        yield Change("SIZE", "parcel.size.height_mm", str(sides.height_mm), str(height), "mm", less, size=flat)


def _scaled(sides: Size, factor: float) -> Iterator[Change]:
    if not 1 - SHARE <= factor < 1:
        return
    small = Size(*(int(side * factor) for side in (sides.length_mm, sides.width_mm, sides.height_mm)))
    if small.height_mm > 0:
        yield Change("SIZE", "parcel.size", _words(sides), _words(small), "mm", 1 - factor, size=small)


def _shorter(sides: Size, limit: int) -> Iterator[Change]:
    if sides.length_mm * (1 - SHARE) <= limit and sides.width_mm <= limit:
        short = Size(limit, sides.width_mm, sides.height_mm)
        less = 1 - limit / sides.length_mm
        yield Change("SIZE", "parcel.size.length_mm", str(sides.length_mm), str(limit), "mm", less, size=short)


def _thinner(sides: Size, limit: int) -> Iterator[Change]:
    height = sides.height_mm + (limit - sides.girth_mm) // 2  # half of what is too much, rounded up
    if height >= sides.height_mm * (1 - SHARE):
        yield from _flat(sides, height)
    else:
        yield from _scaled(sides, limit / sides.girth_mm)


def _papers(columns: RouteColumns) -> Iterator[Change]:
    if columns.papers_missing[0]:
        yield Change("PAPERS", "parcel.lines.papers", "", "UN 38.3, MSDS")


def _terms(request: RouteRequest, columns: RouteColumns, table: RouteTable) -> Iterator[Change]:
    country = request.destination.country
    if country in table.rules.laws.of(EORI) and not columns.eori_given[0]:
        yield Change("TERMS", "customs.eori", "", "EORI")
    if columns.tax_id_missing[0]:
        yield Change("TERMS", "address.tax_id", "", country)
    if columns.not_latin[0]:
        yield Change("TERMS", "address.name", "", "A–Z")
    if request.insured:
        yield Change("TERMS", "insured", "yes", "no")
    if request.return_label:
        yield Change("TERMS", "return_label", "yes", "no")


def _words(sides: Size) -> str:
    return f"{sides.length_mm} × {sides.width_mm} × {sides.height_mm}"
