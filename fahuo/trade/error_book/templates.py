"""Problem codes of routing templates as files."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    "TEMPLATE_INVALID": ErrorEntry(
        title_en="A routing template cannot be read",
        title_zh="物流模板内容有误",
        cause_en="A cell of the file holds something else than its column allows; the field names line and column.",
        cause_zh="文件中某个单元格的内容不符合该列要求；字段处注明了行与列。",
        fix_en="Correct the cell: countries as ISO codes or @GROUP, weights in whole grams, service as carrier/code.",
        fix_zh="更正该单元格：国家用 ISO 代码或 @组名，重量为整克，物流产品写作 承运商/代码。",
    ),
    "TEMPLATES_UNREADABLE": ErrorEntry(
        title_en="The file of templates cannot be read",
        title_zh="无法读取物流模板文件",
        cause_en="It is neither CSV nor JSON in UTF-8, or it is larger than 1 MB.",
        cause_zh="文件不是 UTF-8 编码的 CSV 或 JSON，或超过 1 MB。",
        fix_en="Export a set of templates, and edit that file.",
        fix_zh="先导出一套物流模板，再在该文件上修改。",
    ),
    "TEMPLATE_NAME": ErrorEntry(
        title_en="Name cannot be used",
        title_zh="名称不可用",
        cause_en="A name is empty, longer than 80 characters, or begins with = + - @, which a spreadsheet runs.",
        cause_zh="名称为空、超过 80 个字符，或以 = + - @ 开头（电子表格会将其当作公式执行）。",
        fix_en="Write 1 to 80 characters that do not begin with = + - or @.",
        fix_zh="请填写 1 至 80 个字符，且不以 = + - @ 开头。",
    ),
    "TEMPLATE_COUNTRIES": ErrorEntry(
        title_en="Not a country",
        title_zh="不是国家代码",
        cause_en="The text is no ISO code of a country and no group that is known.",
        cause_zh="该内容既不是 ISO 国家代码，也不是已知的国家组。",
        fix_en="Write ISO codes with blanks between, as in DE FR, or a group such as @EU.",
        fix_zh="请填写以空格分隔的 ISO 国家代码（如 DE FR），或国家组（如 @EU）。",
    ),
    "TEMPLATE_WEIGHT": ErrorEntry(
        title_en="Not a weight in whole grams",
        title_zh="不是整克重量",
        cause_en="The weight holds something else than digits, is beyond reason, or ends where it begins or before.",
        cause_zh="重量含有数字以外的内容、明显不合理，或上限不大于下限。",
        fix_en="Write whole grams without comma, point or unit, as in 2000; the upper end lies above the lower one.",
        fix_zh="请填写不含逗号、小数点和单位的整克数（如 2000），且上限须大于下限。",
    ),
    "TEMPLATE_SERVICE": ErrorEntry(
        title_en="Not a service",
        title_zh="不是物流产品",
        cause_en="A template needs a service, written as carrier/code.",
        cause_zh="模板必须指定物流产品，格式为 承运商/代码。",
        fix_en="Write carrier/code, as `fahuo rates list` shows them.",
        fix_zh="请按 承运商/代码 填写，`fahuo rates list` 会列出。",
    ),
    "TEMPLATE_LEVELS": ErrorEntry(
        title_en="Not a service level",
        title_zh="不是时效等级",
        cause_en="The word is none of the seven official levels.",
        cause_zh="该内容不是七个官方时效等级之一。",
        fix_en="Write official levels in English with blanks between, as in STANDARD PREMIUM, or leave it empty.",
        fix_zh="请填写以空格分隔的官方英文等级（如 STANDARD PREMIUM），留空表示不限。",
    ),
    "TEMPLATE_CARGO": ErrorEntry(
        title_en="Not a cargo class",
        title_zh="不是货物类别",
        cause_en="The word is none of the eight cargo classes.",
        cause_zh="该内容不是八种货物类别之一。",
        fix_en="Write cargo classes in English with blanks between, as in GENERAL BATTERY_BUILTIN; empty means any.",
        fix_zh="请填写以空格分隔的英文货物类别（如 GENERAL BATTERY_BUILTIN），留空表示不限。",
    ),
    "TEMPLATE_COLUMNS": ErrorEntry(
        title_en="Columns are not the expected ones",
        title_zh="列不符合要求",
        cause_en="The column service is missing, a column is not known, or a line has more cells than the header.",
        cause_zh="缺少 service 列、存在未知列，或某行的单元格多于标题行。",
        fix_en="Use the columns name, countries, weight_from_g, weight_until_g, levels, cargo and service.",
        fix_zh="请使用列 name、countries、weight_from_g、weight_until_g、levels、cargo、service。",
    ),
    "TEMPLATE_MARGIN": ErrorEntry(
        title_en="Not an amount in yuan",
        title_zh="不是人民币金额",
        cause_en="The margin holds something else than an amount of zero or more.",
        cause_zh="容差不是大于等于零的金额。",
        fix_en="Write plain digits with at most one point, as in 2.50, below one million.",
        fix_zh="请填写普通数字，最多一个小数点（如 2.50），且小于一百万。",
    ),
    "TEMPLATES_EMPTY": ErrorEntry(
        title_en="The file holds no template",
        title_zh="文件中没有模板",
        cause_en="There is a header or a name, and no template below it.",
        cause_zh="文件只有标题行或名称，没有任何模板。",
        fix_en="Write one line per template below the header, or export a set that has templates.",
        fix_zh="请在标题行下逐行填写模板，或导出一套含有模板的设置。",
    ),
}
