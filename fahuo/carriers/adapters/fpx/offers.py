"""Products and prices of 4PX. Source: 4PX open platform, product list and estimated cost, read 2026-11."""

from __future__ import annotations

from fahuo.carriers.adapters.fpx import wire
from fahuo.carriers.adapters.fpx.mapping import SERVICES, centimetres
from fahuo.carriers.contract import CarrierRate, Offer, RateInquiry
from fahuo.carriers.reading import money

CURRENCY = "CNY"
EVERYTHING = "1"  # every mode of transport
PARCELS = "P"  # no documents


def to_estimate(inquiry: RateInquiry) -> dict[str, str]:
    """Return the body of an estimate: weight in grams and sides in centimetres, all as text."""
    size = inquiry.parcel.size
    asked = {
        "country_code": inquiry.recipient.country,
        "weight": str(inquiry.parcel.weight_g),
        "length": str(centimetres(size.length_mm)),
        "width": str(centimetres(size.width_mm)),
        "height": str(centimetres(size.height_mm)),
        "cargocode": PARCELS,
        "recipient_post_code": inquiry.recipient.postcode,
    }
    return {key: value for key, value in asked.items() if value}


def to_rates(estimates: list[wire.Estimate]) -> tuple[CarrierRate, ...]:
    """Return the prices, cheapest first; the carrier names one sum and no fees."""
    rates = [_rate(estimate) for estimate in estimates]
    return tuple(sorted(rates, key=lambda rate: rate.total.amount))


def to_offers(products: list[wire.Product]) -> tuple[Offer, ...]:
    """Return the products of the account, each once."""
    names = {one.logistics_product_code: _name(one) for one in products}
    return tuple(Offer(code, name) for code, name in names.items())


def _rate(estimate: wire.Estimate) -> CarrierRate:
    known = SERVICES.get(estimate.logistics_product_code)
    return CarrierRate(
        service_code=estimate.logistics_product_code,
        name=known.name_zh if known else "",
        total=money(estimate.lump_sum_fee, CURRENCY),
        fees=(),
        days=estimate.estimated_time or "",
    )


def _name(product: wire.Product) -> str:
    return product.logistics_product_name_cn or product.logistics_product_name_en or ""
