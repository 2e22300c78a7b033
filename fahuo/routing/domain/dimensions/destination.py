"""(1) Destination: the country, and by the postcode whether it is served and remote."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from fahuo.rating.domain import codes
from fahuo.rating.domain import table as rating
from fahuo.rating.domain.table import Flags
from fahuo.routing.domain.dimension import Dimension, HardRule
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service


def unpriced(*names: str) -> Callable[[Scene], Flags]:
    """Return what excludes the pairs that pricing refused with one of these codes."""
    wanted = np.array([name in names for name in rating.CODES], dtype=np.bool_)
    return lambda scene: wanted[scene.prices.code]


def place(scene: Scene, at: int, service: Service) -> str:
    """Return country and postcode."""
    destination = scene.requests[at].destination
    return f"{destination.country} {destination.postcode}".strip()


def _invalid_because(scene: Scene, at: int, service: Service) -> Problem:
    return scene.cases[at].problem or Problem(codes.PARCEL_INVALID)


def _countries(table: RouteTable) -> dict[str, Collection[str]]:
    """Return the countries that each service's sheet has a zone for."""
    served = zip(table.services, table.rate.sheets, strict=True)
    return {service.key: sheet.zone_of if sheet else () for service, sheet in served}


def _not_served(scene: Scene, at: int, service: Service) -> Problem:
    """Where the service goes to the country it is the postcode or the remote area that it does not go to."""
    country = scene.requests[at].destination.country
    part = country in scene.table.once(_countries)[service.key]
    return Problem(codes.NOT_SERVED, "address.postcode" if part else "address.country", place(scene, at, service))


def _fact(scene: Scene, at: int, column: int) -> str:
    """Country and postcode | code of the remote area."""
    return f"{place(scene, at, scene.table.services[column])} | {scene.cases[at].area}"


IMPOSSIBLE = HardRule(lambda scene: scene.parcels.invalid[:, None], _invalid_because)
NOT_SERVED = HardRule(unpriced(codes.NOT_SERVED), _not_served)
DESTINATION = Dimension("destination", _fact, of_parcel=True)
