"""Problem codes of files."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry


def _entry(title_en: str, title_zh: str, fix_en: str, fix_zh: str) -> ErrorEntry:
    """A refused file: nothing of it was taken in, whatever the reason."""
    return ErrorEntry(
        title_en=title_en,
        title_zh=title_zh,
        cause_en=f"{title_en}. Nothing of the file was taken in.",
        cause_zh=f"{title_zh}。文件内容没有任何部分被导入。",
        fix_en=fix_en,
        fix_zh=fix_zh,
    )


ENTRIES: dict[str, ErrorEntry] = {
    "FILE_MISSING": _entry(
        "the file cannot be opened", "文件无法打开", "Check the path and the rights.", "请检查路径和权限。"
    ),
    "FILE_EMPTY": _entry("the file is empty", "文件为空", "Export the file again.", "请重新导出文件。"),
    "FILE_NO_ROWS": _entry(
        "the table has no rows below its header",
        "表格只有标题行，没有数据",
        "Fill in one row per entry, or export the file again, and import it.",
        "请逐条填写数据行，或重新导出文件后再导入。",
    ),
    "FILE_TOO_LARGE": _entry(
        "the file is too large",
        "文件过大",
        "Split the file; for orders and past parcels the operator may raise FAHUO_IMPORT_LIMIT_MB instead.",
        "请拆分文件；订单和历史包裹文件也可由运维人员提高 FAHUO_IMPORT_LIMIT_MB。",
    ),
    "FILE_TOO_LONG": _entry(
        "the table has too many rows, columns or entries",
        "表格的行、列或条目过多",
        "Split the file into several, and import one after the other.",
        "请拆分为多个文件，依次导入。",
    ),
    "FILE_FORMAT": _entry(
        "the file is not what its name says",
        "文件格式不符",
        "Save the table as .xlsx without a password, or as .csv, and import it again; order details may be .json, too.",
        "请将表格另存为 .xlsx（不加密码）或 .csv 后重新导入；订单明细也可用 .json。",
    ),
    "FILE_ENCODING": _entry(
        "the text is neither UTF-8 nor GB 18030",
        "文字编码既不是 UTF-8 也不是 GB 18030",
        "Save the file as UTF-8 and import it again.",
        "请另存为 UTF-8 编码后重新导入。",
    ),
    "FILE_CUT_OFF": _entry(
        "the file ends in the middle",
        "文件不完整，在中途结束",
        "Export or copy the file again.",
        "请重新导出或复制文件。",
    ),
    "FILE_COLUMNS": _entry(
        "the columns are not the expected ones",
        "列标题不符合要求",
        "Use the platform's export unchanged, or compare the headers with docs/operations.md.",
        "请使用平台导出的原始表格，或对照文档检查列标题。",
    ),
    "FILE_FORMULA": _entry(
        "a cell holds a formula",
        "单元格含有公式",
        "Replace formulas by their values (paste special, values) and import again.",
        "请将公式粘贴为数值后重新导入。",
    ),
    "FILE_ZIP_BOMB": _entry(
        "the workbook unpacks to far more than a table needs",
        "工作簿解压后体积异常",
        "Do not open the file; ask where it comes from, and export the orders again.",
        "请勿打开该文件，核实来源后重新导出。",
    ),
    "FILE_UNSAFE_XML": _entry(
        "the workbook holds XML declarations that a workbook never needs",
        "工作簿含有不应出现的 XML 声明",
        "Do not open the file; ask where it comes from, and export the orders again.",
        "请勿打开该文件，核实来源后重新导出。",
    ),
    "FILE_ROW": _entry(
        "the row does not fit the columns",
        "该行与列标题不符",
        "Correct the row and import again.",
        "请修正该行后重新导入。",
    ),
    "FILE_SCATTERED": _entry(
        "the lines of one order stand apart in a long table",
        "长表格中同一订单的各行不相邻",
        "Sort the table by order number and import again.",
        "请按订单号排序后重新导入。",
    ),
    "FILE_ID_DAMAGED": _entry(
        "the number was damaged by a spreadsheet program, or is none",
        "编号被表格软件损坏或无效",
        "Set the column to text before pasting, or use the platform's export unchanged.",
        "请先将该列设为文本格式，或使用平台导出的原始文件。",
    ),
    "FILE_SKU_TWICE": _entry(
        "the SKU is in the catalogue twice",
        "商品库中 SKU 重复",
        "Keep one line per SKU and import again.",
        "请保证每个 SKU 只有一行后重新导入。",
    ),
    "FILE_QUANTITY": _entry(
        "the quantity is not a whole number from 1 to 100,000",
        "数量不是 1 到 100,000 的整数",
        "Correct the quantity and import again.",
        "请修正数量后重新导入。",
    ),
    "FILE_CURRENCY": _entry(
        "the currency is unknown",
        "币种无法识别",
        "Use the three letters of ISO 4217, for example USD.",
        "请使用 ISO 4217 三位字母代码，例如 USD。",
    ),
    "FILE_VALUE": _entry(
        "the value cannot be read or is out of range",
        "内容无法识别或超出范围",
        "Correct the value and import again.",
        "请修正内容后重新导入。",
    ),
}
