"""Problem codes of the export rebate record."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

_DIFFERS = {
    "cause_en": "Two documents of one declaration differ; mostly goods were changed in the catalogue after declaring.",
    "cause_zh": "同一报关单下的两份单证数据不一致，通常是申报之后修改了商品资料。",
    "fix_en": "Put the catalogue back to what was declared, or have the declaration amended; then check again.",
    "fix_zh": "请将商品资料改回申报时的内容，或办理报关单修改，然后重新核对。",
}

ENTRIES: dict[str, ErrorEntry] = {
    "REBATE_VALUE_DIFFERS": ErrorEntry(
        title_en="A document states another value than the declaration", title_zh="单证金额与报关单不一致", **_DIFFERS
    ),
    "REBATE_QUANTITY_DIFFERS": ErrorEntry(
        title_en="A document states another quantity than the declaration",
        title_zh="单证数量与报关单不一致",
        **_DIFFERS,
    ),
    "REBATE_NET_WEIGHT_DIFFERS": ErrorEntry(
        title_en="A document states another net weight than the declaration",
        title_zh="单证净重与报关单不一致",
        **_DIFFERS,
    ),
    "REBATE_GROSS_WEIGHT_DIFFERS": ErrorEntry(
        title_en="A document states another gross weight than the declaration",
        title_zh="单证毛重与报关单不一致",
        **_DIFFERS,
    ),
    "REBATE_SIMPLIFIED": ErrorEntry(
        title_en="A simplified declaration brings no refund",
        title_zh="简化申报不能退税",
        cause_en="It was declared with flag A; customs make no declaration of it to ask for a refund with.",
        cause_zh="该清单以简化申报（A）方式申报，不会汇总形成可退税的报关单。",
        fix_en="Nothing for this parcel. Choose summary declaration (B) in the declarant's settings for later ones.",
        fix_zh="本票无需处理；如需退税，请在申报主体设置中改用汇总申报（B）。",
    ),
    "REBATE_SUMMARY_MISSING": ErrorEntry(
        title_en="The month's summary declaration is not there yet",
        title_zh="尚未取得汇总报关单号",
        cause_en="A refund is asked for with the number of the declaration that customs make of the month's lists.",
        cause_zh="申报退税需要由清单汇总形成的报关单号。",
        fix_en="Apply for the summary on the declarations page by the 15th of the next month, and wait for its answer.",
        fix_zh="请于次月 15 日前在申报页面提交汇总申请，并等待海关回执。",
    ),
    "REBATE_FILE_LARGE": ErrorEntry(
        title_en="The file is larger than 10 MB",
        title_zh="文件超过 10 MB",
        cause_en="Documents of the record are kept in the database.",
        cause_zh="备案单证保存在数据库中，文件不能过大。",
        fix_en="Scan it with fewer dots to the inch, or put it in as several files.",
        fix_zh="请降低扫描分辨率，或拆分为多个文件上传。",
    ),
    "REBATE_FILE_KIND": ErrorEntry(
        title_en="The record does not take this kind of file",
        title_zh="不支持的文件类型",
        cause_en="It takes PDF, PNG, JPEG, XML, OFD and Excel, told by their content.",
        cause_zh="仅支持 PDF、PNG、JPEG、XML、OFD 和 Excel 文件（按内容识别）。",
        fix_en="Save the document as PDF and put it in again.",
        fix_zh="请另存为 PDF 后重新上传。",
    ),
    "REBATE_PACK_FAILED": ErrorEntry(
        title_en="The pack could not be made",
        title_zh="备案包生成失败",
        cause_en="Making the file failed several times in a row.",
        cause_zh="多次尝试生成文件均失败。",
        fix_en="Start it again; if it fails again, tell the operator, who finds the reason in the worker's log.",
        fix_zh="请重新生成；如仍失败，请联系运维查看 worker 日志。",
        who="operator",
    ),
}
