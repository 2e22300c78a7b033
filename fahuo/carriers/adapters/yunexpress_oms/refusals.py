"""What YunExpress OMS says when it says no. Codes from one public integration, read 2026-11; without one, by words."""

from __future__ import annotations

import re

from fahuo.carriers import phrases
from fahuo.carriers.codes import CARRIER_REFUSED
from fahuo.carriers.errors import (
    CarrierError,
    Case,
    DuplicateReference,
    NotAuthorised,
    NotFound,
    NotReady,
    RateLimited,
    Refused,
    Unavailable,
)
from fahuo.trade.problem import Problem

WELL = "0000"
KEY_CODES = frozenset({"401", "1002", "1003"})  # token; customer code or secret; signature
BUSY, FAULT, ABSENT = "10000", "9999", "1006"  # request limit; platform exception; no such entry
DUPLICATE_CODES = frozenset({"2004", "2005"})  # order number used twice; order exists

_ALREADY_HELD = re.compile(r"已拦截|重复拦截|already", re.IGNORECASE)

# Words in the carrier's texts, most telling first, and the field that they are about.
FIELDS = {
    "ShippingMethodCode": "service_code",
    "运输方式": "service_code",
    "CustomerOrderNumber": "reference",
    "客户订单号": "reference",
    "FirstName": "address.name",
    "收件人姓名": "address.name",
    "Street": "address.street",
    "收件人地址": "address.street",
    "City": "address.city",
    "城市": "address.city",
    "State": "address.province",
    "Zip": "address.postcode",
    "邮编": "address.postcode",
    "Phone": "address.phone",
    "电话": "address.phone",
    "CountryCode": "address.country",
    "国家": "address.country",
    "TaxNumber": "address.tax_id",
    "税号": "address.tax_id",
    "IossCode": "customs.ioss",
    "EoriNumber": "customs.eori",
    "EName": "lines[0].title_en",
    "CName": "lines[0].title_zh",
    "HSCode": "lines[0].hs_code",
    "UnitPrice": "lines[0].unit_value",
    "UnitWeight": "lines[0].unit_weight_g",
    "Weight": "parcel.weight_g",
    "重量": "parcel.weight_g",
}


def refusal(operation: str, code: str, message: str, case: Case) -> CarrierError:
    """Turn the carrier's "no" into the error that fits the operation."""
    if code in KEY_CODES:
        return NotAuthorised(f"YunExpress does not accept the key: {message}", **case)
    if code == BUSY:
        return RateLimited(message, **case)
    if code == FAULT:
        return Unavailable(f"YunExpress has a fault of its own: {message}", **case)
    absent = code == ABSENT or phrases.absent(message)
    if operation == "create":
        twice = code in DUPLICATE_CODES or phrases.twice(message)
        return (DuplicateReference if twice else Refused)(message, problems=problems(message), **case)
    if operation == "label" and phrases.not_ready(message):
        return NotReady(message, **case)
    return (NotFound if absent else Refused)(message, problems=problems(message), **case)


def already_held(message: str) -> bool:
    """Tell whether a refused interception says that the parcel is intercepted. No state confirms it."""
    return bool(_ALREADY_HELD.search(message))


def problems(message: str) -> tuple[Problem, ...]:
    """Name our field by the first word of theirs in the text; without any, the text stands for the whole order."""
    field = next((ours for theirs, ours in FIELDS.items() if theirs in message), "")
    return (Problem(CARRIER_REFUSED, field, message),)
