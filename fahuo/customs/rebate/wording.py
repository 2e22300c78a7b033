"""The words of the record's own papers, overview and index, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from fahuo.customs.domain.wording import WORDS, Words
from fahuo.customs.rebate.record import DocumentKind

LIST_TITLE = Words("Export declaration list", "出口申报清单")
CONTRACT_TITLE = Words("Sales contract (order)", "销售合同（订单）")

KINDS: Mapping[DocumentKind, Words] = {
    DocumentKind.DECLARATION: Words("Declaration", "报关单（清单）"),
    DocumentKind.INVOICE: Words("Invoice", "商业发票"),
    DocumentKind.PACKING_LIST: Words("Packing list", "装箱单"),
    DocumentKind.WAYBILL: Words("Waybill", "运单"),
    DocumentKind.CONTRACT: Words("Contract", "销售合同"),
    DocumentKind.PURCHASE_INVOICE: Words("Purchase invoice", "进项发票"),
    DocumentKind.PURCHASE_CONTRACT: Words("Purchase contract", "购货合同"),
    DocumentKind.AUTHORISATION: Words("Authorisation of the broker", "报关委托书"),
    DocumentKind.BROKER_INVOICE: Words("Broker's invoice", "报关服务发票"),
    DocumentKind.FREIGHT_INVOICE: Words("Freight invoice", "运费发票"),
    DocumentKind.OTHER: Words("Other document", "其他单证"),
}

LABELS: Mapping[str, Words] = {
    **{key: WORDS[key] for key in ("number", "date", "order_number", "waybill_number", "row", "sku", "page", "total")},
    "list_number": Words("List no.", "清单编号"),
    "pre_number": Words("E-port no.", "预录入编号"),
    "own_number": Words("Own no.", "企业内部编号"),
    "entry_id": Words("Declaration no. of the summary", "汇总报关单号"),
    "district": Words("Customs district", "申报海关"),
    "exit_port": Words("Port of exit", "出口口岸"),
    "exported_on": Words("Exported on", "出口日期"),
    "released": Words("Released", "放行时间"),
    "trade_mode": Words("Supervision mode", "监管方式"),
    "statistics": Words("Simplified (A) or summary (B)", "简化申报(A)/汇总申报(B)"),
    "consignor": Words("Seller", "电商企业"),
    "placed_on": Words("Ordered on", "下单日期"),
    "buyer": Words("Buyer", "购买方"),
    "platform": Words("Platform", "电商平台"),
    "agent": Words("Declared by", "申报单位"),
    "owner": Words("Producer or seller", "生产销售单位"),
    "logistics": Words("Carrier", "物流企业"),
    "country": Words("Country of arrival", "运抵国"),
    "gross": Words("Gross weight kg", "毛重 kg"),
    "net": Words("Net weight kg", "净重 kg"),
    "parcels": Words("Parcels", "件数"),
    "freight": Words("Freight", "运费"),
    "code": Words("HS code", "商品编码"),
    "goods": Words("Goods and elements", "商品名称及规格型号"),
    "quantity": Words("Quantity", "数量"),
    "statutory": Words("Statutory quantity", "法定数量"),
    "price": Words("Unit price", "单价"),
    "amount": Words("Amount", "总价"),
    "currency": Words("Currency", "币种"),
    "refund": Words("Refund possible", "可退税"),
    "complete": Words("Complete", "是否齐全"),
    "missing": Words("Missing", "缺少"),
    "differences": Words("Differences", "不一致"),
    "record_by": Words("Record complete by", "备案截止日"),
    "file_by": Words("File the rebate by", "退税申报截止日"),
    "domestic_from": Words("Counts as sold at home from", "视同内销起始日"),
    "keep_until": Words("Keep until", "保存至"),
    "filed_on": Words("Filed on", "申报退税日"),
    "month": Words("Month", "月份"),
    "record": Words("Rebate record", "出口退税备案"),
    "file": Words("File", "文件"),
    "checksum": Words("SHA-256", "SHA-256"),
    "yes": Words("yes", "是"),
    "no": Words("no", "否"),
}

LIST_NOTE = Words(
    "As declared to customs (message CEB603); the number is the one that customs gave.",
    "本清单内容与向海关申报的 CEB603 报文一致，清单编号由海关赋予。",
)
CONTRACT_NOTE = Words(
    "The order as the buyer placed it on the platform and as it was told to customs (message CEB303). "
    "It stands for a signed contract; whether the tax office wants more is to be asked there.",
    "买家在平台所下订单，内容与向海关申报的 CEB303 报文一致，以代替签署的合同；主管税务机关如有其他要求，请向其确认。",
)
