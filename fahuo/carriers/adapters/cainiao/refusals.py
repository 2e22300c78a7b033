"""What Cainiao's "no" means for us. Apart from S02 no list of codes is published, so texts are read (2026-11)."""

from __future__ import annotations

import re

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

WRONG_DIGEST = "S02"
# "does not exist" must be tried before "exist".
_ABSENT = re.compile(r"不存在|未找到|查询不到|查无|无此|not\s+exist|not\s+found", re.IGNORECASE)
_DUPLICATE = re.compile(r"重复|已存在|duplicate|already\s+exist", re.IGNORECASE)
_NOT_READY = re.compile(r"生成中|未生成|处理中|稍后|not\s+ready|generating", re.IGNORECASE)
_CANCELLED = re.compile(r"已取消|重复取消|already\s+cancel", re.IGNORECASE)
_TOO_MANY = re.compile(r"限流|过于频繁|flow\s*control|too\s+many", re.IGNORECASE)
_BROKEN = re.compile(
    r"系统(?:异常|繁忙|错误)|服务异常|超时|timed?\s*out|system\s+(?:error|exception|busy)", re.IGNORECASE
)

# Words in the carrier's texts, most telling first, and the field that they are about.
FIELDS = {
    "solutionCode": "service_code",
    "解决方案": "service_code",
    "outOrderId": "reference",
    "外部订单": "reference",
    "receiverParam.name": "address.name",
    "收件人姓名": "address.name",
    "receiverParam.detailAddress": "address.street",
    "收件人地址": "address.street",
    "receiverParam.telephone": "address.phone",
    "收件人电话": "address.phone",
    "receiverParam.zipCode": "address.postcode",
    "邮编": "address.postcode",
    "receiverParam": "address",
    "senderParam": "sender",
    "taxNumber": "address.tax_id",
    "税号": "address.tax_id",
    "unitPrice": "lines[0].unit_value",
    "englishName": "lines[0].title_en",
    "chineseName": "lines[0].title_zh",
    "hscode": "lines[0].hs_code",
    "weight": "parcel.weight_g",
}


class CancelledAlready(Refused):
    """The order is cancelled, as was asked before."""


def refusal(operation: str, code: str, said: str, case: Case) -> CarrierError:
    """Turn the carrier's "no" into the error that fits the operation."""
    message = said or f"code {code}"
    trouble = _trouble(code, message, case)
    if trouble is not None:
        return trouble
    if operation == "create":
        return _not_created(message, case)
    if operation == "label" and _NOT_READY.search(said):
        return NotReady(message, **case)
    if operation == "cancel" and _CANCELLED.search(said):
        return CancelledAlready(message, **case)
    return NotFound(message, **case) if _ABSENT.search(said) else Refused(message, problems=problems(said), **case)


def _trouble(code: str, message: str, case: Case) -> CarrierError | None:
    """Return the error when this is not about what we asked."""
    if code == WRONG_DIGEST:
        return NotAuthorised(f"Cainiao does not accept the digest: {message}", **case)
    if _TOO_MANY.search(message):
        return RateLimited(f"Cainiao asks for fewer calls: {message}", **case)
    if _BROKEN.search(message):
        return Unavailable(f"Cainiao has a fault of its own: {message}", **case)
    return None


def _not_created(message: str, case: Case) -> CarrierError:
    about_reference = problems(message)[0].field == "reference"
    if about_reference and _DUPLICATE.search(message) and not _ABSENT.search(message):
        return DuplicateReference(message, **case)
    return Refused(message, problems=problems(message), **case)


def problems(message: str) -> tuple[Problem, ...]:
    """Name our field by the first word of theirs in the text; without any, the text stands for the whole order."""
    field = next((ours for theirs, ours in FIELDS.items() if theirs in message), "")
    return (Problem(CARRIER_REFUSED, field, message),)
