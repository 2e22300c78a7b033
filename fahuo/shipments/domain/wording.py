"""References, reasons and rates as they are written down."""

from __future__ import annotations

from fahuo.trade.charge import Rate

REFERENCE_LENGTH = 50


def reference(*, seller_id: int, order_number: str, attempt: int) -> str:
    """Return `<seller>-<order>-<attempt>`, the key by which a carrier is asked. At most 50 ASCII characters."""
    text = f"{seller_id}-{order_number}-{attempt}"
    if len(text) > REFERENCE_LENGTH or not text.isascii():
        raise ValueError(f"Order number {order_number!r} makes a reference that carriers refuse (50 ASCII characters)")
    return text


def skip_code(outcome: str, stage: str) -> str:
    """Say why an order that was asked for is not taken up."""
    if stage == "SHIPPED":
        return "ORDER_ALREADY_SHIPPED"
    if outcome != "READY":
        return "ORDER_NOT_READY"
    return "ORDER_IN_WORK"


def rate_as_json(rate: Rate) -> dict[str, object]:
    """Return a rate as stored with the shipment: every charge with its working, decimals as text."""
    return {
        "service": rate.service_key,
        "sheet": rate.sheet,
        "zone": rate.zone,
        "actual_weight_g": rate.actual_weight_g,
        "volumetric_weight_g": rate.volumetric_weight_g,
        "chargeable_weight_g": rate.chargeable_weight_g,
        "currency": rate.currency,
        "total": str(rate.total.rounded().amount),
        "charges": [
            {"kind": charge.kind.value, "amount": str(charge.amount.amount), "working": charge.working}
            for charge in rate.charges
        ],
    }
