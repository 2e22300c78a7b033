"""Labels of YunExpress OMS: an address first, the file behind it. Source: Label/Print, read 2026-11."""

from __future__ import annotations

from fahuo.carriers.adapters.yunexpress_oms import wire
from fahuo.carriers.adapters.yunexpress_oms.client import Answer
from fahuo.carriers.calling import Reply
from fahuo.carriers.errors import NotReady, Unsupported
from fahuo.carriers.reading import label_file
from fahuo.kit.wire import many
from fahuo.trade.label import LabelFile
from fahuo.trade.waybill import Waybill

WELL, NO_TEMPLATE = "100", "200"  # inner codes; 200 is 不存在打印模板


def address(answer: Answer, waybill: Waybill) -> str:
    """Return where the label lies; raise the error that fits when the carrier has none."""
    with answer.reply.readable():
        found = many(answer.content, wire.Label)
    for label in found:
        for told in label.order_infos or []:
            if told.customer_order_number not in (waybill.number, waybill.reference, None):
                continue
            if str(told.code) == WELL and label.url:
                return label.url
            if str(told.code) == NO_TEMPLATE:
                raise Unsupported(
                    f"YunExpress has no label for this product: {told.error or '不存在打印模板'}", **answer.reply.case()
                )
            if str(told.code) != WELL:
                raise answer.refusal(told.error or f"label code {told.code}")
    raise NotReady("YunExpress is still making the label.", **answer.reply.case())


def read(content: bytes, reply: Reply) -> LabelFile:
    """Tell the format by the first bytes."""
    with reply.readable():
        return label_file(content)
