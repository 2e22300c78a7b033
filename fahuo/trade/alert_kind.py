"""Kinds of red alerts (红色预警): what each means, when it comes, and whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AlertKind(StrEnum):
    """What is wrong. One alert stands for one cause."""

    CUSTOMS_HELD = "CUSTOMS_HELD"
    ADDRESS_UNCLEAR = "ADDRESS_UNCLEAR"
    DELIVERY_FAILED = "DELIVERY_FAILED"
    RETURNED = "RETURNED"
    LOST = "LOST"
    DAMAGED = "DAMAGED"
    LABEL_OVERDUE = "LABEL_OVERDUE"
    PICKUP_OVERDUE = "PICKUP_OVERDUE"
    SILENT = "SILENT"
    TOKEN_EXPIRED = "TOKEN_EXPIRED"  # noqa: S105 - a name, no secret
    CONTRACT_ENDING = "CONTRACT_ENDING"
    CARRIER_DOWN = "CARRIER_DOWN"
    TRACKING_RETURN_LOW = "TRACKING_RETURN_LOW"
    UNMAPPED_CODE = "UNMAPPED_CODE"
    CHANNEL_FAILED = "CHANNEL_FAILED"


@dataclass(frozen=True, slots=True)
class KindWords:
    """Title and meaning of a kind in both languages; `urgent` ones break quiet hours unless somebody said otherwise."""

    title_en: str
    title_zh: str
    meaning_en: str
    meaning_zh: str
    urgent: bool = False

    def title(self, language: str) -> str:
        """Return the title in `zh…` or else English."""
        return self.title_zh if language.startswith("zh") else self.title_en

    def meaning(self, language: str) -> str:
        """Return the meaning in `zh…` or else English."""
        return self.meaning_zh if language.startswith("zh") else self.meaning_en


_K = AlertKind
KINDS: dict[AlertKind, KindWords] = {
    _K.CUSTOMS_HELD: KindWords(
        "Held at customs", "海关扣留",
        "Customs holds the parcel or wants papers. Ends when it is released or moves on.",
        "包裹被海关扣留或要求补充资料。放行或继续运输后自动结束。", urgent=True,
    ),
    _K.ADDRESS_UNCLEAR: KindWords(
        "Address unclear", "地址不清",
        "The carrier cannot deliver to the address as it is written. Ends when the parcel moves on.",
        "承运商无法按现有地址派送。包裹继续运输后自动结束。", urgent=True,
    ),
    _K.DELIVERY_FAILED: KindWords(
        "Delivery failed", "派送失败",
        "An attempt to deliver failed. Ends when it is tried again, is ready to be fetched, or is delivered.",
        "派送未成功。再次派送、到达自提点或签收后自动结束。",
    ),
    _K.RETURNED: KindWords(
        "Returned", "退件",
        "The parcel is on its way back, or has come back. Ends when it is delivered after all, or when its waybill is "
        "cancelled or given up so that the order can be shipped again; else a person closes it.",
        "包裹正在退回或已退回。最终签收，或运单取消、作废后订单可重新发货时自动结束；否则由人工关闭。",
    ),
    _K.LOST: KindWords(
        "Lost", "丢件",
        "The carrier says that the parcel is lost or destroyed. A person closes it, or a later sign of life.",
        "承运商称包裹丢失或销毁。由人工关闭，或后续出现轨迹时自动结束。", urgent=True,
    ),
    _K.DAMAGED: KindWords(
        "Damaged", "破损",
        "The carrier says that the parcel is damaged. A person closes it, or its delivery.",
        "承运商称包裹破损。由人工关闭，或签收后自动结束。",
    ),
    _K.LABEL_OVERDUE: KindWords(
        "Label overdue", "面单超时",
        "An order has had no label for two hours since it could be shipped. Ends with the label.",
        "订单可发货后两小时内未出面单。出面单后自动结束。",
    ),
    _K.PICKUP_OVERDUE: KindWords(
        "Pick-up overdue", "揽收超时",
        "No physical scan for 48 hours since the label. Ends with the first scan.",
        "出面单后 48 小时内没有揽收扫描。首次扫描后自动结束。", urgent=True,
    ),
    _K.SILENT: KindWords(
        "Silent for 72 hours", "72 小时无轨迹",
        "Nothing has been heard of a parcel under way for 72 hours. Ends with the next event.",
        "运输中的包裹 72 小时没有新轨迹。出现新轨迹后自动结束。",
    ),
    _K.TOKEN_EXPIRED: KindWords(
        "Access refused", "授权失效",
        "A carrier does not accept the account's key or token any more; all its calls stop until an owner acts.",
        "承运商不再接受账号的密钥或令牌；负责人处理之前所有调用停止。", urgent=True,
    ),
    _K.CONTRACT_ENDING: KindWords(
        "Contract ends soon", "合同即将到期",
        "A contract with a carrier ends soon, on the day given here; then none of its services is chosen any more. "
        "Ends when a later last day is written down.",
        "与承运商的合同即将到期，最后有效日如下；到期后不再选用其物流产品。更新有效期后自动结束。",
    ),
    _K.CARRIER_DOWN: KindWords(
        "Carrier down", "承运商接口故障",
        "A carrier does not answer. Ends by itself when it answers again.",
        "承运商接口无响应。恢复后自动结束。", urgent=True,
    ),
    _K.TRACKING_RETURN_LOW: KindWords(
        "Tracking return too low", "轨迹回传率过低",
        "Fewer than 99.5 % of a carrier's parcels of late have a physical scan. Ends when the rate is reached again.",
        "某承运商近期包裹的轨迹回传率低于 99.5%。达标后自动结束。",
    ),
    _K.UNMAPPED_CODE: KindWords(
        "Unknown tracking code", "未知轨迹代码",
        "A carrier sent an event code that we do not know; the event is kept, the milestone is untouched.",
        "承运商推送了未收录的轨迹代码；事件已保留，节点不受影响。",
    ),
    _K.CHANNEL_FAILED: KindWords(
        "Messages do not arrive", "消息发送失败",
        "E-mail, SMS or a robot refuses our messages. Ends with the next one that arrives.",
        "邮件、短信或机器人无法发送。下一条发送成功后自动结束。",
    ),
}  # fmt: skip
