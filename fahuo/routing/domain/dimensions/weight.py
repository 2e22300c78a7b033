"""(2) Actual and volumetric weight: the service's limit and the last band of its sheet."""

from __future__ import annotations

from fahuo.rating.domain import codes
from fahuo.rating.domain import table as rating
from fahuo.rating.domain.table import NO_LIMIT, Flags, Ints
from fahuo.routing.domain.dimension import Dimension, HardRule
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service


def limits(table: RouteTable) -> Ints:
    """Return the most each service takes, in grams; 0 in the service means that none is published."""
    return table.ints(lambda service: service.max_weight_g or int(NO_LIMIT))


def _excludes(scene: Scene) -> Flags:
    beyond: Flags = scene.parcels.weight_g[:, None] > scene.table.once(limits)
    beyond |= scene.prices.code == rating.OVERWEIGHT
    return beyond


def _because(scene: Scene, at: int, service: Service) -> Problem:
    parcel = scene.requests[at].parcel
    if service.max_weight_g and parcel.weight_g > service.max_weight_g:
        return Problem(codes.OVERWEIGHT, "parcel.weight_g", f"{parcel.weight_g} g > {service.max_weight_g} g")
    volumetric_g = parcel.size.volumetric_weight_g(service.volumetric_divisor)
    return Problem(codes.OVERWEIGHT, "parcel.weight_g", f"{max(parcel.weight_g, volumetric_g)} g > rate sheet")


def _fact(scene: Scene, at: int, column: int) -> str:
    """Actual grams | volumetric grams | limit in grams, empty without one; the last two by the service."""
    service, parcel = scene.table.services[column], scene.requests[at].parcel
    volumetric_g = parcel.size.volumetric_weight_g(service.volumetric_divisor)
    return f"{parcel.weight_g} | {volumetric_g} | {service.max_weight_g or ''}"


OVERWEIGHT = HardRule(_excludes, _because)
WEIGHT = Dimension("weight", _fact, of_parcel=True)
