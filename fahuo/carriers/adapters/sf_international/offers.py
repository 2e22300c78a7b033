"""Prices of IUOP. Source: sf.global, IUOP_ESTIMATE_FEE, read 2026-11."""

from __future__ import annotations

from collections.abc import Iterator

from fahuo.carriers.adapters.sf_international import iuop, wire
from fahuo.carriers.adapters.sf_international.mapping import SERVICES, Terms, cm, kg, regions
from fahuo.carriers.contract import CarrierRate, RateInquiry
from fahuo.carriers.reading import money
from fahuo.trade.address import Address
from fahuo.trade.money import Money, total

CURRENCIES = {"RMB": "CNY"}


def to_inquiry(inquiry: RateInquiry, product: str, terms: Terms) -> wire.FeeInquiry:
    """Return what is asked for one product."""
    parcel = inquiry.parcel
    return wire.FeeInquiry(
        customer_code=terms.customer_code,
        inter_product_code=product,
        parcel_quantity=1,
        parcel_total_weight=kg(parcel.weight_g, iuop.PLACES),
        parcel_total_length=cm(parcel.size.length_mm),
        parcel_total_width=cm(parcel.size.width_mm),
        parcel_total_height=cm(parcel.size.height_mm),
        declared_value=parcel.value.amount,
        declared_currency=parcel.value.currency,
        payment_info=iuop.payment(terms, ddp=inquiry.ddp),
        sender_info=_place(inquiry.sender, inquiry.sender.postcode or terms.sender_postcode, terms.cargo_type),
        receiver_info=_place(inquiry.recipient, inquiry.recipient.postcode),
    )


def to_rate(estimate: wire.Estimate, product: str) -> CarrierRate | None:
    """Read a price; None where SF has none. Fees that do not add up to the total are left out."""
    if not estimate.total_fee or not estimate.currency:
        return None
    currency = CURRENCIES.get(estimate.currency, estimate.currency)
    whole = money(estimate.total_fee, currency)
    splits = _splits(estimate.fee_info_list or [], currency)
    fees = next((fees for fees in splits if total([fee for _, fee in fees], currency) == whole), ())
    service = SERVICES.get(product)
    return CarrierRate(product, service.name_zh if service else product, whole, fees)


def _splits(fees: list[wire.Fee], currency: str) -> Iterator[tuple[tuple[str, Money], ...]]:
    """The fees as they are to be paid, and as they were before discounts; no source says which the total is of."""
    for amounts in ([fee.estimate_pay_fee for fee in fees], [fee.estimate_fee for fee in fees]):
        if amounts and None not in amounts:
            told = zip(fees, amounts, strict=True)
            yield tuple((fee.service_name or "", money(amount, currency)) for fee, amount in told if amount is not None)


def _place(address: Address, postcode: str, cargo_type: int = 0) -> wire.Place:
    first, second = regions(address)
    return wire.Place(address.country, postcode, first, second, cargo_type)
