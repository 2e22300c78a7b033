"""(9) Landed cost: the net price after rebates in one currency, and what failures on the lane are expected to cost."""

from __future__ import annotations

import numpy as np

from fahuo.rating.domain import codes
from fahuo.routing.domain.columns import Floats
from fahuo.routing.domain.dimension import Dimension, HardRule, says
from fahuo.routing.domain.dimensions.buyer import dispute_factor
from fahuo.routing.domain.dimensions.destination import unpriced
from fahuo.routing.domain.prices import amount, factors
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene, lane_rows
from fahuo.trade.service import Service


def _loss(table: RouteTable) -> Floats:
    return table.lanes.loss * table.rules.weights.loss_value_share


def _dispute(table: RouteTable) -> Floats:
    return table.lanes.disputed * table.rules.weights.dispute_value_share


def _return(table: RouteTable) -> Floats:
    return table.lanes.returned * table.rules.weights.return_cost


def failure(scene: Scene) -> Floats:
    """Return the expected cost of loss (unless insured), return and dispute, parcel × service."""
    columns, lanes = scene.columns, scene.once(lane_rows)
    expected: Floats = scene.table.once(_dispute).take(lanes)
    expected *= (columns.value * dispute_factor(columns.failures.astype(np.float64)))[:, None]
    lost: Floats = scene.table.once(_loss).take(lanes)
    lost *= np.where(columns.insured, 0.0, columns.value)[:, None]
    expected += lost
    expected += scene.table.once(_return).take(lanes)
    return expected


def _contributes(scene: Scene) -> Floats:
    price: Floats = scene.prices.net * scene.table.once(factors)
    price += scene.once(failure)
    return price


def _currencies(scene: Scene, at: int, service: Service) -> str:
    table = scene.table.rate
    sheet = table.sheets[table.services.index(service)]
    found = {scene.cases[at].value.currency} | ({sheet.currency} if sheet else set())
    return ", ".join(sorted(found - table.rules.yuan_per_unit.keys()))


def _fact(scene: Scene, at: int, column: int) -> str:
    """Net price in the sheet's currency | expected cost of failure in the currency of the weights."""
    currency = scene.table.rate.billed_in[column]
    net = amount(scene.prices.net.item(at, column), currency)
    return f"{net} {currency} | {scene.once(failure).item(at, column):.2f}"


NO_RATE_SHEET = HardRule(
    unpriced(codes.NO_RATE_SHEET),
    says(codes.NO_RATE_SHEET, "service", lambda scene, at, service: f"{service.key} {scene.table.rate.on}"),
)
NO_EXCHANGE_RATE = HardRule(unpriced(codes.NO_EXCHANGE_RATE), says(codes.NO_EXCHANGE_RATE, "parcel.value", _currencies))
NO_RETURN_LABEL = HardRule(
    unpriced(codes.RETURN_LABEL_NOT_OFFERED),
    says(codes.RETURN_LABEL_NOT_OFFERED, "return_label", lambda scene, at, service: service.key),
)
NO_INSURANCE = HardRule(
    unpriced(codes.INSURANCE_NOT_OFFERED),
    says(codes.INSURANCE_NOT_OFFERED, "insured", lambda scene, at, service: str(scene.cases[at].value)),
)
NOT_POSITIVE = HardRule(
    unpriced(codes.PRICE_NOT_POSITIVE),
    says(codes.PRICE_NOT_POSITIVE, "service", lambda scene, at, service: service.key),
)
COST = Dimension("cost", _fact, _contributes)
