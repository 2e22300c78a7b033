"""Problem codes of labels: what keeps one from being drawn or printed."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    "LABEL_UNREADABLE": ErrorEntry(
        title_en="The label file cannot be read",
        title_zh="面单文件无法读取",
        cause_en="The file is not a whole PDF: cut off, locked, damaged, not a PDF at all, or far too large.",
        cause_zh="承运商返回的不是完整的 PDF：文件被截断、加密、损坏、不是 PDF 或过大。",
        fix_en="Fetch the label again. If it comes back the same, ask the carrier; the waybill stays valid.",
        fix_zh="请重新获取面单；若仍相同，请联系承运商重新出具，运单号仍然有效。",
    ),
    "LABEL_PAGE_MISSING": ErrorEntry(
        title_en="A page is missing in the label file",
        title_zh="面单文件缺页",
        cause_en="The file has fewer pages than labels were asked for.",
        cause_zh="文件页数少于应打印的面单数。",
        fix_en="Print the labels again; the missing one is drawn anew.",
        fix_zh="请重新打印，缺失的面单会重新生成。",
        who="operator",
    ),
    "LABEL_WRONG_SIZE": ErrorEntry(
        title_en="The label has the wrong size",
        title_zh="面单尺寸不符",
        cause_en="The page is not 100 × 150 mm (4 × 6 inch, A6) or 100 × 100 mm; scaled, its codes may not scan.",
        cause_zh="页面不是 100 × 150 毫米（4 × 6 英寸、A6）或 100 × 100 毫米；缩放打印后条码可能无法扫描。",
        fix_en="Choose the thermal label size in the carrier's settings and fetch the label again.",
        fix_zh="请在承运商后台选择热敏面单尺寸后重新获取。",
        who="owner",
    ),
    "LABEL_CODE_NOT_FOUND": ErrorEntry(
        title_en="No code can be read on the label",
        title_zh="面单上读不到条码",
        cause_en="The label was drawn at printer resolution and read back, and no bar code or QR code was found on it.",
        cause_zh="按打印机分辨率回读面单时，没有识别到条码或二维码。",
        fix_en="Fetch the label again. Do not print it: the carrier could not scan it either.",
        fix_zh="请重新获取面单。请勿打印：承运商同样无法扫描。",
    ),
    "LABEL_WRONG_NUMBER": ErrorEntry(
        title_en="The label bears another number",
        title_zh="面单号码不符",
        cause_en="The code on the label was read and is not the waybill number of this shipment.",
        cause_zh="回读的条码不是该发货单的运单号。",
        fix_en="Do not print it: the parcel would travel as another order. Fetch it again, or cancel and book anew.",
        fix_zh="请勿打印，否则包裹会按其他订单运输。请重新获取面单，或取消后重新下单。",
    ),
    "LABEL_DAMAGED": ErrorEntry(
        title_en="A code on the label is damaged",
        title_zh="面单条码有破损",
        cause_en="Something is printed through the bars or the QR code; some scanners would refuse it.",
        cause_zh="条码或二维码上压印了其他内容，部分扫描枪会拒读。",
        fix_en="Fetch the label again; if it is our own, report it with the order number.",
        fix_zh="请重新获取面单；若为自制面单，请附订单号反馈。",
    ),
    "LABEL_QUIET_ZONE": ErrorEntry(
        title_en="The white margin around a code is not white",
        title_zh="条码留白区有内容",
        cause_en="A code needs white around it (10 modules beside bars, 4 around a QR code); something stands there.",
        cause_zh="条码两侧需留白 10 个模块、二维码四周需留白 4 个模块，该区域印有内容。",
        fix_en="Draw the label again; if it happens again, report it with the order number.",
        fix_zh="请重新生成面单；若再次出现，请附订单号反馈。",
        who="developer",
    ),
    "LABEL_NUMBER_UNPRINTABLE": ErrorEntry(
        title_en="The number cannot be printed as a bar code",
        title_zh="号码无法生成条码",
        cause_en="The waybill number is empty, too long for the label, or has characters that bar codes do not carry.",
        cause_zh="运单号为空、过长，或含有条码不支持的字符。",
        fix_en="Check the waybill number that the carrier gave; type it in by hand if it was mangled.",
        fix_zh="请核对承运商返回的运单号，如有乱码请手工更正。",
    ),
    "LABEL_QR_TOO_LONG": ErrorEntry(
        title_en="The tracking address does not fit the QR code",
        title_zh="查询链接过长，二维码放不下",
        cause_en="The address of the tracking page is empty or longer than about 180 characters.",
        cause_zh="物流查询页的网址为空，或超过约 180 个字符。",
        fix_en="Shorten the public address of this installation in its settings.",
        fix_zh="请在设置中缩短本系统的公开网址。",
        who="operator",
    ),
    "LABEL_LETTERS_MISSING": ErrorEntry(
        title_en="The address has letters that cannot be printed",
        title_zh="地址含有无法打印的文字",
        cause_en="The name or address is in a script for which there is no font; on the label these letters show as □.",
        cause_zh="姓名或地址使用了没有字体的文字，面单上会显示为 □。",
        fix_en="Ask the buyer for the address in Latin letters, or transcribe it.",
        fix_zh="请向买家索取拉丁字母地址，或自行转写。",
    ),
}
