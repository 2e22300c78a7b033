"""Problem codes of what carriers push."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    "PUSH_OUT_OF_TIME": ErrorEntry(
        title_en="The push is too old",
        title_zh="推送已过期",
        cause_en="The time that the carrier signed into a push lies more than three days back, or ahead of our clock.",
        cause_zh="推送签名中的时间早于三天前，或晚于本系统时钟。",
        fix_en="Nothing is lost, as parcels are asked for as well. If it goes on, check this server's clock.",
        fix_zh="轨迹不会丢失，系统会主动查询。若持续出现，请检查服务器时钟。",
        who="operator",
    ),
    "PUSH_TOO_LARGE": ErrorEntry(
        title_en="The push is too large",
        title_zh="推送内容过大",
        cause_en="What was pushed is larger than 2 MB; it was not read.",
        cause_zh="推送内容超过 2 MB，未读取。",
        fix_en="No carrier's push is so large. Make another push address, as somebody else may know this one.",
        fix_zh="承运商推送不会如此之大。推送地址可能已泄露，请更换推送地址。",
        who="owner",
    ),
}
