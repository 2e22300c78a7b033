"""Problem codes of the single window, of its receipts, and of handing parcels over."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    "WINDOW_REFUSED": ErrorEntry(
        title_en="The single window refused the message",
        title_zh="单一窗口拒收报文",
        cause_en="Its reason stands beside this; customs have not seen the declaration.",
        cause_zh="旁边是拒收原因，海关未收到该申报。",
        fix_en="Correct what is named, then submit it again.",
        fix_zh="请按说明更正后重新申报。",
    ),
    "WINDOW_NOT_REACHED": ErrorEntry(
        title_en="The single window cannot be reached",
        title_zh="无法连接单一窗口",
        cause_en="Nothing was sent; it is tried again by itself.",
        cause_zh="报文未发出，系统会自动重试。",
        fix_en="If it lasts, check the address in the settings and the network.",
        fix_zh="如持续出现，请检查设置中的地址和网络。",
        who="operator",
    ),
    "WINDOW_NO_ANSWER": ErrorEntry(
        title_en="The single window did not answer",
        title_zh="单一窗口没有应答",
        cause_en="It may have arrived, so it is not sent again. Receipts will tell; without any a person decides.",
        cause_zh="报文可能已送达，因此不会重发；等待回执，无回执时由人工确认。",
        fix_en="Look at the single window whether the message is there, and say so on its page.",
        fix_zh="请在单一窗口查看报文是否存在，并在页面上确认。",
    ),
    "WINDOW_MESSAGE_SETTLED": ErrorEntry(
        title_en="The message does not wait for anybody",
        title_zh="该报文无需人工确认",
        cause_en="It was answered meanwhile, or is being sent.",
        cause_zh="报文已有应答，或正在发送。",
        fix_en="Nothing to do.",
        fix_zh="无需处理。",
    ),
    "RECEIPT_REFUSED": ErrorEntry(
        title_en="What came in is no receipt",
        title_zh="收到的内容不是有效回执",
        cause_en="It cannot be read safely, or not as a receipt of customs. Nothing was changed.",
        cause_zh="内容无法安全读取，或不是海关回执。数据未变更。",
        fix_en="If it came from your port, send it to the developers.",
        fix_zh="如确由口岸发送，请转交开发人员。",
        who="developer",
    ),
    "RECEIPT_UNKNOWN": ErrorEntry(
        title_en="The receipt answers nothing that was sent",
        title_zh="回执与已发送的报文不符",
        cause_en="No message of this seller bears its identifier. Nothing was changed.",
        cause_zh="该商家没有此标识的报文。数据未变更。",
        fix_en="If your port gives receipts identifiers of its own, change that setting.",
        fix_zh="如口岸使用自己的标识，请修改相应设置。",
        who="owner",
    ),
    "RECEIPT_FOREIGN": ErrorEntry(
        title_en="The receipt speaks of somebody else's declaration",
        title_zh="回执属于其他企业或单证",
        cause_en="Its numbers or codes of parties are not those that were declared. Nothing was changed.",
        cause_zh="回执中的编号或企业代码与申报内容不一致。数据未变更。",
        fix_en="Tell your port; somebody may have forged it.",
        fix_zh="请告知口岸，可能有人伪造回执。",
        who="owner",
    ),
    "RECEIPT_TIME": ErrorEntry(
        title_en="The receipt bears a time that cannot be",
        title_zh="回执时间不合理",
        cause_en="It is more than a day older than the message, or more than a day ahead. Nothing was changed.",
        cause_zh="回执时间早于报文签名时间，或晚于当前时间，相差超过一天。数据未变更。",
        fix_en="Check this computer's clock; if it is right, tell your port.",
        fix_zh="请检查本机时钟；如无误，请告知口岸。",
        who="owner",
    ),
    "RECEIPT_NUMBER_FORM": ErrorEntry(
        title_en="A number in the receipt is not written as usual",
        title_zh="回执中的编号格式不符合惯例",
        cause_en="It was kept as it came.",
        cause_zh="系统已按原样保存。",
        fix_en="Compare it with the single window.",
        fix_zh="请与单一窗口核对。",
    ),
    "TENDER_NOT_LABELLED": ErrorEntry(
        title_en="The parcel cannot be handed over in its state",
        title_zh="包裹当前状态不能交接",
        cause_en="Only parcels whose label is ready, and that have not left, are handed over.",
        cause_zh="只有面单就绪且尚未交出的包裹才能交接。",
        fix_en="Open the shipment to see how far it is.",
        fix_zh="请打开发货单查看状态。",
    ),
}
