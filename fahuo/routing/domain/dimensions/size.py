"""(3) Limits of the sides: the longest one, and length + 2 × width + 2 × height."""

from __future__ import annotations

from fahuo.rating.domain.table import NO_LIMIT, Ints
from fahuo.routing.domain.dimension import Dimension, HardRule, says
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene
from fahuo.trade.service import Service


def sides(table: RouteTable) -> Ints:
    """Return the longest side each service takes, in millimetres."""
    return table.ints(lambda service: service.max_side_mm or int(NO_LIMIT))


def girths(table: RouteTable) -> Ints:
    """Return the largest length and girth each service takes, in millimetres."""
    return table.ints(lambda service: service.max_girth_mm or int(NO_LIMIT))


def _side(scene: Scene, at: int, service: Service) -> str:
    return f"{scene.requests[at].parcel.size.length_mm} mm > {service.max_side_mm} mm"


def _girth(scene: Scene, at: int, service: Service) -> str:
    return f"{scene.requests[at].parcel.size.girth_mm} mm > {service.max_girth_mm} mm"


def _fact(scene: Scene, at: int, column: int) -> str:
    """Sides in millimetres | longest side taken | largest girth taken, both empty without a limit."""
    service, size = scene.table.services[column], scene.requests[at].parcel.size
    ours = f"{size.length_mm} × {size.width_mm} × {size.height_mm}"
    return f"{ours} | {service.max_side_mm or ''} | {service.max_girth_mm or ''}"


OVERSIZE = HardRule(
    lambda scene: scene.parcels.longest_mm[:, None] > scene.table.once(sides), says("OVERSIZE", "parcel.size", _side)
)
GIRTH = HardRule(
    lambda scene: scene.parcels.girth_mm[:, None] > scene.table.once(girths), says("GIRTH", "parcel.size", _girth)
)
SIZE = Dimension("size", _fact, of_parcel=True)
