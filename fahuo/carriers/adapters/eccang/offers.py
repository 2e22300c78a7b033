"""Channels and prices of Eccang TOMS. Source: getShippingMethod and feeTrail, read 2026-11."""

from __future__ import annotations

from decimal import Decimal

from fahuo.carriers.adapters.eccang import wire
from fahuo.carriers.adapters.eccang.mapping import PARCEL, cm, kg
from fahuo.carriers.contract import CarrierRate, Offer, RateInquiry
from fahuo.carriers.reading import money


def to_offers(channels: list[wire.Channel]) -> tuple[Offer, ...]:
    """Return the channels of the account."""
    return tuple(Offer(str(one.code), one.cn_name or one.name_cn or one.en_name or one.name or "") for one in channels)


def to_trial(inquiry: RateInquiry) -> dict[str, Decimal | str]:
    """Return the question for prices: kilograms and centimetres."""
    size = inquiry.parcel.size
    return {
        "country_code": inquiry.recipient.country,
        "postcode": inquiry.recipient.postcode,
        "city": inquiry.recipient.city,
        "weight": kg(inquiry.parcel.weight_g),
        "length": cm(size.length_mm),
        "width": cm(size.width_mm),
        "height": cm(size.height_mm),
        "shipping_type_id": PARCEL,
    }


def to_rates(fees: list[wire.Fee], currency: str) -> tuple[CarrierRate, ...]:
    """Return a rate for each product, cheapest first; parts that are zero are left out."""
    rates = [
        CarrierRate(
            service_code=str(fee.ServiceCode),
            name=fee.ServiceCnName or fee.ServiceEnName or "",
            total=money(fee.TotalFee, currency),
            fees=tuple((name, money(amount, currency)) for name, amount in _parts(fee) if amount),
            days=fee.Effectiveness or "",
        )
        for fee in fees
    ]
    return tuple(sorted(rates, key=lambda rate: rate.total.amount))


def _parts(fee: wire.Fee) -> tuple[tuple[str, Decimal | None], ...]:
    return (
        ("FreightFee", fee.FreightFee),
        ("FuelFee", fee.FuelFee),
        ("RegisteredFee", fee.RegisteredFee),
        ("OtherFee", fee.OtherFee),
    )
