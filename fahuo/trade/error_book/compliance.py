"""Problem codes of rules of destinations, goods, parties and messages."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    "RECIPIENT_TAX_ID_GENERIC": ErrorEntry(
        title_en="Recipient's tax number names nobody",
        title_zh="收件人税号为通用号",
        cause_en="The number is the general one that stands for the public or for foreigners; customs cannot tell from "
        "it who receives the parcel.",
        cause_zh="该税号是面向公众或外国人的通用号，海关无法据此识别收件人。",
        fix_en="Ask the buyer for the personal number and enter it in the order.",
        fix_zh="向买家索取本人的税号并填入订单。",
    ),
}
