"""Products and prices of YunExpress. Source: YunExpress OpenAPI, product list and price trial, read 2026-11."""

from __future__ import annotations

from fahuo.carriers.adapters.yunexpress import wire
from fahuo.carriers.contract import CarrierRate, Offer, RateInquiry
from fahuo.carriers.errors import Unsupported
from fahuo.carriers.reading import money
from fahuo.trade.cargo import BATTERIES, CargoClass
from fahuo.trade.money import total

CODE = "yunexpress"
GENERAL, WITH_BATTERY, SPECIAL = "C", "E", "F"  # 普货, 带电, 特货
CURRENCIES = {"RMB": "CNY"}


def to_trial(inquiry: RateInquiry, origin: str = "") -> dict[str, str]:
    """Return the query of a price trial; `origin` is the warehouse (`YT-SZ`), empty for the carrier's default.

    Raises `Unsupported` for duties paid: the trial has no word for it, and a price without it would be too low.
    """
    if inquiry.ddp:
        raise Unsupported("YunExpress tells no price with duties paid.", carrier=CODE, operation="quote")
    parcel, recipient = inquiry.parcel, inquiry.recipient
    size = parcel.size
    asked = {
        "country_code": recipient.country,
        "postal_code": recipient.postcode,
        "weight": f"{parcel.weight_g / 1000:.3f}",
        "weight_unit": "KG",
        "package_type": cargo_letter(parcel.cargo_classes),
        "pieces": "1",
        "length": f"{size.length_mm / 10:.1f}",
        "width": f"{size.width_mm / 10:.1f}",
        "height": f"{size.height_mm / 10:.1f}",
        "size_unit": "CM",
    }
    return {**asked, "origin": origin} if origin else asked


def cargo_letter(classes: frozenset[CargoClass]) -> str:
    """Return the one letter that the price trial knows: anything special outweighs a battery."""
    if classes - BATTERIES - {CargoClass.GENERAL}:
        return SPECIAL
    return WITH_BATTERY if classes & BATTERIES else GENERAL


def to_rates(fees: list[wire.Fee]) -> tuple[CarrierRate, ...]:
    """Sum the rows of each product and currency, cheapest first."""
    groups: dict[tuple[str, str], list[wire.Fee]] = {}
    for fee in fees:
        groups.setdefault((fee.product_code, CURRENCIES.get(fee.currency, fee.currency)), []).append(fee)
    rates = [_rate(currency, rows) for (_, currency), rows in groups.items()]
    return tuple(sorted(rates, key=lambda rate: rate.total.amount))


def to_offers(products: list[wire.Product]) -> tuple[Offer, ...]:
    """Return the products of the account."""
    return tuple(Offer(product.product_code, product.product_name or "") for product in products)


def _rate(currency: str, rows: list[wire.Fee]) -> CarrierRate:
    first = rows[0]
    fees = tuple((row.price_name or row.fee_name or "", money(row.calculate_amount, currency)) for row in rows)
    return CarrierRate(
        service_code=first.product_code,
        name=first.product_name or "",
        total=total([amount for _, amount in fees], currency),
        fees=fees,
        days=first.interval_day or "",
    )
