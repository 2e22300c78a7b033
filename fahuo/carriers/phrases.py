"""What carriers say in sentences when they publish no codes, in Chinese or English: absent, twice, not ready."""

from __future__ import annotations

import re

_OURS = r"(?:单|包裹|跟踪号|(?<![a-z])(?:order|waybill|shipment|parcel|tracking))"
_GONE = r"(?:不存在|未找到|查询不到|查无|(?:not|n't)\s+exist|(?:not|n't)\s+(?:be\s+)?found)"
_NO_SUCH = r"(?:不存在|未找到|查询不到|查无|无此|no\s+such|can\s*not\s+find|not\s+found:?)"
_BETWEEN = r"(?:\s|此|该|这|客户|a|any|the|this){0,6}"
_ABSENT = re.compile(rf"{_OURS}[^,，。;；]{{0,60}}?{_GONE}|{_NO_SUCH}{_BETWEEN}(?:订|运|{_OURS})", re.IGNORECASE)
_ABOUT_THE_CALL = re.compile(r"接口|方法|服务|method|interface|\bapi\b|token", re.IGNORECASE)
_DENIED = re.compile(r"不存在|(?:not|n't)\s+(?:already\s+)?exist", re.IGNORECASE)
_TWICE = re.compile(r"重复|已存在|duplicate|exist", re.IGNORECASE)
_NOT_READY = re.compile(r"生成中|未生成|处理中|稍后|not\s+ready|generating|try\s+(?:again\s+)?later", re.IGNORECASE)


def absent(message: str) -> bool:
    """Tell whether a carrier says that it does not know an order, waybill or parcel.

    That an account, a token or a method does not exist says nothing of the order: it may be there.
    """
    return bool(_ABSENT.search(message)) and not _ABOUT_THE_CALL.search(message)


def twice(message: str) -> bool:
    """Tell whether a carrier says that something is there already."""
    return bool(_TWICE.search(_DENIED.sub("", message)))


def not_ready(message: str) -> bool:
    """Tell whether a carrier says that it is still at it."""
    return bool(_NOT_READY.search(message))
