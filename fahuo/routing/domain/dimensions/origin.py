"""(12) Origin: a signed contract in force, pick-up at the seller's place, the cut-off and the capacity left."""

from __future__ import annotations

from fahuo.rating.domain.postcodes import compact
from fahuo.rating.domain.table import Flags
from fahuo.routing.domain.dimension import Dimension, HardRule, says
from fahuo.routing.domain.dimensions.promise import handed_over_on
from fahuo.routing.domain.request import RouteContext
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene
from fahuo.trade.address import Address
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

NO_CONTRACT, CONTRACT_EXPIRED, CAPACITY_FULL = "NO_CONTRACT", "CONTRACT_EXPIRED", "CAPACITY_FULL"
SERVICE_NOT_SIGNED, NO_PICKUP = "SERVICE_NOT_SIGNED", "NO_PICKUP"


def picked_up(areas: tuple[str, ...], origin: Address) -> bool:
    """Tell whether a carrier with these pick-up areas comes to an address: province, city, or beginning of postcode."""
    names = {_bare(origin.province), _bare(origin.city)} - {""}
    postcode = compact(origin.postcode)
    return any(_bare(area) in names or (compact(area) != "" and postcode.startswith(compact(area))) for area in areas)


def _bare(name: str) -> str:
    """Return the name as compared: 浙江 is 浙江省."""
    return name.strip().casefold().removesuffix("省").removesuffix("市")


def closing(context: RouteContext, service: Service) -> Problem | None:
    """Return why the seller can book no parcel at all on a service; None when he can.

    Without a place of origin nothing can be said about pick-up, and nothing is excluded.
    """
    contract, origin = context.contracts.get(service.carrier), context.origin
    if contract is None:
        return Problem(NO_CONTRACT, "service", service.carrier)
    if not contract.in_force(context.on):
        ends = (contract.valid_from, contract.valid_until)
        return Problem(CONTRACT_EXPIRED, "service", " – ".join(str(end or "") for end in ends).strip())
    if not contract.signed(service.code):
        return Problem(SERVICE_NOT_SIGNED, "service", service.key)
    if origin is not None and contract.pickup_areas and not picked_up(contract.pickup_areas, origin):
        place = " ".join(part for part in (origin.province, origin.city, origin.postcode) if part)
        return Problem(NO_PICKUP, "origin", place)
    return None


def closed(table: RouteTable) -> Flags:
    """Return one flag per service, as a row: the seller can book no parcel on it."""
    return table.flags(lambda service: closing(table.context, service) is not None)


def _full(table: RouteTable) -> Flags:
    """The carrier takes no more parcels today."""
    contracts = table.context.contracts
    full = {carrier for carrier, contract in contracts.items() if contract.capacity_left == 0}
    return table.flags(lambda service: service.carrier in full)


def _closed_because(scene: Scene, at: int, service: Service) -> Problem:
    return closing(scene.table.context, service) or Problem(NO_CONTRACT, "service", service.carrier)


def _capacity(scene: Scene, at: int, service: Service) -> str:
    contract = scene.table.context.contracts[service.carrier]
    return f"{contract.parcels_today} / {contract.daily_capacity}"


def _fact(scene: Scene, at: int, column: int) -> str:
    """Hand-over day | parcels that the carrier still takes today, empty without a limit."""
    return scene.table.once(_facts)[column]


def _facts(table: RouteTable) -> list[str]:
    contracts = [table.contract(service) for service in table.services]
    left = [None if contract is None else contract.capacity_left for contract in contracts]
    return [f"{handed_over_on(table, at)} | {'' if some is None else some}" for at, some in enumerate(left)]


CLOSED = HardRule(lambda scene: scene.table.once(closed), _closed_because)
FULL = HardRule(lambda scene: scene.table.once(_full), says(CAPACITY_FULL, "service", _capacity))
ORIGIN = Dimension("origin", _fact)
