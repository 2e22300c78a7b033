"""What the error codes of 4PX mean for us. Source: 4PX open platform, lists of error codes, read 2026-11."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fahuo.carriers.adapters.fpx import wire
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
    Unsupported,
)
from fahuo.trade.problem import Problem

# Signature, key, parameters of the authentication, rights of the application, of the user.
KEYS = frozenset({"000012", "000013", "000014", "000016", "000018", "000021", "000022", "000025"})
TOO_MANY = frozenset({"000017", "DS000006"})
# Not available, time-out, no service behind the gateway, exception: the carrier may have acted.
DOWN = frozenset({"000015", "000020", "000024", "DS000003"})
NO_SUCH_METHOD = "000011"
UNDER_WAY = "DS000007"  # the reference is being worked on
UNKNOWN_ORDER = "DS000017"
NO_LABEL = "DS000046"
HELD_ALREADY = "DS000036"

# "0" and DS000000 stand for anything, DS000004 for any parameter: there the texts are read.
_ABSENT = re.compile(
    r"can\s*not\s+find\s+this\s+order|order\s+(?:was\s+)?not\s+found|(?:订单|单号|委托单)\S{0,6}不存在", re.IGNORECASE
)
_REFERENCE, _TWICE = r"(?:ref_?no|单号|此单|订单|参考号)", r"(?:already\s+exist|已存在|重复|duplicate)"
_DUPLICATE = re.compile(rf"{_REFERENCE}.{{0,80}}{_TWICE}|{_TWICE}.{{0,20}}{_REFERENCE}", re.IGNORECASE)
_BROKEN = re.compile(
    r"系统(?:异常|繁忙|错误)|服务异常|超时|timed?\s*out|system\s+(?:error|exception|busy)", re.IGNORECASE
)

# Words in the carrier's texts, most telling first, and the field that they are about.
FIELDS = {
    "logistics_product_code": "service_code",
    "物流产品": "service_code",
    "ref_no": "reference",
    "recipient_info.first_name": "address.name",
    "recipient_info.phone": "address.phone",
    "recipient_info.street": "address.street",
    "recipient_info.post_code": "address.postcode",
    "recipient_info.state": "address.province",
    "recipient_info.city": "address.city",
    "recipient_info.country": "address.country",
    "recipient's street": "address.street",
    "consignee's province": "address.province",
    "consignee": "address.name",
    "shipper": "sender",
    "sender": "sender",
    "vat_no": "address.tax_id",
    "ioss_no": "customs.ioss",
    "eori_no": "customs.eori",
    "declare_product_name_cn": "lines[0].title_zh",
    "declare_product_name_en": "lines[0].title_en",
    "declare_unit_price": "lines[0].unit_value",
    "currency": "lines[0].unit_value",
    "hscode": "lines[0].hs_code",
    "weight": "parcel.weight_g",
}


class HeldAlready(Refused):
    """The parcel is held, as was asked before."""


def refusal(operation: str, faults: Sequence[wire.Fault], message: str, case: Case) -> CarrierError:
    """Turn the carrier's "no" into the error that fits the operation; the first fault decides."""
    code = str(faults[0].error_code) if faults else ""
    said = "; ".join(fault.error_msg for fault in faults if fault.error_msg) or message or f"code {code}"
    if code in KEYS:
        return NotAuthorised(f"4PX does not accept the key or the signature: {said}", **case)
    if code in TOO_MANY:
        return RateLimited(f"4PX asks for fewer calls: {said}", **case)
    if code in DOWN or (code in ("", "0", "DS000000") and _BROKEN.search(said)):
        return Unavailable(f"4PX has a fault of its own: {said}", **case)
    if code == NO_SUCH_METHOD:
        return Unsupported(f"4PX knows no such method: {said}", **case)
    if code == UNDER_WAY:
        return _under_way(operation, said, case)
    return _business(operation, code, said, case)


def _under_way(operation: str, said: str, case: Case) -> CarrierError:
    """A booking of this reference is under way: it may come to be, so it is asked for later and adopted."""
    if operation == "label":
        return NotReady(said, **case)
    return Unavailable(f"4PX is still working on this reference: {said}", **case)


def _business(operation: str, code: str, said: str, case: Case) -> CarrierError:
    if operation == "label" and code == NO_LABEL:
        return NotReady(said, **case)
    if operation == "hold" and code == HELD_ALREADY:
        return HeldAlready(said, **case)
    if operation == "create":
        if _DUPLICATE.search(said):
            return DuplicateReference(said, **case)
        return Refused(said, problems=problems(said), **case)
    if code == UNKNOWN_ORDER or _ABSENT.search(said):
        return NotFound(said, **case)
    return Refused(said, problems=problems(said), **case)


def problems(said: str) -> tuple[Problem, ...]:
    """Name our field by the first word of theirs in the text; without any, the text stands for the whole order."""
    field = next((ours for theirs, ours in FIELDS.items() if theirs in said), "")
    return (Problem(CARRIER_REFUSED, field, said),)
