"""Problem codes of orders."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    "PHONE_PREFIX_MISSING": ErrorEntry(
        title_en="Phone without international prefix",
        title_zh="电话缺少国际区号",
        cause_en="Neither the prefix field nor the number starts with + or 00 and a country's calling code.",
        cause_zh="区号字段和号码本身都没有以 + 或 00 开头的国家代码。",
        fix_en="Add the prefix of the recipient's country, for example +1 for the United States or +49 for Germany.",
        fix_zh="补上收件国的国际区号，例如美国 +1、德国 +49。",
    ),
    "PHONE_INVALID": ErrorEntry(
        title_en="Phone number cannot exist",
        title_zh="电话号码无效",
        cause_en="Prefix and number together are not a number that the country has assigned: too short, too long or "
        "of an unused range.",
        cause_zh="区号加号码不是该国存在的号码：过短、过长或号段未启用。",
        fix_en="Ask the buyer for the right number and correct it in the order.",
        fix_zh="请向买家核实号码后在订单中修改。",
    ),
    "POSTCODE_MISSING": ErrorEntry(
        title_en="Postcode missing",
        title_zh="缺少邮编",
        cause_en="The destination country requires a postcode and the order has none.",
        cause_zh="目的国必须填写邮编，订单中没有。",
        fix_en="Look the postcode up from street and city, or ask the buyer.",
        fix_zh="根据街道和城市查询邮编，或向买家核实。",
    ),
    "POSTCODE_FORMAT": ErrorEntry(
        title_en="Postcode has the wrong form",
        title_zh="邮编格式错误",
        cause_en="The postcode does not have the number of digits or letters of its country "
        "(Germany 5 digits, Japan 7). Often a leading zero was lost or the letter O stands for 0.",
        cause_zh="邮编位数或字母不符合目的国规则（德国 5 位，日本 7 位）。常见原因：开头的 0 丢失，或字母 O 写成了 0。",
        fix_en="Correct the postcode; restore a lost zero at its start.",
        fix_zh="更正邮编，补回开头丢失的 0。",
    ),
    "ADDRESS_INCOMPLETE": ErrorEntry(
        title_en="Address incomplete",
        title_zh="地址不完整",
        cause_en="Recipient, street, or a city or province that the country requires is empty or only a filler "
        "such as “-” or “N/A”.",
        cause_zh="收件人、街道，或目的国必填的城市、省州为空，或只填了“-”“N/A”等占位符。",
        fix_en="Ask the buyer for the missing part and fill it in.",
        fix_zh="向买家核实并补全缺失的部分。",
    ),
    "COUNTRY_UNKNOWN": ErrorEntry(
        title_en="Country unknown",
        title_zh="国家代码无法识别",
        cause_en="The country code of the order is empty or neither an ISO code nor one of the platform's own.",
        cause_zh="订单的国家代码为空，或既不是 ISO 代码也不是平台代码。",
        fix_en="Choose the destination country in the order.",
        fix_zh="在订单中选择正确的目的国。",
    ),
    "RECIPIENT_TAX_ID_MISSING": ErrorEntry(
        title_en="Recipient's tax number missing",
        title_zh="缺少收件人税号",
        cause_en="The destination's customs release no parcel without the recipient's own number "
        "(Brazil CPF, Chile RUT, Korea PCCC, Mexico RFC or CURP, Turkey, Argentina, Ecuador, Indonesia).",
        cause_zh="目的国海关要求收件人税号（巴西 CPF、智利 RUT、韩国 PCCC、墨西哥 RFC 或 CURP、"
        "土耳其、阿根廷、厄瓜多尔、印尼）。",
        fix_en="Ask the buyer for the number and enter it in the order.",
        fix_zh="向买家索取税号并填入订单。",
    ),
    "RECIPIENT_TAX_ID_INVALID": ErrorEntry(
        title_en="Recipient's tax number is wrong",
        title_zh="收件人税号错误",
        cause_en="Length, form or check digit of the number does not fit the destination's rule.",
        cause_zh="税号的长度、格式或校验位不符合目的国规则。",
        fix_en="Ask the buyer to read the number again from the document and correct it.",
        fix_zh="请买家按证件重新核对后更正。",
    ),
    "HS_CODE_MISSING": ErrorEntry(
        title_en="HS code missing",
        title_zh="缺少 HS 编码",
        cause_en="A product to be shipped has no HS code in the catalogue; customs elements are incomplete.",
        cause_zh="待发商品在商品库中没有 HS 编码，报关要素不全。",
        fix_en="Enter the HS code (6, 8 or 10 digits) of the SKU in the catalogue; all its orders are checked again.",
        fix_zh="在商品库中为该 SKU 填写 HS 编码（6、8 或 10 位），相关订单会自动重新检查。",
    ),
    "ORIGIN_MISSING_OVER_50_USD": ErrorEntry(
        title_en="Country of origin missing above 50 USD",
        title_zh="超过 50 美元缺少原产国",
        cause_en="The declared value is over 50 USD and a product has no country of origin (ERR-502, customs "
        "elements incomplete).",
        cause_zh="申报价值超过 50 美元，但商品没有原产国（ERR-502，报关要素不全）。",
        fix_en="Enter the country of origin of the SKU in the catalogue; all its orders are checked again.",
        fix_zh="在商品库中为该 SKU 填写原产国，相关订单会自动重新检查。",
    ),
    "BATTERY_DOCUMENT_MISSING": ErrorEntry(
        title_en="Battery document missing",
        title_zh="带电商品缺少文件",
        cause_en="A product with a battery lacks its UN 38.3 test summary or its MSDS.",
        cause_zh="带电商品缺少 UN38.3 检测概要或 MSDS。",
        fix_en="Put the missing document on file for the SKU; all its orders are checked again.",
        fix_zh="为该 SKU 补充备案文件，相关订单会自动重新检查。",
    ),
    "SKU_UNKNOWN": ErrorEntry(
        title_en="SKU not in the catalogue",
        title_zh="商品库中没有该 SKU",
        cause_en="A line to ship carries a SKU that the seller's catalogue does not have, so weight, size and customs "
        "data are unknown.",
        cause_zh="待发商品行的 SKU 不在商品库中，重量、尺寸和报关信息未知。",
        fix_en="Import a catalogue with this SKU, or correct the SKU on the platform and import the order again.",
        fix_zh="导入包含该 SKU 的商品库，或在平台更正商品编码后重新导入订单。",
    ),
    "NOT_SHIPPABLE_STATUS": ErrorEntry(
        title_en="Not the seller's turn to ship",
        title_zh="订单当前不需要卖家发货",
        cause_en="The order is unpaid, under risk check, frozen, cancelled, in dispute, sent or finished, or every "
        "line is shipped by a warehouse.",
        cause_zh="订单未付款、风控中、冻结、取消、纠纷、已发货或已结束，或全部商品由仓库发货。",
        fix_en="Nothing to do. Import the order again when its status has changed.",
        fix_zh="无需处理。订单状态变化后重新导入即可。",
    ),
    "DUPLICATE_ORDER": ErrorEntry(
        title_en="Order appears twice in the file",
        title_zh="文件中订单重复",
        cause_en="An earlier entry of the same file has this order number.",
        cause_zh="同一文件的前面已经有这个订单号。",
        fix_en="Nothing to do: the first entry counts.",
        fix_zh="无需处理，以第一条为准。",
    ),
}
