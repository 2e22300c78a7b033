"""Judges lists (CEB603) and their cancellation (CEB605)."""

from __future__ import annotations

from decimal import Decimal

from fahuo.customs.window import plain_rules
from fahuo.customs.window.book import Document
from fahuo.customs.window.rulings import DEAD, REJECTED, Court, Ruling, Values, Wrong, sent_back

CANCELLABLE = {"120", "300", "500", "800"}
_CENT = Decimal("0.01")


def export_list(court: Court, node: Values) -> Ruling:
    """CEB603: compared with its order and its waybill, which must be there before."""
    wrong = [*plain_rules.opening(node), *plain_rules.export_list(node)]
    if wrong:
        raise Wrong("-621001", f"数据校验不通过: {', '.join(wrong)}"[:900])
    stored = _older(court, node)
    document = Document("CEB603", court.sender.account, node, pre_no=stored.pre_no if stored else court.pre_no())
    try:
        _compare(court, node)
        _whim(court, node, stored)
    except Wrong as turned_down:
        court.book.store(document, node["agentCode"], node["copNo"])
        return Ruling(turned_down.codes, turned_down.text, document, document.pre_no)
    document.invt_no = court.list_number(node["customsCode"])
    court.book.store(document, node["agentCode"], node["copNo"])
    text = f"{'变更' if stored else '新增'}申报成功[{node['guid']}]"
    return Ruling(_course(court), text, document, document.pre_no, {"invtNo": document.invt_no})


def cancellation(court: Court, node: Values) -> Ruling:
    """CEB605: only of a list that has not been closed."""
    wrong = list(plain_rules.opening(node))
    if wrong:
        raise Wrong("-623001", f"数据校验不通过: {', '.join(wrong)}")
    found = court.own(court.book.list_numbered(node["invtNo"]))
    if found is None or found.values["ebcCode"] != node["ebcCode"]:
        raise Wrong("-623003", "清单不存在")
    if found.code(court.now) not in CANCELLABLE or found.last_code == "CANCELLED" or found.summed:
        raise Wrong("-623005", "清单状态不允许撤销")
    key = (node["agentCode"], node["copNo"])
    if court.book.find("CEB605", *key) is not None:
        raise Wrong("-623004", "重复申报")
    document = Document("CEB605", court.sender.account, node, pre_no=court.pre_no())
    court.book.store(document, *key)
    return Ruling(("2", "3", "399"), f"撤销申报成功[{node['guid']}]", document, document.pre_no, cancels=found)


def _older(court: Court, node: Values) -> Document | None:
    """Return the rejected list that is declared again; turn down what may not be declared (again)."""
    stored = court.book.find("CEB603", node["agentCode"], node["copNo"])
    if stored is not None and court.own(stored) is None:
        raise Wrong("-621004", "重复申报")
    if node["appType"] == "1":
        of_order = court.book.list_of_order(node["ebpCode"], node["orderNo"])
        if stored is not None or (of_order is not None and of_order.last_code not in DEAD):
            raise Wrong("-621004", "重复申报")
        return None
    if node["appType"] == "3" or stored is None or stored.code(court.now) != REJECTED:
        raise Wrong("-621012", "单据状态不允许变更")
    return stored


def _compare(court: Court, node: Values) -> None:
    """Compare list, order and waybill (三单比对)."""
    order = court.own(court.book.find("CEB303", node["ebpCode"], node["orderNo"]))
    if order is None:
        raise sent_back("1301", "订单未入库")
    waybill = court.own(court.book.find("CEB505", node["logisticsCode"], node["logisticsNo"]))
    if waybill is None:
        raise sent_back("1302", "运单未入库")
    if order.values["ebcCode"] != node["ebcCode"]:
        raise sent_back("1303", "订单与清单的电商企业不一致")
    lines = [(line["gnum"], line["itemNo"], Decimal(line["qty"])) for line in node["lines"]]
    if lines != [(line["gnum"], line["itemNo"], Decimal(line["qty"])) for line in order.values["lines"]]:
        raise sent_back("1304", "订单与清单的商品不一致")
    total = sum((Decimal(line["totalPrice"]) for line in node["lines"]), Decimal(0))
    if abs(total - Decimal(order.values["goodsValue"])) > _CENT * len(lines):
        raise sent_back("1305", "订单与清单的金额不一致")
    of_waybill = court.book.list_of_waybill(node["logisticsCode"], node["logisticsNo"])
    same = of_waybill is not None and of_waybill.values["copNo"] == node["copNo"]
    if of_waybill is not None and not same and of_waybill.last_code not in DEAD:
        raise sent_back("1306", "运单已被其他清单使用")


def _whim(court: Court, node: Values, stored: Document | None) -> None:
    """Send a list back that an inspector does not like, the first time."""
    if stored is None and node["orderNo"] in court.options.reject_orders:
        raise sent_back("1399", "商品申报不规范")
    if court.chance.random() < court.options.reject:
        raise sent_back("1399", "商品申报不规范")


def _course(court: Court) -> tuple[str, ...]:
    codes = ["2", "3", "120"]
    if court.chance.random() < court.options.review:
        codes.append("300")
    if court.chance.random() < court.options.inspect:
        codes.append("500")
    return (*codes, "800", "899")
