"""Problem codes of papers that do not agree with each other."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    "PAPER_SUM_WRONG": ErrorEntry(
        title_en="The sums of the invoice do not agree",
        title_zh="发票金额不一致",
        cause_en="A line is not quantity times price, or lines, charges and discount do not give the total.",
        cause_zh="某行不等于数量×单价，或各行、费用和折扣相加不等于总额。",
        fix_en="Correct quantity and price in the order or the catalogue, then write the papers again.",
        fix_zh="更正订单或商品库中的数量和单价后重新出具。",
    ),
    "PAPER_VALUE_ZERO": ErrorEntry(
        title_en="Goods without a value, or two currencies",
        title_zh="价值为零或币种不一",
        cause_en="What was sold has a value above zero, and one paper has one currency.",
        cause_zh="已售商品价值须大于零，一份单据只用一种货币。",
        fix_en='Enter the price of the goods; "free" and "sample" are not accepted for a sale.',
        fix_zh='填写商品价格；销售不接受"免费"或"样品"。',
    ),
    "PAPER_PACKING_DIFFERS": ErrorEntry(
        title_en="Packing list and invoice do not agree",
        title_zh="装箱单与发票不一致",
        cause_en="They count different quantities, or the net weight is above the gross weight.",
        cause_zh="数量不同，或净重大于毛重。",
        fix_en="Check quantities and weights in the catalogue, then write the papers again.",
        fix_zh="核对商品库中的数量和重量后重新出具。",
    ),
    "PAPER_WEIGHT_DIFFERS": ErrorEntry(
        title_en="The weights of papers and label differ",
        title_zh="单据与面单重量不符",
        cause_en="They are more than 50 g and 5 % apart; the carrier weighs again and customs ask.",
        cause_zh="相差超过 50 克和 5%，承运商会复重，海关会询问。",
        fix_en="Weigh the parcel and correct the weight.",
        fix_zh="重新称重并更正。",
    ),
    "PAPER_VALUES_DIFFER": ErrorEntry(
        title_en="The value is not the same everywhere",
        title_zh="各处申报价值不一致",
        cause_en="Invoice, postal form, export messages and booking must state one value.",
        cause_zh="发票、邮政单据、出口报文和下单须为同一价值。",
        fix_en="Correct the price in the catalogue and write all papers again.",
        fix_zh="更正商品库价格后重新出具全部单据。",
    ),
    "PAPER_CONSIGNEE_DIFFERS": ErrorEntry(
        title_en="Papers and label name different recipients",
        title_zh="单据与面单收件人不同",
        cause_en="The address was changed after the papers were written.",
        cause_zh="出具单据后地址有变更。",
        fix_en="Write the papers again.",
        fix_zh="重新出具单据。",
    ),
    "PAPER_INCOTERM_DIFFERS": ErrorEntry(
        title_en="The incoterm is not the service's",
        title_zh="贸易术语与产品不符",
        cause_en="The papers say DDP for a service without duties paid, or the other way round.",
        cause_zh="单据写 DDP 而产品不含税，或相反。",
        fix_en="Write the papers again after choosing the service.",
        fix_zh="选定产品后重新出具单据。",
    ),
    "LIST_CHANNEL_NO_RATE": ErrorEntry(
        title_en="Whether the list channel takes it cannot be told",
        title_zh="无法判断是否超过清单模式限额",
        cause_en="The declared currency has no exchange rate on the day, so the limit of 5,000 CNY cannot be checked.",
        cause_zh="当日没有申报币种的汇率，无法核对每票 5000 元的限额。",
        fix_en="Ask the operator to add the rate, or declare it in the ordinary way.",
        fix_zh="请联系管理员补充汇率，或按一般方式申报。",
        who="operator",
    ),
    "LIST_CHANNEL_OVER_LIMIT": ErrorEntry(
        title_en="Too much worth for the list channel",
        title_zh="超过清单模式限额",
        cause_en="Exports to firms and overseas warehouses use the list channel only up to 5,000 CNY a parcel.",
        cause_zh="对企业和海外仓出口，每票不超过 5000 元方可用清单模式。",
        fix_en="Declare it in the ordinary way with a customs broker.",
        fix_zh="请委托报关行按一般方式申报。",
        who="owner",
    ),
}
