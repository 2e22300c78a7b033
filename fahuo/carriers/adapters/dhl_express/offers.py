"""Prices of DHL Express. Source: MyDHL API, rates, read 2026-11."""

from __future__ import annotations

from fahuo.carriers.adapters.dhl_express import wire
from fahuo.carriers.contract import CarrierRate
from fahuo.carriers.reading import money
from fahuo.kit.wire import UnreadableReply
from fahuo.trade.money import Money

BILLED = "BILLC"


def to_rates(products: list[wire.Product]) -> tuple[CarrierRate, ...]:
    """Return each product with a price in the currency that is billed, cheapest first."""
    rates = [rate for rate in map(_rate, products) if rate is not None]
    return tuple(sorted(rates, key=lambda rate: rate.total.amount))


def charged(charges: list[wire.Charge]) -> Money | None:
    """Return what a booked shipment costs, as far as DHL says so. A price that cannot be read undoes no booking."""
    try:
        return _billed(charges)
    except UnreadableReply:
        return None


def _rate(product: wire.Product) -> CarrierRate | None:
    total = _billed(product.total_price)
    if total is None or not total.amount:  # a product without a price is not offered on this lane
        return None
    parts = next((one for one in product.detailed_price_breakdown if one.currency_type == BILLED), wire.Breakdown())
    fees = tuple((part.name, money(part.price, total.currency)) for part in parts.breakdown)
    days = product.delivery_capabilities.total_transit_days if product.delivery_capabilities else ""
    return CarrierRate(product.product_code, product.product_name, total, fees, days)


def _billed(charges: list[wire.Charge]) -> Money | None:
    return next((_money(charge) for charge in charges if charge.currency_type == BILLED), None)


def _money(charge: wire.Charge) -> Money:
    return money(charge.price, charge.price_currency)
