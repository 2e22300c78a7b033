"""Products and prices of YunExpress OMS. Source: GetShippingMethods and GetPriceTrial, read 2026-11."""

from __future__ import annotations

from fahuo.carriers.adapters.yunexpress_oms import wire
from fahuo.carriers.adapters.yunexpress_oms.mapping import CODE, cm, kg
from fahuo.carriers.contract import CarrierRate, Offer, RateInquiry
from fahuo.carriers.errors import Unexpected, Unsupported
from fahuo.carriers.reading import money
from fahuo.trade.cargo import BATTERIES, CargoClass
from fahuo.trade.money import Money, total

GENERAL, WITH_BATTERY, SPECIAL = "0", "1", "2"  # 普货, 带电, 特货; the last one from one source only
CURRENCIES = {"RMB": "CNY"}


def to_trial(inquiry: RateInquiry, origin: str = "") -> dict[str, str]:
    """Return the query of a price trial; `origin` is the warehouse, empty for the carrier's default `YT-SZ`.

    Raises `Unsupported` for duties paid: how a trial is asked for them is not known.
    """
    if inquiry.ddp:
        raise Unsupported("YunExpress OMS tells no price with duties paid.", carrier=CODE, operation="quote")
    size = inquiry.parcel.size
    asked = {
        "CountryCode": inquiry.recipient.country,
        "Weight": str(kg(inquiry.parcel.weight_g)),
        "Length": str(cm(size.length_mm)),
        "Width": str(cm(size.width_mm)),
        "Height": str(cm(size.height_mm)),
        "PackageType": cargo_number(inquiry.parcel.cargo_classes),
        "PostCode": inquiry.recipient.postcode,
    }
    return {**asked, "Origin": origin} if origin else asked


def cargo_number(classes: frozenset[CargoClass]) -> str:
    """Return the one number that the price trial knows: anything special outweighs a battery."""
    if classes - BATTERIES - {CargoClass.GENERAL}:
        return SPECIAL
    return WITH_BATTERY if classes & BATTERIES else GENERAL


def to_rates(prices: list[wire.Price]) -> tuple[CarrierRate, ...]:
    """Return a rate for each product, cheapest first; one whose currency is not told is `Unexpected`."""
    return tuple(sorted(map(_rate, prices), key=lambda rate: rate.total.amount))


def to_offers(methods: list[wire.Method]) -> tuple[Offer, ...]:
    """Return the products of the account."""
    return tuple(Offer(method.code, method.c_name or method.e_name or "") for method in methods)


def _rate(price: wire.Price) -> CarrierRate:
    if not price.currency:
        raise Unexpected(f"The price of {price.code} names no currency.", carrier=CODE, operation="quote")
    currency = CURRENCIES.get(price.currency, price.currency)
    whole, fees = money(price.total_fee, currency), _fees(price, currency)
    # Fees that do not make up the total would mislead; the total is what is asked.
    known = fees if fees and total([fee for _, fee in fees], currency) == whole else ()
    return CarrierRate(price.code, price.c_name or price.e_name or "", whole, known, str(price.delivery_days or ""))


def _fees(price: wire.Price, currency: str) -> tuple[tuple[str, Money], ...]:
    amounts = {
        "ShippingFee": price.shipping_fee,
        "RegistrationFee": price.registration_fee,
        "FuelFee": price.fuel_fee,
        "SundryFee": price.sundry_fee,
        "TariffPrepayFee": price.tariff_prepay_fee,
        "InsuredFee": price.insured_fee,
        "SignatureFee": price.signature_fee,
    }
    return tuple((name, money(amount, currency)) for name, amount in amounts.items() if amount)
