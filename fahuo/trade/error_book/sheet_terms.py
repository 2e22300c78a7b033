"""Price files as a whole, terms of contracts, days on which a sheet holds. Who must act: whoever imports."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES = {
    "SHEET_CHOICE": ErrorEntry(
        title_en="Choice missing",
        title_zh="尚未选择",
        cause_en="The file does not say it and nothing is assumed: fuel, remote areas, unnamed countries are chosen.",
        cause_zh="文件中没有该内容，系统不作假设：须明确选择燃油、偏远、未列国家等条款。",
        fix_en="Choose it in the mapping.",
        fix_zh="在映射中选择。",
    ),
    "SHEET_TERM": ErrorEntry(
        title_en="Term cannot be taken",
        title_zh="条款无效",
        cause_en="An entry of the mapping has a value that means nothing here.",
        cause_zh="映射中的某项内容无效。",
        fix_en="Correct the entry.",
        fix_zh="修正该项。",
    ),
    "SHEET_REFUSED": ErrorEntry(
        title_en="Rate sheet makes no sense",
        title_zh="报价表不合理",
        cause_en="The whole sheet was checked, and this part contradicts itself or is beyond reason.",
        cause_zh="整表检查发现此处自相矛盾或超出合理范围。",
        fix_en="Correct the cell or the term that is named.",
        fix_zh="修正所指的单元格或条款。",
    ),
    "SHEET_SERVICE_UNKNOWN": ErrorEntry(
        title_en="Unknown service",
        title_zh="未知物流产品",
        cause_en="No carrier of this installation offers a service with this code.",
        cause_zh="系统中没有该代码的物流产品。",
        fix_en="Choose one of the carrier's services.",
        fix_zh="选择该承运商的物流产品。",
    ),
    "SHEET_TERM_INCOMPLETE": ErrorEntry(
        title_en="Term without a price",
        title_zh="条款缺少价格",
        cause_en="The term is there, but it says no amount: what it stands for would be free.",
        cause_zh="条款存在但没有金额，相应服务将变成免费。",
        fix_en="Enter the amount that is named, or leave the whole term out.",
        fix_zh="填写所缺金额，或删除整个条款。",
    ),
    "SHEET_CURRENCY_RATE": ErrorEntry(
        title_en="Currency without an exchange rate",
        title_zh="币种没有汇率",
        cause_en="The rule book has no exchange rate of the currency on the sheet's first day.",
        cause_zh="规则库中该币种在报价表生效日没有汇率，无法计价。",
        fix_en="Correct the currency, or have its rate added to the rule book.",
        fix_zh="修正币种，或在规则库中补充该币种汇率。",
    ),
    "SHEET_HOLE": ErrorEntry(
        title_en="Days without prices",
        title_zh="出现无价日期",
        cause_en="This version ends before the one that holds now: nothing holds on the days behind its end.",
        cause_zh="该版本早于现有版本结束，其后的日期将没有价格。",
        fix_en="Leave the end open or move it; where days without prices are meant, confirm it.",
        fix_zh="不填截止日或调整截止日；若确实如此，请确认。",
    ),
    "SHEET_CUT_SHORT": ErrorEntry(
        title_en="Cut short by a later version",
        title_zh="将被后续版本截断",
        cause_en="A later version begins before this one ends, and holds from its first day on.",
        cause_zh="后续版本在本版本结束前生效，自其首日起以后续版本为准。",
        fix_en="Nothing to do if that is meant; else import the later prices again.",
        fix_zh="若属实可忽略；否则请重新导入后续价格。",
    ),
    "SHEET_FILE_FORMAT": ErrorEntry(
        title_en="Not a price file that can be read",
        title_zh="价格文件无法读取",
        cause_en="Price files are .xlsx workbooks or CSV text. This one is another kind, damaged, or has a password.",
        cause_zh="价格文件须为 .xlsx 或 CSV。该文件为其他格式、已损坏或有密码。",
        fix_en="Open it in a spreadsheet program and save it as .xlsx or CSV, without a password.",
        fix_zh="用表格软件打开后另存为 .xlsx 或 CSV（不设密码）。",
    ),
    "SHEET_FILE_TOO_LARGE": ErrorEntry(
        title_en="Price file too large",
        title_zh="价格文件过大",
        cause_en="A price file has at most 20 MB, and a worksheet at most 50,000 rows and 1,000 columns.",
        cause_zh="价格文件最大 20 MB，每个工作表最多 50,000 行、1,000 列。",
        fix_en="Take out worksheets, rows and columns without prices; put ranges in place of single postcodes.",
        fix_zh="删除无价格的工作表、行和列；逐个列出的邮编请改为范围。",
    ),
    "SHEET_FILE_UNSAFE": ErrorEntry(
        title_en="Workbook that may be meant to do harm",
        title_zh="工作簿可能有害",
        cause_en="It unpacks to far more than prices need, or holds XML declarations that a workbook never needs.",
        cause_zh="解压后体积异常，或含有工作簿不应出现的 XML 声明。",
        fix_en="Do not open the file; ask the carrier whether it comes from them, and for a new one.",
        fix_zh="请勿打开该文件；向承运商核实来源并重新索取。",
    ),
}
