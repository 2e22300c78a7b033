"""(5) Declared value and its thresholds."""

from __future__ import annotations

from fahuo.routing.domain.dimension import Dimension, HardRule, says
from fahuo.routing.domain.laws import VALUE as VALUE_OVER
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene
from fahuo.trade.money import Money
from fahuo.trade.service import Service


def _limits(table: RouteTable) -> dict[str, Money]:
    return table.rules.laws.limits()


def _over(scene: Scene, at: int, service: Service) -> str:
    request = scene.requests[at]
    return f"{request.parcel.value} > {scene.table.rules.laws.limits()[request.destination.country]}"


def _fact(scene: Scene, at: int, column: int) -> str:
    """Declared value | limit of the simplified clearance | value up to which tax is collected at the sale (IOSS)."""
    country = scene.requests[at].destination.country
    limit = scene.table.once(_limits).get(country, "")
    tax = scene.table.rate.rules.import_taxes.get(country)
    return f"{scene.cases[at].value} | {limit} | {tax.at_sale_up_to if tax and tax.at_sale_up_to.amount else ''}"


VALUE_OVER_LIMIT = HardRule(
    lambda scene: scene.columns.over_value[:, None], says("VALUE_OVER_LIMIT", "parcel.value", _over, check=VALUE_OVER)
)
VALUE = Dimension("value", _fact, of_parcel=True)
