"""The words of customs papers in both languages. The language of a paper decides which one is the main text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fahuo.customs.domain.kinds import PaperKind


class Words(NamedTuple):
    """One text in both languages."""

    en: str
    zh: str

    def main(self, language: str) -> str:
        """Return the text in the paper's language."""
        return self.zh if language == "zh" else self.en

    def other(self, language: str) -> str:
        """Return the text in the other language."""
        return self.en if language == "zh" else self.zh


TITLES: Mapping[PaperKind, Words] = {
    PaperKind.INVOICE: Words("Commercial invoice", "商业发票"),
    PaperKind.PACKING_LIST: Words("Packing list", "装箱单"),
    PaperKind.CN22: Words("Customs declaration", "报关签条"),
    PaperKind.CN23: Words("Customs declaration", "报关单"),
}

WORDS: Mapping[str, Words] = {
    # The head.
    "number": Words("No.", "编号"),
    "date": Words("Date", "日期"),
    "invoice_number": Words("Invoice no.", "发票号"),
    "order_number": Words("Order no.", "订单号"),
    "waybill_number": Words("Waybill no.", "运单号"),
    "carrier": Words("Carrier and service", "承运商及产品"),
    "incoterm": Words("Terms (Incoterms 2020)", "贸易术语"),
    "reason": Words("Reason for export", "出口原因"),
    "sale": Words("Sale of goods", "货物销售"),
    "currency": Words("Currency", "币种"),
    "destination": Words("Destination", "目的国"),
    # The parties.
    "exporter": Words("Exporter", "出口商"),
    "consignee": Words("Consignee", "收货人"),
    "ship_from": Words("Shipped by", "发货人"),
    "phone": Words("Tel", "电话"),
    "email": Words("E-mail", "邮箱"),
    "eori": Words("EORI", "EORI"),
    "importer_eori": Words("Importer's EORI", "进口商 EORI"),
    "tax_number": Words("Tax no.", "税号"),
    # The table.
    "row": Words("#", "序号"),
    "description": Words("Description of goods", "品名"),
    "sku": Words("SKU", "货号"),
    "hs_code": Words("HS code", "HS 编码"),
    "origin": Words("Origin", "原产国"),
    "origins": Words("Country of origin", "原产国"),
    "quantity": Words("Qty", "数量"),
    "net": Words("Net kg", "净重 kg"),
    "unit_net": Words("Unit g", "单重 g"),
    "unit_value": Words("Unit value", "单价"),
    "amount": Words("Amount", "金额"),
    "total": Words("Total", "合计"),
    "carried": Words("Carried forward", "转下页"),
    "brought": Words("Brought forward", "承前页"),
    # Below the table.
    "in_words": Words("Amount in words", "金额大写"),
    "parcels": Words("Parcels", "件数"),
    "parcel": Words("Parcel", "包裹"),
    "net_weight": Words("Net weight", "净重"),
    "gross_weight": Words("Gross weight", "毛重"),
    "size": Words("Size", "尺寸"),
    "booked_note": Words(
        "Gross weight and size are those booked with the carrier: the goods as catalogued, packing not weighed.",
        "毛重与尺寸为向承运商下单时的数值，按商品资料计算，未另计包装。",
    ),
    "value_note": Words(
        "Value of the goods as declared to the carrier. No freight, insurance or discount is included.",
        "金额为向承运商申报的货值，不含运费、保险费，未扣折扣。",
    ),
    "truth": Words(
        "I declare that the particulars on this paper are true and correct.",
        "兹声明以上所列内容真实、准确。",
    ),
    "signature": Words("Signature and stamp", "签字盖章"),
    "name_and_date": Words("Name, date", "姓名、日期"),
    "page": Words("Page", "页"),
}

POSTAL: Mapping[str, Words] = {
    "opened": Words("May be opened officially", "可以依法开拆"),
    "operator": Words("Operator", "经营者"),
    "category": Words("Category of item", "内件类别"),
    "gift": Words("Gift", "礼品"),
    "sample": Words("Commercial sample", "商业样品"),
    "papers": Words("Documents", "文件"),
    "sale": Words("Sale of goods", "货物销售"),
    "returned": Words("Returned goods", "退回货物"),
    "other": Words("Other", "其他"),
    "contents": Words("Quantity and detailed description of contents", "内件数量及详细品名"),
    "description": Words("Detailed description of contents", "内件详细品名"),
    "quantity": Words("Qty", "数量"),
    "weight": Words("Net kg", "净重 kg"),
    "value": Words("Value", "价值"),
    "hs_code": Words("HS code", "HS 编码"),
    "origin": Words("Origin", "原产国"),
    "total_weight": Words("Total weight", "总重"),
    "gross_weight": Words("Total gross weight", "总毛重"),
    "total_value": Words("Total value", "总价值"),
    "from": Words("From", "寄件人"),
    "to": Words("To", "收件人"),
    "name": Words("Name", "姓名"),
    "business": Words("Business", "单位"),
    "street": Words("Street", "街道"),
    "place": Words("Postcode, city", "邮编、城市"),
    "country": Words("Country", "国家"),
    "contact": Words("Tel / e-mail", "电话／邮箱"),
    "sender_reference": Words("Sender's customs reference", "寄件人海关编号"),
    "importer_reference": Words("Importer's reference", "进口商编号"),
    "importer_contact": Words("Importer's tel / e-mail", "进口商电话／邮箱"),
    "charges": Words("Postal charges", "邮费"),
    "comments": Words("Comments (quarantine and the like)", "备注（检疫等）"),
    "licence": Words("Licence no.", "许可证号"),
    "certificate": Words("Certificate no.", "证书号"),
    "invoice": Words("Invoice no.", "发票号"),
    "office": Words("Office of origin, date of posting", "收寄局、交寄日期"),
    "item": Words("Item no.", "邮件号"),
    "signature": Words("Date and sender's signature", "日期及寄件人签字"),
    "truth": Words(
        "I certify that the particulars given here are correct and that this item contains no dangerous article "
        "and nothing that law, postal rules or customs rules prohibit.",
        "兹证明以上申报属实，内件不含危险物品及法律、邮政或海关规定禁止寄递的物品。",
    ),
    "truth_on_item": Words(
        "I, whose name and address are given on the item, certify that the particulars given here are correct and that "
        "it contains no dangerous article and nothing that law, postal rules or customs rules prohibit.",
        "本人姓名地址见邮件封面，兹证明申报属实，内件不含危险物品及禁止寄递的物品。",
    ),
    "page": Words("Page", "页"),
}
