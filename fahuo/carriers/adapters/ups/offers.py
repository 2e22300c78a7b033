"""Prices of UPS. Source: UPS Rating reference, RateResponse, read 2026-11."""

from __future__ import annotations

from pathlib import Path

from fahuo.carriers import reading
from fahuo.carriers.adapters.ups import mapping, wire_answers
from fahuo.carriers.contract import CarrierRate
from fahuo.carriers.service_table import read_services
from fahuo.kit.wire import UnreadableReply
from fahuo.trade.money import Money

NAMES = {
    service.code: service.name_en for service in read_services(Path(__file__).parent / "services.csv", mapping.CODE)
}


def to_rates(rated: list[wire_answers.RatedShipment]) -> tuple[CarrierRate, ...]:
    """Return the contract's price of each service, or the public one where there is none; cheapest first."""
    return tuple(sorted((_rate(one) for one in rated), key=lambda rate: rate.total.amount))


def charged(results: wire_answers.ShipmentResults) -> Money | None:
    """Return what a booked shipment costs, as far as UPS says so. A price that cannot be read undoes no booking."""
    negotiated = results.negotiated_rate_charges.total_charge if results.negotiated_rate_charges else None
    public = results.shipment_charges.total_charges if results.shipment_charges else None
    amount = negotiated or public
    try:
        return money(amount) if amount else None
    except UnreadableReply:
        return None


def money(amount: wire_answers.Amount) -> Money:
    """Read an amount that travels as text."""
    return reading.money(amount.monetary_value, amount.currency_code)


def _rate(rated: wire_answers.RatedShipment) -> CarrierRate:
    negotiated = rated.negotiated_rate_charges.total_charge if rated.negotiated_rate_charges else None
    parts = (("Transportation", rated.transportation_charges), ("Service options", rated.service_options_charges))
    # The parts add up to the public price only; UPS does not split what the contract makes of it.
    fees = () if negotiated else tuple((name, money(part)) for name, part in parts if part is not None)
    return CarrierRate(
        service_code=rated.service.code,
        name=NAMES.get(rated.service.code, rated.service.description or rated.service.code),
        total=money(negotiated or rated.total_charges),
        fees=fees,
        days=rated.guaranteed_delivery.business_days_in_transit if rated.guaranteed_delivery else "",
    )
