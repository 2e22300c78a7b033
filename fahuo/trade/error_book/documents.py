"""Problem codes of customs papers: invoice, packing list, CN 22, CN 23."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    "DOCUMENT_NOT_BOOKED": ErrorEntry(
        title_en="Nothing is booked that papers could go with",
        title_zh="没有有效的下单，无法出具单证",
        cause_en="The shipment is not booked, was cancelled or failed, or is not among this seller's shipments.",
        cause_zh="该发货单尚未下单、已取消或已失败，或不属于该商家。",
        fix_en="Book the order first; papers bear the waybill number.",
        fix_zh="请先下单，单证上需要印运单号。",
    ),
    "DOCUMENT_NO_GOODS": ErrorEntry(
        title_en="The shipment has no goods lines",
        title_zh="发货单没有商品行",
        cause_en="No line of the order is to be shipped, or its SKU is not in the catalogue any more.",
        cause_zh="订单没有需发货的商品行，或其 SKU 已不在商品库中。",
        fix_en="Put the SKU into the catalogue, then write the papers again.",
        fix_zh="请在商品库中补上该 SKU 后重新出具单证。",
    ),
    "DOCUMENT_NO_DESCRIPTION": ErrorEntry(
        title_en="A goods line has no English description",
        title_zh="商品行缺少英文品名",
        cause_en="Customs abroad read the English description; it is empty or has no Latin letters.",
        cause_zh="境外海关查看英文品名，而该商品的英文品名为空或不含英文字母。",
        fix_en="Enter in the catalogue what the article is, of what material, and what it is for.",
        fix_zh="请在商品库中填写英文品名：物品名称、材质、用途。",
    ),
    "DOCUMENT_NO_QUANTITY": ErrorEntry(
        title_en="A goods line has no quantity",
        title_zh="商品行数量为零",
        cause_en="The order says zero units of this line.",
        cause_zh="订单中该商品行的数量为零。",
        fix_en="Correct the order, or take the line out of what is shipped.",
        fix_zh="请更正订单，或将该行设为不发货。",
    ),
    "DOCUMENT_NO_WEIGHT": ErrorEntry(
        title_en="A goods line has no weight",
        title_zh="商品行缺少重量",
        cause_en="The weight of one unit is empty or zero in the catalogue; papers state the net weight of each line.",
        cause_zh="商品库中的单件重量为空或为零，而单证需要列出每行的净重。",
        fix_en="Weigh one unit and enter its grams in the catalogue.",
        fix_zh="请称重后在商品库中填写单件重量（克）。",
    ),
    "DOCUMENT_NO_HS_CODE": ErrorEntry(
        title_en="A goods line has no usable HS code",
        title_zh="商品行缺少有效的 HS 编码",
        cause_en="Invoice, CN 22 and CN 23 want an HS code of 6, 8 or 10 digits for each line; here is none.",
        cause_zh="商业发票、CN 22 和 CN 23 需列出每行 6、8 或 10 位 HS 编码，该行缺失或格式不正确。",
        fix_en="Enter the HS code in the catalogue, then write the papers again.",
        fix_zh="请在商品库中填写 HS 编码后重新出具单证。",
    ),
    "DOCUMENT_NO_ORIGIN": ErrorEntry(
        title_en="A goods line has no country of origin",
        title_zh="商品行缺少原产国",
        cause_en="Customs charge by where the goods were made; the country is missing or is no ISO code.",
        cause_zh="海关按原产国计税，而该商品的原产国为空或不是 ISO 国家代码。",
        fix_en="Enter the country of origin in the catalogue (CN for goods made in China).",
        fix_zh="请在商品库中填写原产国（中国制造填 CN）。",
    ),
    "DOCUMENT_NO_VALUE": ErrorEntry(
        title_en="A goods line has no value",
        title_zh="商品行申报价值为零",
        cause_en="Goods that are sold cannot be declared at zero; customs hold such parcels.",
        cause_zh="销售的商品不能申报为零价值，海关会扣留此类包裹。",
        fix_en="Enter the declared value of one unit in the catalogue.",
        fix_zh="请在商品库中填写单件申报价值。",
    ),
    "DOCUMENT_VALUE_FRACTION": ErrorEntry(
        title_en="A value has a fraction of a cent",
        title_zh="申报价值小数位过多",
        cause_en="The value of one unit is no whole number of the currency's smallest unit, so rows would not add up.",
        cause_zh="单件申报价值不是该币种最小单位的整数倍，各行金额将无法与合计一致。",
        fix_en="Enter a value in whole cents (in whole yen for JPY) in the catalogue.",
        fix_zh="请在商品库中填写精确到分的申报价值（日元精确到元）。",
    ),
    "DOCUMENT_MIXED_CURRENCIES": ErrorEntry(
        title_en="The goods are valued in different currencies",
        title_zh="商品行币种不一致",
        cause_en="A customs paper has one currency and one total, the same as the carrier was told.",
        cause_zh="单证只能使用一种币种和一个合计，并须与申报给承运商的一致。",
        fix_en="Enter all values in one currency in the catalogue; amounts are never converted silently.",
        fix_zh="请在商品库中统一使用一种币种填写申报价值，系统不会自动换算。",
    ),
    "DOCUMENT_LETTERS_MISSING": ErrorEntry(
        title_en="The papers would have letters that cannot be printed",
        title_zh="单证含有无法打印的文字",
        cause_en="A name, address or description is in a script for which there is no font; it would show as □.",
        cause_zh="姓名、地址或品名使用了没有字体的文字，打印后会显示为 □。",
        fix_en="Ask the buyer for the address in Latin letters, or transcribe it.",
        fix_zh="请向买家索取拉丁字母地址，或自行转写。",
    ),
    "DOCUMENT_CN23_NEEDED": ErrorEntry(
        title_en="A CN 22 will not do for this parcel",
        title_zh="该包裹不能使用 CN 22",
        cause_en="A CN 22 goes with letter post up to 300 special drawing rights (SDR) and 2 kg; this parcel is above, "
        "or the rule book has no exchange rate for its currency.",
        cause_zh="CN 22 仅适用于不超过 300 特别提款权（SDR）且不超过 2 公斤的邮件；"
        "该包裹超过限额，或规则库中没有该币种的汇率。",
        fix_en="Write a CN 23 instead, which has no limit.",
        fix_zh="请改用没有限额的 CN 23。",
    ),
}
